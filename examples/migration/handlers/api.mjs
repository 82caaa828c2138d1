import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = process.env.TABLE_NAME;

/** Places an order (`{ customerId, productId }`), gets one (`{ customerId, orderId }`), or lists those of a status (`{ status }`). */
export async function handler({ customerId, orderId, productId, status }) {
  if (status) return listOrders(status);
  return productId ? placeOrder(customerId, productId) : getOrder(customerId, orderId);
}

async function placeOrder(customerId, productId) {
  const Item = { customerId, orderId: randomUUID(), productId, status: 'PLACED' };
  await dynamodb.send(new PutCommand({ TableName, Item }));
  return Item;
}

async function getOrder(customerId, orderId) {
  return (await dynamodb.send(new GetCommand({ TableName, Key: { customerId, orderId } }))).Item;
}

async function listOrders(status) {
  const { Items } = await dynamodb.send(new QueryCommand({
    TableName,
    IndexName: 'byStatus',
    KeyConditionExpression: '#status = :status',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': status },
  }));
  return Items;
}
