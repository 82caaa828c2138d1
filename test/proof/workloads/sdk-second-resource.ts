/**
 * Tables and one more resource by the AWS SDK: restored tables, exports and imports, Kinesis data streams, replicas. Emulators
 * know none of it.
 *
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/dynamodb/
 */
import {
  DeleteTableCommand, DescribeExportCommand, DescribeImportCommand, DescribeKinesisStreamingDestinationCommand,
  DisableKinesisStreamingDestinationCommand, DynamoDBClient, EnableKinesisStreamingDestinationCommand,
  ExportTableToPointInTimeCommand, ImportTableCommand, ListExportsCommand, ListImportsCommand, ReplicationGroupUpdate,
  RestoreTableFromBackupCommand, RestoreTableToPointInTimeCommand, UpdateKinesisStreamingDestinationCommand, UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { unanswered } from './unanswered';
import { versionOf } from './version';
import { TableFeature } from '../../../src';
import { REPLICA_REGION } from '../loopback';
import { RESTORED, Session, Workload } from '../workload';

const clientOf = ({ config }: Session) => new DynamoDBClient(config);
const encryptedBy = (KMSMasterKeyId: string) => ({ Enabled: true, SSEType: 'KMS' as const, KMSMasterKeyId });

async function ask(session: Session, ...commands: object[]): Promise<void> {
  for (const command of commands) await unanswered(clientOf(session).send(command as any));
}

function fromReplica(session: Session): Session {
  return { ...session, config: { ...session.config, region: REPLICA_REGION } };
}

const CLIENT = versionOf('@aws-sdk/client-dynamodb');

export const SDK_SECOND_RESOURCE: Workload[] = [
  {
    client: CLIENT,
    name: `${TableFeature.RESTORE}`,
    features: [TableFeature.RESTORE],
    scope: ({ restored }) => ({ restoreTo: restored }),
    run: async (session) => {
      const restored = { TargetTableName: RESTORED, SSESpecificationOverride: encryptedBy(session.otherKey) };
      await ask(
        session,
        new RestoreTableFromBackupCommand({ ...restored, BackupArn: `${session.tableArn}/backup/01489602797149-73d8d5bc` }),
        new RestoreTableToPointInTimeCommand({ ...restored, SourceTableName: session.table, UseLatestRestorableTime: true }),
      );
    },
  },
  {
    client: CLIENT,
    name: `${TableFeature.EXPORT}`,
    features: [TableFeature.EXPORT],
    scope: ({ bucket }) => ({ exportTo: { bucket, prefix: 'orders' } }),
    run: (session) => ask(
      session,
      new ExportTableToPointInTimeCommand({ TableArn: session.tableArn, S3Bucket: session.bucket, S3Prefix: 'orders' }),
      new ListExportsCommand({ TableArn: session.tableArn }),
      new DescribeExportCommand({ ExportArn: `${session.tableArn}/export/01234567890123-a1b2c3d4` }),
    ),
  },
  {
    client: CLIENT,
    name: `${TableFeature.IMPORT}`,
    features: [TableFeature.IMPORT],
    scope: ({ bucket }) => ({ importFrom: { bucket, prefix: 'incoming/' } }),
    prepare: async (administrator) => {
      await clientOf(administrator).send(new DeleteTableCommand({ TableName: administrator.table }));
    },
    run: (session) => ask(
      session,
      new ImportTableCommand({
        S3BucketSource: { S3Bucket: session.bucket, S3KeyPrefix: 'incoming/' },
        InputFormat: 'DYNAMODB_JSON',
        TableCreationParameters: {
          TableName: session.table,
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          SSESpecification: encryptedBy(session.tableKey),
        },
      }),
      new ListImportsCommand({ TableArn: session.tableArn }),
      new DescribeImportCommand({ ImportArn: `${session.tableArn}/import/01658528578619-c4d4e311` }),
    ),
  },
  {
    client: CLIENT,
    name: `${TableFeature.KINESIS_STREAMING}`,
    features: [TableFeature.KINESIS_STREAMING],
    scope: ({ kinesisStream }) => ({ kinesisStream }),
    run: (session) => {
      const on = { TableName: session.table, StreamArn: session.kinesisStreamArn };
      return ask(
        session,
        new EnableKinesisStreamingDestinationCommand(on),
        new DescribeKinesisStreamingDestinationCommand({ TableName: session.table }),
        new UpdateKinesisStreamingDestinationCommand({
          ...on, UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: 'MICROSECOND' },
        }),
        new DisableKinesisStreamingDestinationCommand(on),
      );
    },
  },
  {
    client: CLIENT,
    name: `${TableFeature.REPLICAS}`,
    features: [TableFeature.REPLICAS],
    scope: () => ({ regions: [REPLICA_REGION] }),
    run: async (session) => {
      const replicate = (updates: ReplicationGroupUpdate) => new UpdateTableCommand({ TableName: session.table, ReplicaUpdates: [updates] });
      const KMSMasterKeyId = session.tableKey.replace(session.config.region, REPLICA_REGION);
      await ask(session, replicate({ Create: { RegionName: REPLICA_REGION, KMSMasterKeyId } }));
      // global tables have no primary Region: a call in the Region of one replica may change another one
      await ask(fromReplica(session), replicate({ Update: { RegionName: session.config.region, KMSMasterKeyId: session.tableKey } }));
      await ask(session, replicate({ Delete: { RegionName: REPLICA_REGION } }));
    },
  },
  {
    client: CLIENT,
    name: `${TableFeature.WITNESS}`,
    features: [TableFeature.WITNESS],
    scope: () => ({ regions: [REPLICA_REGION] }),
    run: async (session) => {
      const commands = (['Create', 'Delete'] as const).map((change) => new UpdateTableCommand({
        TableName: session.table, GlobalTableWitnessUpdates: [{ [change]: { RegionName: REPLICA_REGION } }],
      }));
      await ask(session, ...commands);
      await ask(fromReplica(session), ...commands);
    },
  },
];
