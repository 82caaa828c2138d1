/**
 * The operations of DynamoDB's API that each feature is for: WHAT a function calls, beside what authorizes it.
 *
 * With `cases`, the feature is for those cases of the operation alone, named as in operations.json.
 */
export interface ReachedOperation {
  readonly operation: string;
  readonly cases?: readonly string[];
}

const ITEMS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
const BATCHES = ['BatchGetItem', 'BatchWriteItem'];
const TRANSACTIONS = ['TransactGetItems', 'TransactWriteItems'];
const PARTIQL = ['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'];
const STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator'];

function statements(verb: string): ReachedOperation[] {
  return PARTIQL.map((operation) => ({ operation, cases: [verb] }));
}

const OPERATIONS: Readonly<Record<string, readonly (string | ReachedOperation)[]>> = {
  READ_ITEM: ['GetItem'],
  PUT_ITEM: ['PutItem'],
  UPDATE_ITEM: ['UpdateItem'],
  DELETE_ITEM: ['DeleteItem'],
  QUERY: ['Query'],
  SCAN: ['Scan'],
  CRUD: [...ITEMS, 'Query', 'Scan'],
  BATCH_READ: ['BatchGetItem'],
  BATCH_WRITE: ['BatchWriteItem'],
  BATCH: BATCHES,
  TRANSACT_READ: ['TransactGetItems'],
  TRANSACT_WRITE: ['TransactWriteItems'],
  TRANSACT_PUT: [{ operation: 'TransactWriteItems', cases: ['Put member'] }],
  TRANSACT_UPDATE: [{ operation: 'TransactWriteItems', cases: ['Update member'] }],
  TRANSACT_DELETE: [{ operation: 'TransactWriteItems', cases: ['Delete member'] }],
  CONDITION_CHECK: [{ operation: 'TransactWriteItems', cases: ['ConditionCheck member'] }],
  TRANSACTIONS,
  PARTIQL_SELECT: statements('SELECT'),
  PARTIQL_INSERT: statements('INSERT'),
  PARTIQL_UPDATE: statements('UPDATE'),
  PARTIQL_DELETE: statements('DELETE'),
  PARTIQL,
  SEARCH_VECTORS: ['SearchVectors'],
  DESCRIBE_TABLE: ['DescribeTable'],
  CREATE_TABLE: ['CreateTable'],
  UPDATE_TABLE: ['UpdateTable'],
  CHANGE_TABLE_KEY: ['UpdateTable'],
  DELETE_TABLE: ['DeleteTable'],
  TABLE_MANAGEMENT: ['CreateTable', 'DeleteTable', 'DescribeTable', 'UpdateTable'],
  TIME_TO_LIVE: ['DescribeTimeToLive', 'UpdateTimeToLive'],
  POINT_IN_TIME_RECOVERY: ['DescribeContinuousBackups', 'UpdateContinuousBackups'],
  BACKUP: ['CreateBackup', 'DescribeBackup', 'DeleteBackup', 'ListBackups'],
  RESTORE: ['RestoreTableFromBackup', 'RestoreTableToPointInTime'],
  EXPORT: ['ExportTableToPointInTime', 'DescribeExport', 'ListExports'],
  IMPORT: ['ImportTable', 'DescribeImport', 'ListImports'],
  KINESIS_STREAMING: [
    'DescribeKinesisStreamingDestination', 'DisableKinesisStreamingDestination', 'EnableKinesisStreamingDestination',
    'UpdateKinesisStreamingDestination',
  ],
  REPLICAS: [{ operation: 'UpdateTable', cases: ['add replica', 'remove replica'] }],
  WITNESS: [{ operation: 'UpdateTable', cases: ['MRSC witness add/remove'] }],
  TAGS: ['ListTagsOfResource', 'TagResource', 'UntagResource'],
  RESOURCE_POLICY: ['DeleteResourcePolicy', 'GetResourcePolicy', 'PutResourcePolicy'],
  CONTRIBUTOR_INSIGHTS: ['DescribeContributorInsights', 'UpdateContributorInsights', 'ListContributorInsights'],
  LIST_TABLES: ['ListTables'],
  STREAM_READ: STREAM,
  LIST_STREAMS: ['ListStreams'],
  STREAM_TRIGGER: [...STREAM, 'ListStreams'],
};

export const FEATURE_OPERATIONS: Readonly<Record<string, readonly ReachedOperation[]>> = Object.fromEntries(
  Object.entries(OPERATIONS).map(([feature, operations]) =>
    [feature, operations.map((each) => typeof each === 'string' ? { operation: each } : each)]));
