import {
  CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, DescribeLogGroupsCommand, PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchExecuteStatementCommand, BatchGetItemCommand, BatchWriteItemCommand, CreateBackupCommand, CreateTableCommand,
  DeleteBackupCommand, DeleteItemCommand, DeleteResourcePolicyCommand, DeleteTableCommand, DescribeBackupCommand,
  DescribeContinuousBackupsCommand, DescribeContributorInsightsCommand, DescribeEndpointsCommand, DescribeExportCommand,
  DescribeImportCommand, DescribeKinesisStreamingDestinationCommand, DescribeLimitsCommand, DescribeTableCommand,
  DescribeTimeToLiveCommand, DisableKinesisStreamingDestinationCommand, DynamoDBClient,
  EnableKinesisStreamingDestinationCommand, ExecuteStatementCommand, ExecuteTransactionCommand, ExportTableToPointInTimeCommand,
  GetItemCommand, GetResourcePolicyCommand, ImportTableCommand, ListBackupsCommand, ListContributorInsightsCommand,
  ListExportsCommand, ListImportsCommand, ListTablesCommand, ListTagsOfResourceCommand, PutItemCommand,
  PutResourcePolicyCommand, QueryCommand, RestoreTableFromBackupCommand, RestoreTableToPointInTimeCommand, ScanCommand,
  SearchVectorsCommand, TagResourceCommand, TransactGetItemsCommand, TransactWriteItemsCommand, UntagResourceCommand,
  UpdateContinuousBackupsCommand, UpdateContributorInsightsCommand, UpdateItemCommand, UpdateKinesisStreamingDestinationCommand,
  UpdateTableCommand, UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { DecryptCommand, DescribeKeyCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { Network } from '../../src/local/endpoint/network';
import { Context } from '../../src/local/endpoint/permission';
import { TagValues } from '../../src/local/endpoint/tags';

/** The clients that attempts are made by. */
export const CLIENTS = { dynamodb: DynamoDBClient, streams: DynamoDBStreamsClient, kms: KMSClient, logs: CloudWatchLogsClient };

/** What is true of a request apart from what it asks for. */
export interface Circumstances {
  /** Where it comes from. */
  readonly network?: Network;
  /** What else its context says. */
  readonly context?: Context;
}

/** One request that somebody might try, in other circumstances than those of the role if it says so. */
export interface Attempt extends Circumstances {
  readonly client: keyof typeof CLIENTS;
  readonly command: { readonly constructor: { readonly name: string }; readonly input: object };
  /** What it is tried on. */
  readonly target: string;
  /** The Region that it is tried in, if not that of the role. */
  readonly region?: string;
  /** The tags that the target has meanwhile, in the place of its own. */
  readonly tags?: TagValues;
}

/** A table that requests are tried on: by its name, or by its ARN. */
export interface TargetTable {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;
  /** The names of its key attributes, the partition key first. */
  readonly key: readonly string[];
  readonly indexes: readonly TargetIndex[];
}

/** An index that requests are tried on. */
export interface TargetIndex {
  readonly name: string;
  readonly partitionKey: string;
}

/** Every operation on a table and on each of its indexes, those that change or delete the table last. */
export function attemptsOnTable({ name, arn, streamArn, key, indexes }: TargetTable): Attempt[] {
  const on = { TableName: name };
  const Key = Object.fromEntries(key.map((attribute) => [attribute, { S: 'a' }]));
  const item = { ...on, Key };
  const quoted = `"${name}"`;
  const where = `WHERE ${key.map((attribute) => `${attribute} = 'a'`).join(' AND ')}`;
  const tuple = `{${key.map((attribute) => `'${attribute}': 'a'`).join(', ')}}`;
  const BackupArn = `${arn}/backup/01489602797149-73d8d5bc`;
  const ResourceArn = arn;
  const StreamArn = 'arn:aws:kinesis:eu-west-1:111122223333:stream/elsewhere';
  const keyCondition = (attribute: string) => ({
    KeyConditionExpression: '#k = :a', ExpressionAttributeNames: { '#k': attribute }, ExpressionAttributeValues: { ':a': { S: 'a' } },
  });
  const commands: Attempt['command'][] = [
    new GetItemCommand(item),
    new PutItemCommand({ ...on, Item: Key }),
    new UpdateItemCommand(item),
    new DeleteItemCommand(item),
    new BatchGetItemCommand({ RequestItems: { [name]: { Keys: [Key] } } }),
    new BatchWriteItemCommand({ RequestItems: { [name]: [{ DeleteRequest: { Key } }] } }),
    new TransactGetItemsCommand({ TransactItems: [{ Get: item }] }),
    new TransactWriteItemsCommand({ TransactItems: [{ Put: { ...on, Item: Key } }] }),
    new TransactWriteItemsCommand({ TransactItems: [{ Update: { ...item, UpdateExpression: 'SET a = b' } }] }),
    new TransactWriteItemsCommand({ TransactItems: [{ Delete: item }] }),
    new TransactWriteItemsCommand({
      TransactItems: [{ ConditionCheck: { ...item, ConditionExpression: `attribute_exists(${key[0]})` } }],
    }),
    new ExecuteStatementCommand({ Statement: `INSERT INTO ${quoted} VALUE ${tuple}` }),
    new ExecuteStatementCommand({ Statement: `UPDATE ${quoted} SET n = 1 ${where}` }),
    new ExecuteStatementCommand({ Statement: `DELETE FROM ${quoted} ${where}` }),
    new BatchExecuteStatementCommand({ Statements: [{ Statement: `UPDATE ${quoted} SET n = 1 ${where}` }] }),
    new ExecuteTransactionCommand({ TransactStatements: [{ Statement: `DELETE FROM ${quoted} ${where}` }] }),
    ...[{ name: undefined, partitionKey: key[0] }, ...indexes].flatMap(({ name: IndexName, partitionKey }) => [
      new QueryCommand({ ...on, IndexName, ...keyCondition(partitionKey) }),
      new ScanCommand({ ...on, IndexName }),
      new ExecuteStatementCommand({ Statement: `SELECT * FROM ${quoted}${IndexName ? `."${IndexName}"` : ''}` }),
      new DescribeContributorInsightsCommand({ ...on, IndexName }),
      new UpdateContributorInsightsCommand({ ...on, IndexName, ContributorInsightsAction: 'ENABLE' }),
      ...(IndexName ? [new SearchVectorsCommand({ ...on, IndexName, TopK: 1, SearchVector: [{ N: '1' }] })] : []),
    ]),
    new DescribeTableCommand(on),
    new DescribeTimeToLiveCommand(on),
    new ListTagsOfResourceCommand({ ResourceArn }),
    new GetResourcePolicyCommand({ ResourceArn }),
    new DescribeContinuousBackupsCommand(on),
    new DescribeBackupCommand({ BackupArn }),
    new CreateBackupCommand({ ...on, BackupName: 'copy' }),
    new DeleteBackupCommand({ BackupArn }),
    new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: 'restored' }),
    new RestoreTableToPointInTimeCommand({ SourceTableArn: arn, TargetTableName: 'restored' }),
    new ExportTableToPointInTimeCommand({ TableArn: arn, S3Bucket: 'elsewhere' }),
    new DescribeExportCommand({ ExportArn: `${arn}/export/01234567890123-a1b2c3d4` }),
    new ImportTableCommand({
      S3BucketSource: { S3Bucket: 'elsewhere' },
      InputFormat: 'CSV',
      TableCreationParameters: { ...on, AttributeDefinitions: [], KeySchema: [], BillingMode: 'PAY_PER_REQUEST' },
    }),
    new DescribeImportCommand({ ImportArn: `${arn}/import/01658528578619-c4d4e311` }),
    new EnableKinesisStreamingDestinationCommand({ ...on, StreamArn }),
    new DescribeKinesisStreamingDestinationCommand(on),
    new UpdateKinesisStreamingDestinationCommand({ ...on, StreamArn }),
    new DisableKinesisStreamingDestinationCommand({ ...on, StreamArn }),
    new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] }),
    new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }),
    new PutResourcePolicyCommand({ ResourceArn, Policy: '{}' }),
    new DeleteResourcePolicyCommand({ ResourceArn }),
    new UpdateTimeToLiveCommand({ ...on, TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' } }),
    new UpdateContinuousBackupsCommand({ ...on, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } }),
    new UpdateTableCommand({ ...on, DeletionProtectionEnabled: false }),
    new UpdateTableCommand({ ...on, ReplicaUpdates: [{ Create: { RegionName: 'ap-south-1' } }] }),
    new UpdateTableCommand({ ...on, ReplicaUpdates: [{ Delete: { RegionName: 'ap-south-1' } }] }),
    new UpdateTableCommand({ ...on, GlobalTableWitnessUpdates: [{ Create: { RegionName: 'ap-south-1' } }] }),
    new CreateTableCommand({ ...on, AttributeDefinitions: [], KeySchema: [] }),
    new DeleteTableCommand(on),
  ];
  const streamCommands: Attempt['command'][] = [
    new DescribeStreamCommand({ StreamArn: streamArn }),
    new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: 'shardId-00000000000000000001', ShardIteratorType: 'LATEST' }),
    new GetRecordsCommand({ ShardIterator: `${streamArn}|1|AAAA` }),
  ];
  return [
    ...streamCommands.map((command) => ({ client: 'streams' as const, command, target: arn })),
    ...commands.map((command) => ({ client: 'dynamodb' as const, command, target: arn })),
  ];
}

