import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { db } from '../lib/db';
import { answer, Request } from '../lib/http';

export const handler = ({ pathParameters: { id } = {}, body = '{}' }: Request) => answer(async () => {
  const [[name, value]] = Object.entries(JSON.parse(body));
  const { Attributes } = await db.send(new UpdateCommand({
    TableName: process.env.TABLE_NAME,
    Key: { itemId: id },
    UpdateExpression: 'SET #n = :v',
    ExpressionAttributeNames: { '#n': name },
    ExpressionAttributeValues: { ':v': value },
    ReturnValues: 'ALL_NEW',
  }));
  return Attributes;
});
