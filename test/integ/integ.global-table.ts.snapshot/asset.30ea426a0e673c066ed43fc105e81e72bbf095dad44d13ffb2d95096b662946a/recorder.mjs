import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

/** One client a Region, that of the function first. */
const clients = process.env.REGIONS.split(',')
  .map((region) => DynamoDBDocumentClient.from(new DynamoDBClient({ region, maxAttempts: 2 })));

/** Puts the score of a player, `{ game, player, score }`, into the first Region that answers. Replication does the rest. */
export async function handler({ game, player, score }) {
  const errors = [];
  for (const client of clients) {
    try {
      await client.send(new PutCommand({ TableName: process.env.TABLE_NAME, Item: { game, player, score } }));
      return;
    } catch (error) {
      if (error.$fault === 'client') throw error; // another Region would refuse it as well
      errors.push(error);
    }
  }
  throw new AggregateError(errors, 'no Region answers');
}
