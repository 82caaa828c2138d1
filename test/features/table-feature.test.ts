import { ACTIONS } from '../../src/features/actions';
import { Permission, PermissionResourceType } from '../../src/features/permission';
import { TableFeature } from '../../src/features/table-feature';

const DECRYPT = { 'table-key': ['kms:Decrypt'] };

const CHOOSING = [
  'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo',
];
const CHOOSE_KEY = { 'new-table-key': CHOOSING };

/** What AWS asks for on a table that DynamoDB fills on the caller's behalf. */
const FILL = [
  'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan',
  'dynamodb:UpdateItem',
];

/** What each public feature needs, by the place where it needs it. */
const FEATURES: [string, TableFeature, Partial<Record<PermissionResourceType, string[]>>][] = [
  ['READ_ITEM', TableFeature.READ_ITEM, { table: ['dynamodb:GetItem'], ...DECRYPT }],
  ['PUT_ITEM', TableFeature.PUT_ITEM, { table: ['dynamodb:PutItem'], ...DECRYPT }],
  ['UPDATE_ITEM', TableFeature.UPDATE_ITEM, { table: ['dynamodb:UpdateItem'], ...DECRYPT }],
  ['DELETE_ITEM', TableFeature.DELETE_ITEM, { table: ['dynamodb:DeleteItem'], ...DECRYPT }],
  ['QUERY', TableFeature.QUERY, { table: ['dynamodb:Query'], index: ['dynamodb:Query'], ...DECRYPT }],
  ['SCAN', TableFeature.SCAN, { table: ['dynamodb:Scan'], index: ['dynamodb:Scan'], ...DECRYPT }],
  ['BATCH_READ', TableFeature.BATCH_READ, { table: ['dynamodb:BatchGetItem'], ...DECRYPT }],
  ['BATCH_WRITE', TableFeature.BATCH_WRITE, { table: ['dynamodb:BatchWriteItem'], ...DECRYPT }],
  ['TRANSACT_READ', TableFeature.TRANSACT_READ, { table: ['dynamodb:GetItem'], ...DECRYPT }],
  ['TRANSACT_PUT', TableFeature.TRANSACT_PUT, { table: ['dynamodb:PutItem'], ...DECRYPT }],
  ['TRANSACT_UPDATE', TableFeature.TRANSACT_UPDATE, { table: ['dynamodb:UpdateItem'], ...DECRYPT }],
  ['TRANSACT_DELETE', TableFeature.TRANSACT_DELETE, { table: ['dynamodb:DeleteItem'], ...DECRYPT }],
  ['TRANSACT_WRITE', TableFeature.TRANSACT_WRITE, {
    table: ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], ...DECRYPT,
  }],
  ['CONDITION_CHECK', TableFeature.CONDITION_CHECK, { table: ['dynamodb:ConditionCheckItem'], ...DECRYPT }],
  ['PARTIQL_SELECT', TableFeature.PARTIQL_SELECT, { table: ['dynamodb:PartiQLSelect'], index: ['dynamodb:PartiQLSelect'], ...DECRYPT }],
  ['PARTIQL_INSERT', TableFeature.PARTIQL_INSERT, { table: ['dynamodb:PartiQLInsert'], ...DECRYPT }],
  ['PARTIQL_UPDATE', TableFeature.PARTIQL_UPDATE, { table: ['dynamodb:PartiQLUpdate'], ...DECRYPT }],
  ['PARTIQL_DELETE', TableFeature.PARTIQL_DELETE, { table: ['dynamodb:PartiQLDelete'], ...DECRYPT }],
  ['PARTIQL', TableFeature.PARTIQL, {
    table: ['dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect', 'dynamodb:PartiQLUpdate'],
    index: ['dynamodb:PartiQLSelect'],
    ...DECRYPT,
  }],
  ['TIME_TO_LIVE', TableFeature.TIME_TO_LIVE, { table: ['dynamodb:DescribeTimeToLive', 'dynamodb:UpdateTimeToLive'] }],
  ['POINT_IN_TIME_RECOVERY', TableFeature.POINT_IN_TIME_RECOVERY, {
    table: ['dynamodb:DescribeContinuousBackups', 'dynamodb:UpdateContinuousBackups'],
  }],
  ['SEARCH_VECTORS', TableFeature.SEARCH_VECTORS, { 'vector-index': ['dynamodb:SearchVectors'], ...DECRYPT }],
  ['CONTRIBUTOR_INSIGHTS', TableFeature.CONTRIBUTOR_INSIGHTS, {
    table: ['dynamodb:DescribeContributorInsights', 'dynamodb:UpdateContributorInsights'],
    index: ['dynamodb:DescribeContributorInsights', 'dynamodb:UpdateContributorInsights'],
    account: ['dynamodb:ListContributorInsights'],
    ...DECRYPT,
  }],
  ['BACKUP', TableFeature.BACKUP, {
    table: ['dynamodb:CreateBackup'], backup: ['dynamodb:DeleteBackup', 'dynamodb:DescribeBackup'], account: ['dynamodb:ListBackups'],
  }],
  ['RESTORE', TableFeature.RESTORE, {
    'table': ['dynamodb:RestoreTableToPointInTime'],
    'backup': ['dynamodb:RestoreTableFromBackup'],
    'restored-table': [...FILL, 'dynamodb:RestoreTableFromBackup'].sort(),
    'restored-table-key': CHOOSING,
    ...DECRYPT,
  }],
  ['EXPORT', TableFeature.EXPORT, {
    'table': ['dynamodb:ExportTableToPointInTime'],
    'export': ['dynamodb:DescribeExport'],
    'account': ['dynamodb:ListExports'],
    'export-objects': ['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectAcl'],
    'export-key': ['kms:Decrypt', 'kms:GenerateDataKey'],
    ...DECRYPT,
  }],
  ['IMPORT', TableFeature.IMPORT, {
    'table': ['dynamodb:ImportTable'],
    'import': ['dynamodb:DescribeImport'],
    'account': ['dynamodb:ListImports', 'logs:DescribeLogGroups'],
    'import-bucket': ['s3:ListBucket'],
    'import-objects': ['s3:GetObject'],
    'import-key': ['kms:Decrypt'],
    'import-logs': [
      'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:PutRetentionPolicy',
    ],
    ...CHOOSE_KEY,
  }],
  ['KINESIS_STREAMING', TableFeature.KINESIS_STREAMING, {
    'table': [
      'dynamodb:DescribeKinesisStreamingDestination', 'dynamodb:DisableKinesisStreamingDestination',
      'dynamodb:EnableKinesisStreamingDestination', 'dynamodb:UpdateKinesisStreamingDestination',
    ],
    'kinesis-stream': ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:PutRecords'],
    'account': ['kinesis:ListStreams'],
  }],
  ['REPLICAS', TableFeature.REPLICAS, {
    table: ['dynamodb:UpdateTable'],
    replica: [
      ...FILL, 'dynamodb:CreateTable', 'dynamodb:CreateTableReplica', 'dynamodb:DeleteTable', 'dynamodb:DeleteTableReplica',
    ].sort(),
    ...DECRYPT,
    ...CHOOSE_KEY,
  }],
  ['WITNESS', TableFeature.WITNESS, {
    table: ['dynamodb:CreateGlobalTableWitness', 'dynamodb:DeleteGlobalTableWitness', 'dynamodb:UpdateTable'],
  }],
  ['TAGS', TableFeature.TAGS, {
    table: ['dynamodb:ListTagsOfResource', 'dynamodb:TagResource', 'dynamodb:UntagResource'],
  }],
  ['RESOURCE_POLICY', TableFeature.RESOURCE_POLICY, {
    table: ['dynamodb:DeleteResourcePolicy', 'dynamodb:GetResourcePolicy', 'dynamodb:PutResourcePolicy'],
  }],
  ['DESCRIBE_TABLE', TableFeature.DESCRIBE_TABLE, { table: ['dynamodb:DescribeTable'] }],
  ['CREATE_TABLE', TableFeature.CREATE_TABLE, { table: ['dynamodb:CreateTable'], ...CHOOSE_KEY }],
  ['UPDATE_TABLE', TableFeature.UPDATE_TABLE, { table: ['dynamodb:UpdateTable'] }],
  ['CHANGE_TABLE_KEY', TableFeature.CHANGE_TABLE_KEY, { table: ['dynamodb:UpdateTable'], ...CHOOSE_KEY }],
  ['DELETE_TABLE', TableFeature.DELETE_TABLE, { table: ['dynamodb:DeleteTable'] }],
  ['LIST_TABLES', TableFeature.LIST_TABLES, { account: ['dynamodb:ListTables'] }],
  ['STREAM_READ', TableFeature.STREAM_READ, {
    stream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], ...DECRYPT,
  }],
  ['LIST_STREAMS', TableFeature.LIST_STREAMS, { account: ['dynamodb:ListStreams'] }],
  ['CRUD', TableFeature.CRUD, {
    table: [
      'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem',
    ],
    index: ['dynamodb:Query', 'dynamodb:Scan'],
    ...DECRYPT,
  }],
  ['BATCH', TableFeature.BATCH, { table: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'], ...DECRYPT }],
  ['TRANSACTIONS', TableFeature.TRANSACTIONS, {
    table: [
      'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem',
    ],
    ...DECRYPT,
  }],
  ['TABLE_MANAGEMENT', TableFeature.TABLE_MANAGEMENT, {
    table: ['dynamodb:CreateTable', 'dynamodb:DeleteTable', 'dynamodb:DescribeTable', 'dynamodb:UpdateTable'], ...CHOOSE_KEY,
  }],
  ['STREAM_TRIGGER', TableFeature.STREAM_TRIGGER, {
    stream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    account: ['dynamodb:ListStreams'],
    ...DECRYPT,
  }],
];

function actionsByPlace(permissions: readonly Permission[]): Partial<Record<PermissionResourceType, string[]>> {
  const places: Partial<Record<PermissionResourceType, string[]>> = {};
  for (const { action, on } of permissions) places[on] = [...new Set([...places[on] ?? [], action])].sort();
  return places;
}

/** Whether AWS documents an action for a place. */
function isAuthorized({ action, on }: Permission): boolean {
  const { isResourceOptional = false, ...fact } = ACTIONS[action];
  const types: readonly string[] = fact.resourceTypes;
  switch (on) {
    case 'account': return types.length === 0 || isResourceOptional;
    case 'vector-index': return types.includes('index');
    case 'replica':
    case 'restored-table': return action.startsWith('dynamodb:') && types.includes('table');
    case 'table-key':
    case 'new-table-key':
    case 'restored-table-key':
    case 'export-key':
    case 'import-key': return action.startsWith('kms:') && types.includes('key');
    case 'export-objects':
    case 'import-objects': return action.startsWith('s3:') && types.includes('object');
    case 'import-bucket': return action.startsWith('s3:') && types.includes('bucket');
    case 'import-logs': return action.startsWith('logs:') && types.some((type) => ['log-group', 'log-stream'].includes(type));
    case 'kinesis-stream': return action.startsWith('kinesis:') && types.includes('stream');
    default: return action.startsWith('dynamodb:') && types.includes(on);
  }
}

test('the table of this test has every public feature', () => {
  const constants = Object.entries(TableFeature).filter(([, value]) => value instanceof TableFeature).map(([name]) => name);

  expect(FEATURES.map(([name]) => name).sort()).toEqual(constants.sort());
});

describe.each(FEATURES)('%s', (name, feature, expected) => {
  test('needs these actions in these places', () => {
    expect(actionsByPlace(feature._permissions)).toEqual(expected);
  });

  test('is named like its constant', () => {
    expect(feature.name).toBe(name);
  });

  test('has no action outside the catalogue', () => {
    expect(feature._permissions.filter(({ action }) => !(action in ACTIONS))).toEqual([]);
  });

  test('has no action in a place that AWS does not authorize it on', () => {
    expect(feature._permissions.filter((permission) => !isAuthorized(permission))).toEqual([]);
  });

  test('says why it needs each action', () => {
    expect(feature._permissions.filter(({ why }) => why === '')).toEqual([]);
  });
});

describe('transactions', () => {
  const WRITES = {
    'dynamodb:DeleteItem': 'TransactWriteItems',
    'dynamodb:PutItem': 'TransactWriteItems',
    'dynamodb:UpdateItem': 'TransactWriteItems',
  };

  test.each<[string, TableFeature, Record<string, string>]>([
    ['TRANSACT_READ', TableFeature.TRANSACT_READ, { 'dynamodb:GetItem': 'TransactGetItems' }],
    ['TRANSACT_PUT', TableFeature.TRANSACT_PUT, { 'dynamodb:PutItem': 'TransactWriteItems' }],
    ['TRANSACT_UPDATE', TableFeature.TRANSACT_UPDATE, { 'dynamodb:UpdateItem': 'TransactWriteItems' }],
    ['TRANSACT_DELETE', TableFeature.TRANSACT_DELETE, { 'dynamodb:DeleteItem': 'TransactWriteItems' }],
    ['TRANSACT_WRITE', TableFeature.TRANSACT_WRITE, WRITES],
    ['TRANSACTIONS', TableFeature.TRANSACTIONS, { 'dynamodb:GetItem': 'TransactGetItems', ...WRITES }],
  ])('%s needs its item actions inside transactions alone, ConditionCheckItem and the key anywhere', (_name, feature, expected) => {
    const limited = feature._permissions.filter(({ onlyIn }) => onlyIn !== undefined);

    expect(Object.fromEntries(limited.map(({ action, onlyIn }) => [action, onlyIn]))).toEqual(expected);
  });

  test('no other feature is limited to transactions', () => {
    const limited = FEATURES.filter(([, feature]) => feature._permissions.some(({ onlyIn }) => onlyIn !== undefined));

    expect(limited.map(([name]) => name)).toEqual([
      'TRANSACT_READ', 'TRANSACT_PUT', 'TRANSACT_UPDATE', 'TRANSACT_DELETE', 'TRANSACT_WRITE', 'TRANSACTIONS',
    ]);
  });
});

test('only the features that choose the key of a table need more of it than Decrypt', () => {
  const choosing = FEATURES.filter(([, feature]) => feature._permissions.some(({ on }) => on === 'new-table-key' || on === 'restored-table-key'));

  expect(choosing.map(([name]) => name).sort()).toEqual(['CHANGE_TABLE_KEY', 'CREATE_TABLE', 'IMPORT', 'REPLICAS', 'RESTORE', 'TABLE_MANAGEMENT']);
});

describe('the index scope of a feature', () => {
  test.each([
    ['QUERY', TableFeature.QUERY, { kind: 'declared' }],
    ['QUERY.onTable()', TableFeature.QUERY.onTable(), { kind: 'table' }],
    ["QUERY.onIndexes('byDate')", TableFeature.QUERY.onIndexes('byDate'), { kind: 'named', names: ['byDate'] }],
    ["CRUD.onIndexes('byDate', 'byCustomer')", TableFeature.CRUD.onIndexes('byDate', 'byCustomer'),
      { kind: 'named', names: ['byDate', 'byCustomer'] }],
    ['SCAN.onAnyIndex()', TableFeature.SCAN.onAnyIndex(), { kind: 'any' }],
    ['QUERY.onTable()', TableFeature.QUERY.onAnyIndex().onTable(), { kind: 'table' }],
  ])('is, for %s, what was said last', (_written, feature, reach) => {
    expect(feature._indexScope).toEqual(reach);
  });

  test.each([
    ['QUERY', TableFeature.QUERY],
    ['QUERY.onTable()', TableFeature.QUERY.onTable()],
    ["QUERY.onIndexes('byDate')", TableFeature.QUERY.onIndexes('byDate')],
    ["CRUD.onIndexes('byDate', 'byCustomer')", TableFeature.CRUD.onIndexes('byDate', 'byCustomer')],
    ['SCAN.onAnyIndex()', TableFeature.SCAN.onAnyIndex()],
  ])('is written %s', (written, feature) => {
    expect(feature.toString()).toBe(written);
  });

  test('leaves the constant as it was', () => {
    TableFeature.QUERY.onIndexes('byDate');

    expect(TableFeature.QUERY._indexScope).toEqual({ kind: 'declared' });
  });
});
