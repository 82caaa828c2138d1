import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ExecuteStatementCommand } from '@aws-sdk/lib-dynamodb';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());

/** The entries of an account since a moment: `{ accountId, since }`. */
export async function handler({ accountId, since }) {
  const { Items } = await dynamodb.send(new ExecuteStatementCommand({
    Statement: `SELECT entryId, amount FROM "${process.env.LEDGER}" WHERE accountId = ? AND entryId BETWEEN ? AND ?`,
    Parameters: [accountId, since, 'B'], // moments begin with a digit, and BALANCE comes behind
  }));
  return Items;
}
