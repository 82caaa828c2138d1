import * as fc from 'fast-check';
import { PLACES, plan, planned, REPLICA, STREAM, TABLE, VIA } from './places';
import { AccessCondition } from '../../src/conditions/access-condition';
import { RowScope } from '../../src/conditions/row-scope';
import { needsResource, supportsIndexes, usesDeclaredIndexes } from '../../src/features/feature-needs';
import { PermissionResourceType } from '../../src/features/permission';
import { TableFeature } from '../../src/features/table-feature';
import { AccessResources, planAccess } from '../../src/plan/plan-access';
import { toStatements } from '../../src/plan/to-statements';

describe('a feature that reaches indexes', () => {
  test('reaches the table and every declared index, in alphabetical order', () => {
    expect(planned(TableFeature.QUERY)).toEqual([
      `dynamodb:Query on ${TABLE}`,
      `dynamodb:Query on ${TABLE}/index/byCustomer`,
      `dynamodb:Query on ${TABLE}/index/byDate`,
    ]);
  });

  test('reaches the table alone where the table declares no index', () => {
    expect(planned(TableFeature.QUERY, { declaredIndexes: [] })).toEqual([`dynamodb:Query on ${TABLE}`]);
  });

  test('onTable() reaches the table alone', () => {
    expect(planned(TableFeature.QUERY.onTable())).toEqual([`dynamodb:Query on ${TABLE}`]);
  });

  test('onIndexes(...) reaches these indexes alone, in alphabetical order', () => {
    expect(planned(TableFeature.QUERY.onIndexes('byStatus', 'byDate'))).toEqual([
      `dynamodb:Query on ${TABLE}/index/byDate`,
      `dynamodb:Query on ${TABLE}/index/byStatus`,
    ]);
  });

  test('onAnyIndex() reaches index/* alone', () => {
    expect(planned(TableFeature.SCAN.onAnyIndex())).toEqual([`dynamodb:Scan on ${TABLE}/index/*`]);
  });

  test('reaches the table and its indexes in each Region', () => {
    expect(planned(TableFeature.QUERY, { tables: [TABLE, REPLICA] })).toEqual([
      `dynamodb:Query on ${TABLE}`,
      `dynamodb:Query on ${REPLICA}`,
      `dynamodb:Query on ${TABLE}/index/byCustomer`,
      `dynamodb:Query on ${REPLICA}/index/byCustomer`,
      `dynamodb:Query on ${TABLE}/index/byDate`,
      `dynamodb:Query on ${REPLICA}/index/byDate`,
    ]);
  });

  test('leaves the order of the declared indexes as it was', () => {
    const declaredIndexes = ['byDate', 'byCustomer'];
    plan(TableFeature.QUERY, { declaredIndexes });

    expect(declaredIndexes).toEqual(['byDate', 'byCustomer']);
  });
});

describe('a bundle with item actions and index-capable ones', () => {
  const ITEM_ACTIONS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((name) => `dynamodb:${name} on ${TABLE}`);

  test.each([
    ['onTable()', TableFeature.CRUD.onTable(), [`dynamodb:Query on ${TABLE}`, `dynamodb:Scan on ${TABLE}`]],
    ["onIndexes('byDate')", TableFeature.CRUD.onIndexes('byDate'),
      [`dynamodb:Query on ${TABLE}/index/byDate`, `dynamodb:Scan on ${TABLE}/index/byDate`]],
    ['onAnyIndex()', TableFeature.CRUD.onAnyIndex(), [`dynamodb:Query on ${TABLE}/index/*`, `dynamodb:Scan on ${TABLE}/index/*`]],
  ])('%s narrows the index-capable actions and leaves the item actions on the table', (_name, feature, expected) => {
    expect(planned(feature)).toEqual([...ITEM_ACTIONS, ...expected]);
  });

  test('keeps on the table what a custom feature has there and on no index', () => {
    const feature = TableFeature.custom({ name: 'NEW', why: 'to test it', tableActions: ['dynamodb:One', 'dynamodb:Two'], indexActions: ['dynamodb:Two'] });

    expect(planned(feature.onIndexes('byDate'))).toEqual([`dynamodb:One on ${TABLE}`, `dynamodb:Two on ${TABLE}/index/byDate`]);
  });
});