/** What can be asked of a whole account. */
export function attemptsOnAccount(): Attempt[] {
  const commands: Attempt['command'][] = [
    new ListTablesCommand({}), new DescribeLimitsCommand({}), new DescribeEndpointsCommand({}), new ListBackupsCommand({}),
    new ListContributorInsightsCommand({}), new ListExportsCommand({}), new ListImportsCommand({}),
  ];
  const target = 'the account';
  return [
    ...commands.map((command) => ({ client: 'dynamodb' as const, command, target })),
    { client: 'streams', command: new ListStreamsCommand({}), target },
    { client: 'logs', command: new DescribeLogGroupsCommand({}), target },
  ];
}

/** Direct calls of KMS on a key, with and without an encryption context; the ciphertext was made under the key. */
export function attemptsOnKey(key: string, ciphertext: Uint8Array): Attempt[] {
  const contexts: (Record<string, string> | undefined)[] = [
    undefined, { purpose: 'other' }, { 'aws:dynamodb:tableName': 'Orders' },
  ];
  const commands: Attempt['command'][] = [
    new DescribeKeyCommand({ KeyId: key }),
    ...contexts.flatMap((EncryptionContext) => [
      new EncryptCommand({ KeyId: key, Plaintext: Buffer.from('a'), EncryptionContext }),
      new DecryptCommand({ KeyId: key, CiphertextBlob: ciphertext, EncryptionContext }),
      new GenerateDataKeyCommand({ KeyId: key, KeySpec: 'AES_256', EncryptionContext }),
    ]),
  ];
  return commands.map((command) => ({ client: 'kms', command, target: key }));
}

/** Writing to a log group, which may not exist. */
export function attemptsOnLogGroup(logGroupName: string): Attempt[] {
  const commands: Attempt['command'][] = [
    new CreateLogGroupCommand({ logGroupName }),
    new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }),
    new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents: [{ timestamp: 0, message: 'x' }] }),
  ];
  return commands.map((command) => ({ client: 'logs', command, target: logGroupName }));
}
