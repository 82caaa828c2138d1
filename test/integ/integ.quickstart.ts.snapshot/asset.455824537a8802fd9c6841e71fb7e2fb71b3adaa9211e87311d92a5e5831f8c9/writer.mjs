import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { encryptNote } from './note-cipher.mjs';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());

/** Puts an order: `{ customerId, productId, note }`. Returns the id of the order. */
export async function handler({ customerId, productId, note }) {
  const orderId = randomUUID();
  await dynamodb.send(new PutCommand({
    TableName: process.env.TABLE_NAME,
    Item: {
      customerId,
      orderId,
      productId,
      status: 'PLACED',
      placedAt: new Date().toISOString(),
      note: await encryptNote(note),
    },
  }));
  return { orderId };
}