describe('a stream feature', () => {
  test('reaches the stream, and not the table', () => {
    expect(planned(TableFeature.STREAM_READ)).toEqual([
      `dynamodb:DescribeStream on ${STREAM}`,
      `dynamodb:GetRecords on ${STREAM}`,
      `dynamodb:GetShardIterator on ${STREAM}`,
    ]);
  });

  test('reaches nothing where the table has no stream', () => {
    expect(planned(TableFeature.STREAM_READ, { streams: [] })).toEqual([]);
  });
});

test('searches of vectors reach every declared vector index, and nothing else', () => {
  expect(planned(TableFeature.SEARCH_VECTORS)).toEqual([`dynamodb:SearchVectors on ${TABLE}/index/bySimilarity`]);
});

test('backups have names that AWS makes', () => {
  expect(planned(TableFeature.BACKUP)).toEqual([
    `dynamodb:CreateBackup on ${TABLE}`,
    `dynamodb:DescribeBackup on ${TABLE}/backup/*`,
    `dynamodb:DeleteBackup on ${TABLE}/backup/*`,
    'dynamodb:ListBackups on *',
  ]);
});

describe('an access to a family of tables', () => {
  const family = { tables: [`${TABLE.slice(0, -2)}*`], isFamily: true, declaredIndexes: [], declaredVectorIndexes: [] };

  test('the ARN of the tables stands for their indexes as well', () => {
    expect(planned(TableFeature.QUERY, family)).toEqual([`dynamodb:Query on ${family.tables[0]}`]);
  });

  test('searches of vectors reach any index', () => {
    expect(planned(TableFeature.SEARCH_VECTORS, family)).toEqual([`dynamodb:SearchVectors on ${family.tables[0]}/index/*`]);
  });

  test.each([
    ['a query', TableFeature.QUERY, 'dynamodb:Query'], ['a search of vectors', TableFeature.SEARCH_VECTORS, 'dynamodb:SearchVectors'],
  ])('%s of a named index reaches that index alone', (_name, feature, action) => {
    expect(planned(feature.onIndexes('byDate'), family)).toEqual([`${action} on ${family.tables[0]}/index/byDate`]);
  });
});

