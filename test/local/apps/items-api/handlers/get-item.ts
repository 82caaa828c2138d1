import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { db } from '../lib/db';
import { answer, Request } from '../lib/http';

async function countView(itemId?: string): Promise<void> {
  await db.send(new UpdateCommand({
    TableName: process.env.VIEWS_TABLE, Key: { itemId }, UpdateExpression: 'ADD views :one', ExpressionAttributeValues: { ':one': 1 },
  }));
}

export const handler = ({ pathParameters: { id } = {} }: Request) => answer(async () => {
  await countView(id).catch(() => undefined); // an item matters more than its views
  const { Item } = await db.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key: { itemId: id } }));
  return Item;
});
