import { equalTo, topLevelNames } from './expressions';
import {
  Bucket, choosingKey, filling, onBehalf, readingObjects, withTableKey, writingImportLogs, writingObjects,
} from './on-behalf';
import { parseStatement, scalar } from './partiql';
import { arn, Context, NotModelled, Permission, Place } from './permission';

/** What authorization wants to know of a table. */
export interface TableSchema {
  /** The partition key of the table, and of each index by name. */
  readonly partitionKey: string;
  readonly indexes: Readonly<Record<string, string>>;
  /** The ARN of its customer managed key. */
  readonly tableKey?: string;
  /** The ARN of the Kinesis data stream that its changes go to. */
  readonly kinesisStream?: string;
}

/** A request as it is on the wire: the operation and its parameters. */
export interface DynamoRequest extends Place {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, any>>;
  /** The tables that exist, by ARN. */
  readonly tables: ReadonlyMap<string, TableSchema>;
  /** The ARN of the customer managed key of each bucket that has one, by the name of the bucket. */
  readonly bucketKeys: ReadonlyMap<string, string>;
}

type Parameters = DynamoRequest['parameters'];

/**
 * The permissions that AWS asks for one request, with the condition keys that each carries.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function permissionsOf(request: DynamoRequest): Permission[] {
  if (!Object.hasOwn(OPERATIONS, request.operation)) throw new NotModelled(`the operation ${request.operation}`);
  const permissions = OPERATIONS[request.operation](new Asked(request), request.parameters);
  return [...permissions, ...tableKeyPermissions(permissions, request)];
}

/** Makes the permissions of a request. */
class Asked {
  public constructor(public readonly request: DynamoRequest) {}

  /** DynamoDB takes an ARN in the place of a table's name. */
  public tableArn(nameOrArn: string): string {
    return nameOrArn.startsWith('arn:') ? nameOrArn : arn('dynamodb', this.request, `table/${nameOrArn}`);
  }

  public bucket(name: string, key = this.request.bucketKeys.get(name)): Bucket {
    return { name, key };
  }

  /** The key of a table that exists, decrypted by DynamoDB. */
  public tableKey(table: string): Permission[] {
    return withTableKey('kms:Decrypt', this.request.tables.get(table)?.tableKey, table);
  }

  public on(resource: string, ...actions: string[]): Permission[] {
    return actions.map((action) => ({ action: `dynamodb:${action}`, resource, context: {} }));
  }

  public onTable(action: string, { TableName }: Parameters): Permission[] {
    return this.on(this.tableArn(TableName), action);
  }

  public onIndexOrTable(action: string, { TableName, IndexName }: Parameters): Permission[] {
    return this.on(indexOrTable(this.tableArn(TableName), IndexName), action);
  }

  /** An action on items of one table: of its requests' parameters, what conditions can name. */
  public items(action: string, TableName: string, requests: readonly Parameters[], context: Context = {}): Permission[] {
    const resource = this.tableArn(TableName);
    const schema = this.request.tables.get(resource);
    const keys = requests.map(({ Key, Item }) => Key ?? Item);
    return [{
      action: `dynamodb:${action}`,
      resource,
      context: {
        ...leadingKeys(schema && keys.map((key) => scalar(key[schema.partitionKey]))),
        ...attributes(requests.flatMap(attributesOf)),
        'dynamodb:ReturnConsumedCapacity': this.request.parameters.ReturnConsumedCapacity ?? 'NONE',
        ...context,
      },
    }];
  }

  public queryOrScan(action: 'Query' | 'Scan', parameters: Parameters): Permission[] {
    const { TableName, IndexName, Select, ReturnConsumedCapacity } = parameters;
    const table = this.tableArn(TableName);
    const schema = this.request.tables.get(table);
    const partitionKey = IndexName === undefined ? schema?.partitionKey : schema?.indexes[IndexName];
    const key = action === 'Scan' || partitionKey === undefined ? undefined : queriedKey(parameters, partitionKey);
    return [{
      action: `dynamodb:${action}`,
      resource: indexOrTable(table, IndexName),
      context: {
        ...leadingKeys([key]),
        ...attributes(attributesOf(parameters)),
        ...(IndexName && !projects(parameters) ? { 'dynamodb:Select': 'ALL_PROJECTED_ATTRIBUTES' } : select(parameters)),
        ...Select && { 'dynamodb:Select': Select },
        'dynamodb:ReturnConsumedCapacity': ReturnConsumedCapacity ?? 'NONE',
      },
    }];
  }