describe('a second resource', () => {
  const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/bucket';
  const VIA_S3 = 's3.eu-west-1.amazonaws.com';
  const BUCKET = { bucket: 'arn:aws:s3:::bucket', objects: 'arn:aws:s3:::bucket/orders/*', keys: [{ arn: KEY }], viaServices: [VIA_S3] };
  const LOGS = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws-dynamodb/*';
  const KINESIS = 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes';
  const RESTORED = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Restored';
  const FILLS = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`);
  const CHOOSES = [
    'CreateGrant', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo',
  ].map((name) => `kms:${name}`);

  /** What a feature does in a place, and in no other. */
  function added(feature: TableFeature, places: Partial<AccessResources>): string[] {
    const without = planned(feature);
    return planned(feature, places).filter((each) => !without.includes(each));
  }

  test.each<[string, TableFeature, Partial<AccessResources>, string[]]>([
    ['an export writes objects under its prefix', TableFeature.EXPORT, { exportTo: BUCKET }, [
      ...['AbortMultipartUpload', 'PutObject', 'PutObjectAcl'].map((name) => `s3:${name} on ${BUCKET.objects}`),
      `kms:Decrypt on ${KEY}`, `kms:GenerateDataKey on ${KEY}`,
    ]],
    ['an import reads a bucket and its objects', TableFeature.IMPORT, { importFrom: BUCKET }, [
      `s3:GetObject on ${BUCKET.objects}`, `s3:ListBucket on ${BUCKET.bucket}`, `kms:Decrypt on ${KEY}`,
    ]],
    ['an import writes logs', TableFeature.IMPORT, { importLogs: LOGS },
      ['CreateLogGroup', 'CreateLogStream', 'DescribeLogStreams', 'PutLogEvents', 'PutRetentionPolicy'].map((name) => `logs:${name} on ${LOGS}`)],
    ['a restored table is filled, and gets its key', TableFeature.RESTORE, { restored: { table: RESTORED, keys: [{ arn: KEY }], viaServices: [VIA] } }, [
      ...['dynamodb:RestoreTableFromBackup', ...FILLS].map((action) => `${action} on ${RESTORED}`),
      ...CHOOSES.map((action) => `${action} on ${KEY}`),
    ]],
    ['a replica is created, filled and deleted', TableFeature.REPLICAS, { replicas: [REPLICA] }, [
      'dynamodb:CreateTable', 'dynamodb:CreateTableReplica', ...FILLS, 'dynamodb:DeleteTable', 'dynamodb:DeleteTableReplica',
    ].map((action) => `${action} on ${REPLICA}`)],
    ['a Kinesis stream gets the changes', TableFeature.KINESIS_STREAMING, { kinesisStream: KINESIS },
      ['DescribeStream', 'DescribeStreamSummary', 'PutRecords'].map((name) => `kinesis:${name} on ${KINESIS}`)],
  ])('%s', (_name, feature, places, expected) => {
    expect(added(feature, places)).toEqual(expected);
  });

  test.each<[string, TableFeature, string[]]>([
    ['an export', TableFeature.EXPORT, [
      `dynamodb:ExportTableToPointInTime on ${TABLE}`, `dynamodb:DescribeExport on ${TABLE}/export/*`, 'dynamodb:ListExports on *',
    ]],
    ['an import', TableFeature.IMPORT, [
      `dynamodb:ImportTable on ${TABLE}`, `dynamodb:DescribeImport on ${TABLE}/import/*`, 'dynamodb:ListImports on *', 'logs:DescribeLogGroups on *',
    ]],
    ['a restored table', TableFeature.RESTORE, [
      `dynamodb:RestoreTableFromBackup on ${TABLE}/backup/*`, `dynamodb:RestoreTableToPointInTime on ${TABLE}`,
    ]],
    ['a replica', TableFeature.REPLICAS, [`dynamodb:UpdateTable on ${TABLE}`]],
    ['a Kinesis stream', TableFeature.KINESIS_STREAMING, [
      ...['Describe', 'Disable', 'Enable', 'Update'].map((verb) => `dynamodb:${verb}KinesisStreamingDestination on ${TABLE}`), 'kinesis:ListStreams on *',
    ]],
  ])('that isn\'t there adds nothing: %s', (_name, feature, expected) => {
    expect(planned(feature)).toEqual(expected);
  });

  test.each<[string, TableFeature, Partial<AccessResources>, string]>([
    ['of an export', TableFeature.EXPORT, { exportTo: BUCKET }, VIA_S3],
    ['of an import', TableFeature.IMPORT, { importFrom: BUCKET }, VIA_S3],
    ['of a restored table', TableFeature.RESTORE, { restored: { table: RESTORED, keys: [{ arn: KEY }], viaServices: [VIA] } }, VIA],
  ])('%s has a key that is used through its service alone', (_name, feature, places, service) => {
    const decrypting = plan(feature, places).find(({ action }) => action === 'kms:Decrypt');

    expect(decrypting?.conditions).toEqual({ StringEquals: { 'kms:ViaService': service } });
  });
});

test('the conditions of an access stand on the actions of DynamoDB, and not on those of keys', () => {
  const conditions = { Bool: { 'aws:SecureTransport': 'true' } };
  const places = { ...PLACES, tableKeys: [{ arn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }] };
  const when = { conditions: [AccessCondition.tlsOnly()] };

  expect(planAccess([TableFeature.READ_ITEM], places, when).map((each) => [each.action, each.conditions])).toEqual([
    ['dynamodb:GetItem', conditions],
    ['kms:Decrypt', { StringEquals: { 'kms:ViaService': VIA } }],
  ]);
});

