import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { decryptNote } from './note-cipher.mjs';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = process.env.TABLE_NAME;

/** Gets one order with its note (`{ customerId, orderId }`), or lists the orders of a status (`{ status }`). */
export async function handler(event) {
  return event.status ? listOrders(event.status) : getOrder(event);
}

async function getOrder({ customerId, orderId }) {
  const { Item } = await dynamodb.send(new GetCommand({ TableName, Key: { customerId, orderId } }));
  return Item && { ...Item, note: await decryptNote(Item.note) };
}

async function listOrders(status) {
  const { Items } = await dynamodb.send(new QueryCommand({
    TableName,
    IndexName: 'byStatus',
    KeyConditionExpression: '#status = :status',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': status },
  }));
  return Items.map(({ customerId, orderId, productId, placedAt }) => ({ customerId, orderId, productId, placedAt }));
}
