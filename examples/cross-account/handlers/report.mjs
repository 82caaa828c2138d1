import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = process.env.ORDERS_TABLE; // the ARN of the table

/** Gets one order of the other account (`{ customerId, orderId }`), or counts those of a status (`{ status }`). */
export async function handler({ customerId, orderId, status }) {
  if (status) return countOrders(status);
  const { Item } = await dynamodb.send(new GetCommand({ TableName, Key: { customerId, orderId } }));
  return Item;
}

async function countOrders(status) {
  const { Count } = await dynamodb.send(new QueryCommand({
    TableName,
    IndexName: 'byStatus',
    Select: 'COUNT',
    KeyConditionExpression: '#status = :status',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': status },
  }));
  return Count;
}