test('a permission says by which conditions the user narrowed it', () => {
  const places = { ...PLACES, tableKeys: [{ arn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }] };
  const when = { rows: RowScope.ofValues('TENANT#1') };

  expect(planAccess([TableFeature.READ_ITEM], places, when).map(({ action, scope }) => [action, scope])).toEqual([
    ['dynamodb:GetItem', { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' } }],
    ['kms:Decrypt', undefined],
  ]);
});

test('an account-level action has * as its resource and a Sid that says why', () => {
  expect(plan(TableFeature.LIST_TABLES)).toEqual([{
    action: 'dynamodb:ListTables',
    resource: '*',
    conditions: undefined,
    sid: 'ActionsWithoutResourceType',
    reason: { feature: 'LIST_TABLES', why: 'lists the tables of the account' },
  }]);
});

test('an action on a resource has no Sid and no conditions', () => {
  expect(plan(TableFeature.READ_ITEM)).toEqual([{
    action: 'dynamodb:GetItem',
    resource: TABLE,
    conditions: undefined,
    sid: undefined,
    reason: { feature: 'READ_ITEM', why: 'reads an item by its key' },
  }]);
});

test('a reason names the feature as it was written', () => {
  expect(plan(TableFeature.QUERY.onIndexes('byDate'))[0].reason)
    .toEqual({ feature: "QUERY.onIndexes('byDate')", why: 'reads the items of a partition' });
});

test('a transaction feature holds inside its transaction alone, and ConditionCheckItem without a condition', () => {
  const inWrites = { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } };

  expect(planAccess([TableFeature.TRANSACTIONS], PLACES).map(({ action, conditions }) => [action, conditions])).toEqual([
    ['dynamodb:GetItem', { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactGetItems'] } }],
    ['dynamodb:PutItem', inWrites],
    ['dynamodb:UpdateItem', inWrites],
    ['dynamodb:DeleteItem', inWrites],
    ['dynamodb:ConditionCheckItem', undefined],
  ]);
});

test.each<[PermissionResourceType[], boolean]>([
  [['table'], true],
  [['table', 'stream'], true],
  [['stream', 'account'], false],
  [[], false],
])('QUERY has an action in one of %j: %s', (places, expected) => {
  expect(needsResource(TableFeature.QUERY, ...places)).toBe(expected);
});

describe.each([
  ['QUERY', TableFeature.QUERY, true, true],
  ['SEARCH_VECTORS', TableFeature.SEARCH_VECTORS, true, true],
  ['CRUD', TableFeature.CRUD, true, true],
  ['QUERY.onTable()', TableFeature.QUERY.onTable(), true, false],
  ["QUERY.onIndexes('byDate')", TableFeature.QUERY.onIndexes('byDate'), true, false],
  ['SCAN.onAnyIndex()', TableFeature.SCAN.onAnyIndex(), true, false],
  ['READ_ITEM', TableFeature.READ_ITEM, false, false],
  ['STREAM_TRIGGER', TableFeature.STREAM_TRIGGER, false, false],
])('%s', (_name, feature, indexes, declaredIndexes) => {
  test(`${indexes ? 'has' : 'has no'} actions on indexes`, () => {
    expect(supportsIndexes(feature)).toBe(indexes);
  });

  test(`${declaredIndexes ? 'leaves' : 'does not leave'} it to the table which indexes it reaches`, () => {
    expect(usesDeclaredIndexes(feature)).toBe(declaredIndexes);
  });
});

test('the plan depends on the set of features, not on their order', () => {
  const features = [
    ...Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature),
    TableFeature.QUERY.onTable(), TableFeature.QUERY.onIndexes('byDate'), TableFeature.CRUD.onIndexes('byCustomer', 'byDate'),
    TableFeature.SCAN.onAnyIndex(), TableFeature.custom({ name: 'NEW', why: 'to test it', tableActions: ['dynamodb:New'] }),
  ];
  const keys = ['old', 'new'].map((id) => ({ arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}` }));
  const places = { ...PLACES, tables: [TABLE, REPLICA], tableKeys: keys, chosenKeys: [keys[1]] };
  const twoOrders = fc.subarray(features, { minLength: 2 })
    .chain((subset) => fc.tuple(fc.constant(subset), fc.shuffledSubarray(subset, { minLength: subset.length })));

  fc.assert(fc.property(twoOrders, ([one, other]) => {
    expect(toStatements(planAccess(other, places))).toEqual(toStatements(planAccess(one, places)));
  }));
});
