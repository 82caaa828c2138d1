import { FEATURE_OPERATIONS, ReachedOperation } from '../../catalogue/feature-operations';
import { needsOf } from '../../catalogue/operations';

/** A table, and what belongs to it, by ARNs. */
export interface TableAtHand {
  readonly tables: readonly string[];
  readonly indexes: readonly string[];
  readonly vectorIndexes: readonly string[];
  readonly stream?: string;
  /** The streams of the table in other Regions. */
  readonly replicaStreams?: string[];
  readonly key?: string;
  readonly restored: string;
  readonly bucket: string;
  readonly bucketKey?: string;
  readonly kinesisStream: string;
  readonly importLogs: string;
}

/**
 * The operations that make DynamoDB decrypt the customer managed key of a table, and those that make it choose one.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const DECRYPTING = [
  'BatchExecuteStatement', 'BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'ExecuteStatement', 'ExecuteTransaction',
  'ExportTableToPointInTime', 'GetItem', 'GetRecords', 'PutItem', 'Query', 'RestoreTableFromBackup', 'RestoreTableToPointInTime',
  'Scan', 'SearchVectors', 'TransactGetItems', 'TransactWriteItems', 'UpdateContributorInsights', 'UpdateItem',
];
const CHOOSING = ['CreateTable', 'ImportTable', 'RestoreTableFromBackup', 'RestoreTableToPointInTime'];
const CHOICE = [
  'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom', 'kms:ReEncryptTo',
];

/**
 * What S3 does with the key of the bucket for whoever exports to it, in parts, or imports from it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
const BUCKET_KEY: Record<string, string[]> = {
  ExportTableToPointInTime: ['kms:Decrypt', 'kms:GenerateDataKey'],
  ImportTable: ['kms:Decrypt'],
};

/** Features that choose the key of a table by an operation that also does other things. */
const CHOOSING_FEATURES = ['CHANGE_TABLE_KEY', 'REPLICAS'];

/** One action on one resource that an operation of a feature needs. */
export interface NeededPermission {
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
}

/** Every action on every resource that the operations of a feature need on a table, as sorted `action on resource`. */
export function neededPairs(feature: string, table: TableAtHand): string[] {
  const pairs = neededPermissions(feature, table).map(({ action, resource }) => `${action} on ${resource}`);
  const onKey = table.key === undefined ? [] : neededOnKey(feature).map((action) => `${action} on ${table.key}`);
  return [...new Set([...pairs, ...onKey])].sort();
}

/** What each operation of a feature needs on a table, its key apart. */
export function neededPermissions(feature: string, table: TableAtHand): NeededPermission[] {
  return FEATURE_OPERATIONS[feature].flatMap((reached) => [
    ...needsOf(reached).flatMap(({ action, resource }) =>
      resourcesOf(action, resource, reached, table).map((arn) => ({ operation: reached.operation, action, resource: arn }))),
    ...(table.bucketKey === undefined ? [] : BUCKET_KEY[reached.operation] ?? [])
      .map((action) => ({ operation: reached.operation, action, resource: table.bucketKey! })),
  ]);
}

/** What the words of operations.json mean for this table. */
function resourcesOf(action: string, words: string, { operation }: ReachedOperation, table: TableAtHand): string[] {
  const [own, ...replicas] = table.tables;
  if (action === 'dynamodb:SearchVectors') return [...table.vectorIndexes];
  switch (words) {
    case '*': return ['*'];
    case 'table (optional) or *': return ['*'];
    case 'table':
    case 'table (all replica regions)':
    case 'table in all regions':
    case 'table or stream':
    case 'source table': return [...table.tables];
    case 'index': return [...table.indexes];
    case 'table, or index': return [...table.tables, ...table.indexes];
    case 'table, or index when FROM "t"."idx"': return [...table.tables, ...table.indexes];
    case 'stream': return table.stream === undefined ? [] : [table.stream, ...table.replicaStreams ?? []];
    case 'backup':
    case 'export':
    case 'import': return table.tables.map((arn) => `${arn}/${words}/*`);
    case 'backup AND target table': return [...table.tables.map((arn) => `${arn}/backup/*`), table.restored];
    case 'target table': return [table.restored];
    case 'table in EACH replica region':
    case 'table in replica region': return replicas;
    case 's3 bucket/*': return [`${table.bucket}/orders/AWSDynamoDB/*`];
    case 'bucket/*': return [`${table.bucket}/orders*`];
    case 'bucket': return [table.bucket];
    case 'log-group:/aws-dynamodb/*': return [table.importLogs];
    case 'kinesis stream': return [table.kinesisStream];
    default: throw new Error(`${operation} of ${own}: what is ${words}?`);
  }
}

/** The actions that the operations of a feature need on the customer managed key of a table. */
export function neededOnKey(feature: string): string[] {
  const any = (names: readonly string[]) => FEATURE_OPERATIONS[feature].some(({ operation }) => names.includes(operation));
  return [
    // DynamoDB reads the table to fill its replicas, as it reads and writes the items of any request
    ...any(DECRYPTING) || feature === 'REPLICAS' ? ['kms:Decrypt'] : [],
    ...any(CHOOSING) || CHOOSING_FEATURES.includes(feature) ? CHOICE : [],
  ];
}
