import { DynamoDBClient, RestoreTableFromBackupCommand, RestoreTableToPointInTimeCommand } from '@aws-sdk/client-dynamodb';

const dynamodb = new DynamoDBClient();
const target = {
  TargetTableName: process.env.RESTORED_TABLE,
  SSESpecificationOverride: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: process.env.TABLE_KEY },
};

/** Restores the table to another one, from a backup (`{ backupArn }`) or as it was at a moment (`{ moment }`, in ISO 8601). */
export async function handler({ backupArn, moment }) {
  await dynamodb.send(backupArn
    ? new RestoreTableFromBackupCommand({ ...target, BackupArn: backupArn })
    : new RestoreTableToPointInTimeCommand({ ...target, SourceTableName: process.env.TABLE_NAME, RestoreDateTime: new Date(moment) }));
}
