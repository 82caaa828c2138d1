import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
const { CUSTOMERS } = process.env;

/** Puts those of at most 25 customers that aren't known yet: `{ customerIds }`. Returns the ids of those. */
export async function handler({ customerIds }) {
  const { Responses } = await dynamodb.send(new BatchGetCommand({
    RequestItems: { [CUSTOMERS]: { Keys: customerIds.map((customerId) => ({ customerId })) } },
  }));
  const known = Responses[CUSTOMERS].map(({ customerId }) => customerId);
  const added = customerIds.filter((customerId) => !known.includes(customerId));
  let requests = { [CUSTOMERS]: added.map((customerId) => ({ PutRequest: { Item: { customerId, active: true } } })) };
  while (requests[CUSTOMERS]?.length > 0) {
    requests = (await dynamodb.send(new BatchWriteCommand({ RequestItems: requests }))).UnprocessedItems;
  }
  return added;
}
