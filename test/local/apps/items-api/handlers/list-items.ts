import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { db } from '../lib/db';
import { answer, Request } from '../lib/http';

export const handler = ({ queryStringParameters: { owner } = {} }: Request) => answer(async () => {
  const TableName = process.env.TABLE_NAME;
  if (owner === undefined) return (await db.send(new ScanCommand({ TableName }))).Items;
  const { Items } = await db.send(new QueryCommand({
    TableName, IndexName: 'byOwner', KeyConditionExpression: '#o = :o', ExpressionAttributeNames: { '#o': 'owner' }, ExpressionAttributeValues: { ':o': owner },
  }));
  return Items;
});
