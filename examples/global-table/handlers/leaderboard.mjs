import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());

/** The ten best players of a game, `{ game }`, from the replica of this Region. */
export async function handler({ game }) {
  const { Items } = await dynamodb.send(new QueryCommand({
    TableName: process.env.TABLE_NAME,
    IndexName: 'byScore',
    KeyConditionExpression: 'game = :game',
    ExpressionAttributeValues: { ':game': game },
    ScanIndexForward: false,
    Limit: 10,
  }));
  return Items.map(({ player, score }) => ({ player, score }));
}
