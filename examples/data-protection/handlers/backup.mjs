import { CreateBackupCommand, DeleteBackupCommand, DynamoDBClient, ListBackupsCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient();
const TableName = process.env.TABLE_NAME;

/** Backs the table up, and deletes the backups that are older than some days: `{ keepDays }`. Returns the ARN of the backup. */
export async function handler({ keepDays = 30 }) {
  const now = new Date();
  const { BackupDetails } = await dynamodb.send(new CreateBackupCommand({
    TableName,
    BackupName: now.toISOString().replaceAll(':', '-'),
  }));
  for (const { BackupArn } of await backupsBefore(new Date(now.getTime() - keepDays * 24 * 60 * 60 * 1000))) {
    await dynamodb.send(new DeleteBackupCommand({ BackupArn }));
  }
  return BackupDetails.BackupArn;
}

async function backupsBefore(TimeRangeUpperBound) {
  const backups = [];
  let ExclusiveStartBackupArn;
  do {
    const page = await dynamodb.send(new ListBackupsCommand({ TableName, TimeRangeUpperBound, ExclusiveStartBackupArn }));
    backups.push(...page.BackupSummaries);
    ExclusiveStartBackupArn = page.LastEvaluatedBackupArn;
  } while (ExclusiveStartBackupArn);
  return backups;
}
