import { CreateBackupCommand, DeleteBackupCommand, DynamoDBClient, paginateListBackups } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient();
const TableName = process.env.TABLE_NAME;

/** Backs the table up, and deletes the backups that are older than some days: `{ keepDays }`. Returns the ARN of the backup. */
export async function handler({ keepDays = 30 }) {
  const now = new Date();
  const { BackupDetails } = await client.send(new CreateBackupCommand({
    TableName,
    BackupName: now.toISOString().replaceAll(':', '-'),
  }));
  const TimeRangeUpperBound = new Date(now.getTime() - keepDays * 24 * 60 * 60 * 1000);
  for await (const { BackupSummaries } of paginateListBackups({ client }, { TableName, TimeRangeUpperBound })) {
    for (const { BackupArn } of BackupSummaries) await client.send(new DeleteBackupCommand({ BackupArn }));
  }
  return BackupDetails.BackupArn;
}
