import { randomUUID } from 'crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { db } from '../lib/db';
import { answer, Request } from '../lib/http';

export const handler = ({ body = '{}' }: Request) => answer(async () => {
  const item = { itemId: randomUUID(), ...JSON.parse(body) };
  await db.send(new PutCommand({ TableName: process.env.TABLE_NAME, Item: item }));
  return item;
});
