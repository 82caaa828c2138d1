import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { db } from '../lib/db';
import { answer, Request } from '../lib/http';

export const handler = ({ pathParameters: { id } = {} }: Request) => answer(async () => {
  await db.send(new DeleteCommand({ TableName: process.env.TABLE_NAME, Key: { itemId: id } }));
});
