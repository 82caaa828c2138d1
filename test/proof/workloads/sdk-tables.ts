/**
 * Tables and streams by the AWS SDK, feature by feature.
 *
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/dynamodb/
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/dynamodb-streams/
 */
import {
  CreateBackupCommand, CreateTableCommand, DeleteBackupCommand, DeleteResourcePolicyCommand, DeleteTableCommand,
  DescribeBackupCommand, DescribeContinuousBackupsCommand, DescribeContributorInsightsCommand, DescribeTableCommand,
  DescribeTimeToLiveCommand, DynamoDBClient, GetResourcePolicyCommand, ListBackupsCommand, ListContributorInsightsCommand,
  ListTablesCommand, ListTagsOfResourceCommand, PutResourcePolicyCommand, TagResourceCommand, UntagResourceCommand,
  UpdateContinuousBackupsCommand, UpdateContributorInsightsCommand, UpdateTableCommand, UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { recordsOf } from './stream-poller';
import { unanswered } from './unanswered';
import { versionOf } from './version';
import { TableFeature } from '../../../src';
import { BY_CUSTOMER, BY_STATUS, Session, Workload } from '../workload';

const clientOf = ({ config }: Session) => new DynamoDBClient(config);

const deleteTable = async (session: Session) => {
  await clientOf(session).send(new DeleteTableCommand({ TableName: session.table }));
};
const createTable = async (session: Session) => {
  await clientOf(session).send(new CreateTableCommand({
    TableName: session.table,
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: session.tableKey },
  }));
};
const describeTable = async (session: Session) => {
  await clientOf(session).send(new DescribeTableCommand({ TableName: session.table }));
};
const updateTable = async (session: Session) => {
  await clientOf(session).send(new UpdateTableCommand({ TableName: session.table, BillingMode: 'PAY_PER_REQUEST' }));
};

const FEATURES: [TableFeature, Workload['run'], Workload['prepare']?][] = [
  [TableFeature.CREATE_TABLE, createTable, deleteTable],
  [TableFeature.DESCRIBE_TABLE, describeTable],
  [TableFeature.UPDATE_TABLE, updateTable],
  [TableFeature.DELETE_TABLE, deleteTable],
  [TableFeature.TABLE_MANAGEMENT, async (session) => {
    await describeTable(session);
    await updateTable(session);
    await deleteTable(session);
    await createTable(session);
  }],
  [TableFeature.LIST_TABLES, async (session) => {
    await clientOf(session).send(new ListTablesCommand({}));
  }],
  [TableFeature.TIME_TO_LIVE, async (session) => {
    await clientOf(session).send(new DescribeTimeToLiveCommand({ TableName: session.table }));
    await clientOf(session).send(new UpdateTimeToLiveCommand({
      TableName: session.table, TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    }));
  }],
  [TableFeature.TAGS, async (session) => {
    const client = clientOf(session);
    const ResourceArn = session.tableArn;
    await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'team', Value: 'orders' }] }));
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    if (Tags?.[0]?.Value !== 'orders') throw new Error(`the tags are ${JSON.stringify(Tags)}`);
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
  }],
  [TableFeature.POINT_IN_TIME_RECOVERY, async (session) => {
    const client = clientOf(session);
    await unanswered(client.send(new DescribeContinuousBackupsCommand({ TableName: session.table })));
    await unanswered(client.send(new UpdateContinuousBackupsCommand({
      TableName: session.table, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    })));
  }],
  [TableFeature.BACKUP, async (session) => {
    const client = clientOf(session);
    const BackupArn = `${session.tableArn}/backup/01489602797149-73d8d5bc`;
    await unanswered(client.send(new CreateBackupCommand({ TableName: session.table, BackupName: 'nightly' })));
    await unanswered(client.send(new ListBackupsCommand({ TableName: session.table })));
    await unanswered(client.send(new DescribeBackupCommand({ BackupArn })));
    await unanswered(client.send(new DeleteBackupCommand({ BackupArn })));
  }],
  [TableFeature.RESOURCE_POLICY, async (session) => {
    const client = clientOf(session);
    const ResourceArn = session.tableArn;
    await unanswered(
      client.send(new PutResourcePolicyCommand({ ResourceArn, Policy: '{"Version":"2012-10-17","Statement":[]}' })),
    );
    await unanswered(client.send(new GetResourcePolicyCommand({ ResourceArn })));
    await unanswered(client.send(new DeleteResourcePolicyCommand({ ResourceArn })));
  }],
  [TableFeature.CONTRIBUTOR_INSIGHTS, async (session) => {
    const client = clientOf(session);
    for (const IndexName of [undefined, BY_STATUS, BY_CUSTOMER]) {
      const on = { TableName: session.table, IndexName };
      await unanswered(client.send(new UpdateContributorInsightsCommand({ ...on, ContributorInsightsAction: 'ENABLE' })));
      await unanswered(client.send(new DescribeContributorInsightsCommand(on)));
    }
    await unanswered(client.send(new ListContributorInsightsCommand({})));
  }],
  [TableFeature.STREAM_READ, async (session) => {
    await recordsOf(session);
  }],
  [TableFeature.LIST_STREAMS, async ({ config, table }) => {
    await new DynamoDBStreamsClient(config).send(new ListStreamsCommand({ TableName: table }));
  }],
];

const CLIENT = versionOf('@aws-sdk/client-dynamodb');

export const SDK_TABLES: Workload[] = [
  ...FEATURES.map(
    ([feature, run, prepare]): Workload => ({ client: CLIENT, name: `${feature}`, features: [feature], run, prepare }),
  ),
  {
    client: CLIENT,
    name: `${TableFeature.CHANGE_TABLE_KEY}`,
    features: [TableFeature.CHANGE_TABLE_KEY],
    scope: ({ otherKey }) => ({ tableKey: otherKey }),
    run: async (session) => {
      await clientOf(session).send(new UpdateTableCommand({
        TableName: session.table,
        SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: session.otherKey },
        BillingMode: 'PAY_PER_REQUEST', // emulators know nothing of keys, and would find nothing to change
      }));
    },
  },
];
