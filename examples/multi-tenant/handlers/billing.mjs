import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient());

/** What each tenant owes: `{ 'TENANT#1': 120, ... }`. */
export async function handler() {
  const owed = {};
  // the role may read these attributes only, so the request has to name them
  for await (const { Items } of paginateScan({ client }, {
    TableName: process.env.ORDERS_TABLE,
    Select: 'SPECIFIC_ATTRIBUTES',
    ProjectionExpression: 'tenant, orderId, amount',
  })) {
    for (const { tenant, amount } of Items) owed[tenant] = (owed[tenant] ?? 0) + amount;
  }
  return owed;
}