  public partiql({ Statement, Parameters: values }: Parameters, context: Context = {}): Permission[] {
    const statement = parseStatement(Statement, values);
    const table = this.tableArn(statement.table);
    const schema = this.request.tables.get(table);
    const partitionKey = statement.index === undefined ? schema?.partitionKey : schema?.indexes[statement.index];
    const keys = partitionKey === undefined ? undefined : statement.valuesOf(partitionKey);
    return [{
      action: `dynamodb:${statement.action}`,
      resource: indexOrTable(table, statement.index),
      context: {
        ...leadingKeys(keys),
        ...attributes(statement.attributes),
        ...statement.action === 'PartiQLSelect' && {
          'dynamodb:Select': statement.selectsAll ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES',
          'dynamodb:FullTableScan': String(keys === undefined),
        },
        ...(/Update|Delete/.test(statement.action) && { 'dynamodb:ReturnValues': statement.returnValues }),
        ...context,
      },
    }];
  }
}

const TRANSACTION_MEMBERS: Readonly<Record<string, string>> = {
  Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem',
};

const OPERATIONS: Readonly<Record<string, (asked: Asked, parameters: Parameters) => Permission[]>> = {
  GetItem: (asked, parameters) => asked.items('GetItem', parameters.TableName, [parameters], selectByProjection(parameters)),
  PutItem: (asked, parameters) => asked.items('PutItem', parameters.TableName, [parameters], returnValues(parameters)),
  UpdateItem: (asked, parameters) => asked.items('UpdateItem', parameters.TableName, [parameters], returnValues(parameters)),
  DeleteItem: (asked, parameters) => asked.items('DeleteItem', parameters.TableName, [parameters], returnValues(parameters)),
  BatchGetItem: (asked, { RequestItems }) => Object.entries<any>(RequestItems).flatMap(([table, { Keys, ...others }]) =>
    asked.items('BatchGetItem', table, Keys.map((Key: unknown) => ({ Key, ...others })), selectByProjection(others))),
  BatchWriteItem: (asked, { RequestItems }) => Object.entries<any>(RequestItems).flatMap(([table, requests]) =>
    asked.items(
      'BatchWriteItem', table, requests.map(({ PutRequest, DeleteRequest }: Parameters) => PutRequest ?? DeleteRequest),
    )),
  Query: (asked, parameters) => asked.queryOrScan('Query', parameters),
  Scan: (asked, parameters) => asked.queryOrScan('Scan', parameters),
  SearchVectors: (asked, parameters) => asked.onIndexOrTable('SearchVectors', parameters),

  // There are no actions for transactions: docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
  TransactGetItems: (asked, { TransactItems }) => TransactItems.flatMap(({ Get }: Parameters) =>
    asked.items('GetItem', Get.TableName, [Get], { ...selectByProjection(Get), ...enclosedIn('TransactGetItems') })),
  TransactWriteItems: (asked, { TransactItems }) => TransactItems.flatMap((member: Parameters) => {
    const [[kind, parameters]] = Object.entries<any>(member);
    return asked.items(TRANSACTION_MEMBERS[kind], parameters.TableName, [parameters], kind === 'ConditionCheck'
      // of this, AWS documents no enclosing operation
      ? { 'dynamodb:ReturnValues': parameters.ReturnValuesOnConditionCheckFailure ?? 'NONE' }
      : { ...returnValues(parameters), ...enclosedIn('TransactWriteItems') });
  }),

  ExecuteStatement: (asked, statement) => asked.partiql(statement),
  BatchExecuteStatement: (asked, { Statements }) => Statements.flatMap((statement: Parameters) => asked.partiql(statement)),
  ExecuteTransaction: (asked, { TransactStatements }) => TransactStatements.flatMap((statement: Parameters) =>
    asked.partiql(statement, enclosedIn('ExecuteTransaction'))),

  CreateTable: (asked, parameters) => [
    ...asked.onTable('CreateTable', parameters),
    ...(parameters.Tags?.length > 0 ? asked.onTable('TagResource', parameters) : []),
    ...(parameters.ResourcePolicy ? asked.onTable('PutResourcePolicy', parameters) : []),
    ...choosingKey(parameters.SSESpecification?.KMSMasterKeyId, asked.tableArn(parameters.TableName)),
  ],
  UpdateTable: (asked, parameters) => {
    const table = asked.tableArn(parameters.TableName);
    return [
      ...asked.on(table, 'UpdateTable'),
      ...choosingKey(parameters.SSESpecification?.KMSMasterKeyId, table),
      ...replicaPermissions(table, parameters),
      ...witnessPermissions(table, parameters),
    ];
  },
  DeleteTable: (asked, parameters) => asked.onTable('DeleteTable', parameters),
  DescribeTable: (asked, parameters) => asked.onTable('DescribeTable', parameters),
  ListTables: (asked) => asked.on('*', 'ListTables'),
  DescribeLimits: (asked) => asked.on('*', 'DescribeLimits'),
  DescribeEndpoints: (asked) => asked.on('*', 'DescribeEndpoints'),

  DescribeTimeToLive: (asked, parameters) => asked.onTable('DescribeTimeToLive', parameters),
  UpdateTimeToLive: (asked, parameters) => asked.onTable('UpdateTimeToLive', parameters),

  ListTagsOfResource: (asked, { ResourceArn }) => asked.on(ResourceArn, 'ListTagsOfResource'),
  TagResource: (asked, { ResourceArn }) => asked.on(ResourceArn, 'TagResource'),
  UntagResource: (asked, { ResourceArn }) => asked.on(ResourceArn, 'UntagResource'),
  GetResourcePolicy: (asked, { ResourceArn }) => asked.on(ResourceArn, 'GetResourcePolicy'),
  PutResourcePolicy: (asked, { ResourceArn }) => asked.on(ResourceArn, 'PutResourcePolicy'),
  DeleteResourcePolicy: (asked, { ResourceArn }) => asked.on(ResourceArn, 'DeleteResourcePolicy'),

  DescribeContinuousBackups: (asked, parameters) => asked.onTable('DescribeContinuousBackups', parameters),
  UpdateContinuousBackups: (asked, parameters) => asked.onTable('UpdateContinuousBackups', parameters),
  CreateBackup: (asked, parameters) => asked.onTable('CreateBackup', parameters),
  DescribeBackup: (asked, { BackupArn }) => asked.on(BackupArn, 'DescribeBackup'),
  DeleteBackup: (asked, { BackupArn }) => asked.on(BackupArn, 'DeleteBackup'),
  ListBackups: (asked) => asked.on('*', 'ListBackups'),
  // docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
  RestoreTableFromBackup: (asked, parameters) => [
    ...asked.on(parameters.BackupArn, 'RestoreTableFromBackup'),
    ...asked.on(asked.tableArn(parameters.TargetTableName), 'RestoreTableFromBackup'),
    ...restoring(asked, parameters.BackupArn.split('/backup/')[0], parameters),
  ],
  RestoreTableToPointInTime: (asked, parameters) => {
    const source = asked.tableArn(parameters.SourceTableArn ?? parameters.SourceTableName);
    return [...asked.on(source, 'RestoreTableToPointInTime'), ...restoring(asked, source, parameters)];
  },

  ExportTableToPointInTime: (asked, { TableArn, S3Bucket, S3Prefix, S3SseKmsKeyId }) => [
    ...asked.on(TableArn, 'ExportTableToPointInTime'),
    ...asked.tableKey(TableArn),
    ...writingObjects(asked.bucket(S3Bucket, S3SseKmsKeyId), `${S3Prefix ? `${S3Prefix}/` : ''}AWSDynamoDB/1/`, asked.request),
  ],
  DescribeExport: (asked, { ExportArn }) => asked.on(ExportArn, 'DescribeExport'),
  ListExports: (asked) => asked.on('*', 'ListExports'),
  ImportTable: (asked, { S3BucketSource: { S3Bucket, S3KeyPrefix = '' }, TableCreationParameters }) => [
    ...asked.onTable('ImportTable', TableCreationParameters),
    ...choosingKey(TableCreationParameters.SSESpecification?.KMSMasterKeyId, asked.tableArn(TableCreationParameters.TableName)),
    ...readingObjects(asked.bucket(S3Bucket), S3KeyPrefix, asked.request),
    ...writingImportLogs(asked.request),
  ],
  DescribeImport: (asked, { ImportArn }) => asked.on(ImportArn, 'DescribeImport'),
  ListImports: (asked) => asked.on('*', 'ListImports'),

  // docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_iam.html
  EnableKinesisStreamingDestination: (asked, parameters) => [
    ...asked.onTable('EnableKinesisStreamingDestination', parameters),
    ...onBehalf('*', ['kinesis:ListStreams']),
    ...onBehalf(parameters.StreamArn, ['kinesis:DescribeStream', 'kinesis:PutRecords']),
  ],
  DescribeKinesisStreamingDestination: (asked, parameters) => {
    const stream = asked.request.tables.get(asked.tableArn(parameters.TableName))?.kinesisStream;
    return [
      ...asked.onTable('DescribeKinesisStreamingDestination', parameters),
      ...(stream ? onBehalf(stream, ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary']) : []),
    ];
  },
  DisableKinesisStreamingDestination: (asked, parameters) => asked.onTable('DisableKinesisStreamingDestination', parameters),
  UpdateKinesisStreamingDestination: (asked, parameters) => asked.onTable('UpdateKinesisStreamingDestination', parameters),

  DescribeContributorInsights: (asked, parameters) => asked.onIndexOrTable('DescribeContributorInsights', parameters),
  UpdateContributorInsights: (asked, parameters) => asked.onIndexOrTable('UpdateContributorInsights', parameters),
  ListContributorInsights: (asked) => asked.on('*', 'ListContributorInsights'),

  ListStreams: (asked) => asked.on('*', 'ListStreams'),
  DescribeStream: (asked, { StreamArn }) => asked.on(StreamArn, 'DescribeStream'),
  GetShardIterator: (asked, { StreamArn }) => asked.on(StreamArn, 'GetShardIterator'),
  // an iterator begins with the ARN of its stream
  GetRecords: (asked, { ShardIterator }) => asked.on(ShardIterator.split('|')[0], 'GetRecords'),
};

/** The actions whose requests read or write items, so that DynamoDB decrypts the key of the table for their caller. */
const USES_TABLE_KEY = /^dynamodb:(.*Item|Query|Scan|SearchVectors|PartiQL\w+|GetRecords|UpdateContributorInsights)$/;

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
function tableKeyPermissions(permissions: readonly Permission[], { tables, account }: DynamoRequest): Permission[] {
  const used = permissions.filter(({ action, context }) => USES_TABLE_KEY.test(action) && !('aws:ViaAWSService' in context))
    .map(({ resource }) => /^[^/]*\/[^/]*/.exec(resource)![0]);
  return [...new Set(used)].flatMap((table) => withTableKey('kms:Decrypt', tables.get(table)?.tableKey, table, account));
}

/** The table that a restore makes gets the key of its source, unless the request names another. */
function restoring(asked: Asked, source: string, { TargetTableName, SSESpecificationOverride }: Parameters): Permission[] {
  const target = asked.tableArn(TargetTableName);
  const key = SSESpecificationOverride?.KMSMasterKeyId ?? asked.request.tables.get(source)?.tableKey;
  return [...filling(target), ...asked.tableKey(source), ...choosingKey(key, target)];
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html */
function replicaPermissions(table: string, { ReplicaUpdates = [] }: Parameters): Permission[] {
  return ReplicaUpdates.flatMap(({ Create, Update, Delete }: Parameters) => {
    const replica = inRegion(table, (Create ?? Update ?? Delete).RegionName);
    return [
      ...(Create ? [...onBehalf(replica, ['dynamodb:CreateTable', 'dynamodb:CreateTableReplica']), ...filling(replica)] : []),
      ...(Delete ? onBehalf(replica, ['dynamodb:DeleteTable', 'dynamodb:DeleteTableReplica']) : []),
      ...choosingKey((Create ?? Update)?.KMSMasterKeyId, replica),
    ];
  });
}

/**
 * Authorized in all Regions that take part.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html
 */
function witnessPermissions(table: string, { ReplicaUpdates = [], GlobalTableWitnessUpdates = [] }: Parameters): Permission[] {
  return GlobalTableWitnessUpdates.flatMap((update: Parameters) => {
    const regions = [...ReplicaUpdates, update].map(({ Create, Update, Delete }) => (Create ?? Update ?? Delete).RegionName);
    const action = update.Create ? 'dynamodb:CreateGlobalTableWitness' : 'dynamodb:DeleteGlobalTableWitness';
    return [table, ...regions.map((region) => inRegion(table, region))].flatMap((each) => onBehalf(each, [action]));
  });
}

function inRegion(table: string, region: string): string {
  return table.replace(/^((?:[^:]*:){3})[^:]*/, `$1${region}`);
}

function indexOrTable(table: string, index: string | undefined): string {
  return index === undefined ? table : `${table}/index/${index}`;
}

function queriedKey(parameters: Parameters, partitionKey: string): string | undefined {
  const { KeyConditions, KeyConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = parameters;
  if (KeyConditions) return KeyConditions[partitionKey] && scalar(KeyConditions[partitionKey].AttributeValueList[0]);
  const placeholder = equalTo(KeyConditionExpression, partitionKey, ExpressionAttributeNames);
  return placeholder && scalar(ExpressionAttributeValues[placeholder]);
}

/** The names of the parameters that hold attributes by name, and of those that hold expressions. */
const BY_NAME = [
  'AttributeUpdates', 'ExclusiveStartKey', 'Expected', 'Item', 'Key', 'KeyConditions', 'QueryFilter', 'ScanFilter',
];
const EXPRESSIONS = [
  'ConditionExpression', 'FilterExpression', 'KeyConditionExpression', 'ProjectionExpression', 'UpdateExpression',
];

function attributesOf(parameters: Parameters): string[] {
  return [
    ...parameters.AttributesToGet ?? [],
    ...BY_NAME.flatMap((name) => Object.keys(parameters[name] ?? {})),
    ...EXPRESSIONS.flatMap((name) => topLevelNames(parameters[name] ?? '', parameters.ExpressionAttributeNames)),
  ];
}

function leadingKeys(keys: readonly (string | undefined)[] = []): Context {
  const known = keys.filter((key) => key !== undefined);
  return known.length === 0 ? {} : { 'dynamodb:LeadingKeys': [...new Set(known)].sort() };
}

function attributes(names: readonly string[]): Context {
  return names.length === 0 ? {} : { 'dynamodb:Attributes': [...new Set(names)].sort() };
}

function projects({ ProjectionExpression, AttributesToGet }: Parameters): boolean {
  return ProjectionExpression !== undefined || AttributesToGet !== undefined;
}

function select(parameters: Parameters): Context {
  return { 'dynamodb:Select': projects(parameters) ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES' };
}

/**
 * `GetItem` and `BatchGetItem` have no parameter `Select`. AWS documents the value of requests for all attributes, and none of requests with a
 * projection.
 */
function selectByProjection(parameters: Parameters): Context {
  if (projects(parameters)) return {};
  return { 'dynamodb:Select': 'ALL_ATTRIBUTES' };
}

function returnValues({ ReturnValues }: Parameters): Context {
  return { 'dynamodb:ReturnValues': ReturnValues ?? 'NONE' };
}

function enclosedIn(operation: string): Context {
  return { 'dynamodb:EnclosingOperation': operation };
}
