import { PLACES, REPLICA, TABLE } from './places';
import { resourceTypesOf } from '../../catalogue/iam-data';
import { Conditions } from '../../src/conditions/conditions';
import { TableDenial } from '../../src/features/table-denial';
import { TableFeature } from '../../src/features/table-feature';
import { planAccess } from '../../src/plan/plan-access';
import { findUselessFeatures, planDenials } from '../../src/plan/plan-denials';
import { NAMED_FEATURES } from '../support/features';

function denied(denial: TableDenial, tables = [TABLE]): string[] {
  return planDenials([denial], tables).map(({ action, resource, conditions }) =>
    `${action} on ${resource}${conditions ? ` if ${JSON.stringify(conditions)}` : ''}`);
}

const IN_TRANSACTION = '{"ForAnyValue:StringEquals":{"dynamodb:EnclosingOperation":["ExecuteTransaction","TransactGetItems","TransactWriteItems"]}}';

describe('a denial', () => {
  test('of deletes is one of every action that deletes', () => {
    expect(denied(TableDenial.DELETES))
      .toEqual(['BatchWriteItem', 'DeleteItem', 'PartiQLDelete'].map((name) => `dynamodb:${name} on ${TABLE}`));
  });

  test('of full scans by PartiQL is one on the table and its indexes, of such statements alone', () => {
    expect(denied(TableDenial.PARTIQL_FULL_SCANS)).toEqual([TABLE, `${TABLE}/index/*`].map((resource) =>
      `dynamodb:PartiQLSelect on ${resource} if {"Bool":{"dynamodb:FullTableScan":"true"}}`));
  });

  test('of transactions is one inside of them, and of condition checks anywhere', () => {
    expect(denied(TableDenial.TRANSACTIONS)).toEqual([
      ...[
        'DeleteItem', 'GetItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate', 'PutItem', 'UpdateItem',
      ].map((name) => `dynamodb:${name} on ${TABLE} if ${IN_TRANSACTION}`),
      `dynamodb:PartiQLSelect on ${TABLE}/index/* if ${IN_TRANSACTION}`,
      `dynamodb:ConditionCheckItem on ${TABLE}`,
    ]);
  });

  test.each<[string, TableFeature, string[]]>([
    ['an action on the table', TableFeature.DELETE_TABLE, [`dynamodb:DeleteTable on ${TABLE}`]],
    ['actions that reach indexes', TableFeature.QUERY, [`dynamodb:Query on ${TABLE}`, `dynamodb:Query on ${TABLE}/index/*`]],
    ['those on the table alone', TableFeature.QUERY.onTable(), [`dynamodb:Query on ${TABLE}`]],
    ['those on named indexes alone', TableFeature.QUERY.onIndexes('byDate', 'byCustomer'),
      [`dynamodb:Query on ${TABLE}/index/byDate`, `dynamodb:Query on ${TABLE}/index/byCustomer`]],
    ['those on any index', TableFeature.SCAN.onAnyIndex(), [`dynamodb:Scan on ${TABLE}/index/*`]],
    ['vector indexes', TableFeature.SEARCH_VECTORS, [`dynamodb:SearchVectors on ${TABLE}/index/*`]],
    ['streams', TableFeature.STREAM_READ, [
      `dynamodb:DescribeStream on ${TABLE}/stream/*`, `dynamodb:GetRecords on ${TABLE}/stream/*`, `dynamodb:GetShardIterator on ${TABLE}/stream/*`,
    ]],
    ['what has no resource type', TableFeature.LIST_TABLES, ['dynamodb:ListTables on *']],
    ['backups', TableFeature.BACKUP, [
      `dynamodb:CreateBackup on ${TABLE}`, `dynamodb:DescribeBackup on ${TABLE}/backup/*`, `dynamodb:DeleteBackup on ${TABLE}/backup/*`,
    ]],
    ['exports, not the bucket', TableFeature.EXPORT, [
      `dynamodb:ExportTableToPointInTime on ${TABLE}`, `dynamodb:DescribeExport on ${TABLE}/export/*`,
    ]],
    ['imports, not the bucket and logs', TableFeature.IMPORT, [
      `dynamodb:ImportTable on ${TABLE}`, `dynamodb:DescribeImport on ${TABLE}/import/*`,
    ]],
    ['restores of the table, not the restored one', TableFeature.RESTORE, [
      `dynamodb:RestoreTableFromBackup on ${TABLE}/backup/*`, `dynamodb:RestoreTableToPointInTime on ${TABLE}`,
    ]],
    ['replicas of no other Region', TableFeature.REPLICAS, [`dynamodb:UpdateTable on ${TABLE}`]],
    ['a transaction', TableFeature.TRANSACT_READ, [
      `dynamodb:GetItem on ${TABLE} if {"ForAnyValue:StringEquals":{"dynamodb:EnclosingOperation":["TransactGetItems"]}}`,
    ]],
    ['a bundle on named indexes', TableFeature.CRUD.onIndexes('byDate'), [
      ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((name) => `dynamodb:${name} on ${TABLE}`),
      `dynamodb:Query on ${TABLE}/index/byDate`, `dynamodb:Scan on ${TABLE}/index/byDate`,
    ]],
  ])('of features is one of their actions: %s', (_name, feature, expected) => {
    expect(denied(TableDenial.features(feature))).toEqual(expected);
  });

  test('is one in each Region', () => {
    expect(denied(TableDenial.features(TableFeature.QUERY), [TABLE, REPLICA])).toEqual([
      `dynamodb:Query on ${TABLE}`, `dynamodb:Query on ${REPLICA}`, `dynamodb:Query on ${TABLE}/index/*`, `dynamodb:Query on ${REPLICA}/index/*`,
    ]);
  });

  test('of replicas is one in the other Regions, which leaves their items alone', () => {
    expect(denied(TableDenial.features(TableFeature.REPLICAS), [TABLE, REPLICA]).filter((each) => !each.startsWith('dynamodb:UpdateTable')))
      .toEqual([
        'CreateTableReplica', 'DeleteTableReplica',
      ].map((name) => `dynamodb:${name} on ${REPLICA}`));
  });

  test('says why, and whose denial it is', () => {
    expect(planDenials([TableDenial.features(TableFeature.LIST_TABLES)], [TABLE])).toEqual([{
      effect: 'Deny',
      action: 'dynamodb:ListTables',
      resource: '*',
      conditions: undefined,
      sid: 'ActionsWithoutResourceType',
      reason: { feature: 'denial of LIST_TABLES', why: 'no LIST_TABLES' },
    }]);
  });

  test('is named after its features, in alphabetical order', () => {
    expect(TableDenial.features(TableFeature.SCAN, TableFeature.QUERY.onTable()).name).toBe('QUERY.onTable(), SCAN');
  });

  test('of features is the same in another order', () => {
    const [one, other] = [[TableFeature.SCAN, TableFeature.QUERY], [TableFeature.QUERY, TableFeature.SCAN]]
      .map((features) => planDenials([TableDenial.features(...features)], [TABLE]));

    expect(one).toEqual(other);
  });

  test('is the same beside another in another order', () => {
    const denials = [TableDenial.DELETES, TableDenial.TRANSACTIONS];

    expect(planDenials([...denials].reverse(), [TABLE])).toEqual(planDenials(denials, [TABLE]));
  });

  test('stands before those whose names come later in the alphabet', () => {
    const planned = planDenials([TableDenial.TRANSACTIONS, TableDenial.DELETES], [TABLE]);

    expect([...new Set(planned.map(({ reason }) => reason.feature))]).toEqual(['denial of DELETES', 'denial of TRANSACTIONS']);
  });

  test.each<[string, TableFeature, string | undefined]>([
    ['of the account has a Sid that says why its resource is *', TableFeature.LIST_TABLES, 'ActionsWithoutResourceType'],
    ['on the table has no Sid', TableFeature.READ_ITEM, undefined],
  ])('%s', (_name, feature, sid) => {
    expect(planDenials([TableDenial.features(feature)], [TABLE]).map((each) => each.sid)).toEqual([sid]);
  });

  test.each([
    ...NAMED_FEATURES.map(([name, feature]) => [name, TableDenial.features(feature)] as const),
    ['DELETES', TableDenial.DELETES], ['PARTIQL_FULL_SCANS', TableDenial.PARTIQL_FULL_SCANS], ['TRANSACTIONS', TableDenial.TRANSACTIONS],
  ] as [string, TableDenial][])('of %s names actions beside resources that AWS authorizes them on', async (_name, denial) => {
    const typeOf = (resource: string) => resource === '*' ? undefined : /\/(index|stream|backup|export|import)\//.exec(resource)?.[1] ?? 'table';
    const planned = planDenials([denial], [TABLE, REPLICA]);
    const types = await Promise.all(planned.map(({ action }) => resourceTypesOf(action)));

    expect(planned.filter(({ resource }, index) => typeOf(resource) !== undefined && !types[index]!.includes(typeOf(resource)!))).toEqual([]);
  });
});

describe('denials leave nothing of a feature', () => {
  function useless(feature: TableFeature, ...denials: TableDenial[]): unknown[] {
    return findUselessFeatures([...planAccess([feature], PLACES), ...planDenials(denials, [TABLE])]);
  }

  test.each<[string, TableFeature, TableDenial[], string[]]>([
    ['that is denied', TableFeature.QUERY, [TableDenial.features(TableFeature.QUERY)], ['denial of QUERY']],
    ['that deletes', TableFeature.DELETE_ITEM, [TableDenial.DELETES], ['denial of DELETES']],
    ['of which one denial takes a part, and another the rest', TableFeature.BATCH,
      [TableDenial.DELETES, TableDenial.features(TableFeature.BATCH_READ)], ['denial of BATCH_READ', 'denial of DELETES']],
    ['that works in transactions alone', TableFeature.TRANSACTIONS, [TableDenial.TRANSACTIONS], ['denial of TRANSACTIONS']],
    ['that checks conditions', TableFeature.CONDITION_CHECK, [TableDenial.TRANSACTIONS], ['denial of TRANSACTIONS']],
    ['that works in a transaction, whose action is denied everywhere', TableFeature.TRANSACT_READ, [TableDenial.features(TableFeature.READ_ITEM)],
      ['denial of READ_ITEM']],
    ['on named indexes, where all are denied', TableFeature.QUERY.onIndexes('byDate'), [TableDenial.features(TableFeature.QUERY.onAnyIndex())],
      ['denial of QUERY.onAnyIndex()']],
    ['that is account-level', TableFeature.LIST_TABLES, [TableDenial.features(TableFeature.LIST_TABLES)], ['denial of LIST_TABLES']],
    ['but what it does with the whole account', TableFeature.STREAM_TRIGGER, [TableDenial.features(TableFeature.STREAM_TRIGGER)],
      ['denial of STREAM_TRIGGER']],
  ])('%s', (_name, feature, denials, expected) => {
    expect(useless(feature, ...denials)).toEqual([{ feature: feature.toString(), denials: expect.arrayContaining(expected) }]);
  });

  test.each<[string, TableFeature, TableDenial]>([
    ['on the table is denied, and indexes remain', TableFeature.QUERY, TableDenial.features(TableFeature.QUERY.onTable())],
    ['on one index is denied, and another remains', TableFeature.QUERY.onIndexes('byDate', 'byCustomer'),
      TableDenial.features(TableFeature.QUERY.onIndexes('byDate'))],
    ['by transactions is denied, and others remain', TableFeature.READ_ITEM, TableDenial.TRANSACTIONS],
    ['by full scans is denied, and other statements remain', TableFeature.PARTIQL_SELECT, TableDenial.PARTIQL_FULL_SCANS],
    ['in read transactions is denied, and write transactions remain', TableFeature.TRANSACTIONS, TableDenial.features(TableFeature.TRANSACT_READ)],
    ['is denied of a bundle, and the others remain', TableFeature.CRUD, TableDenial.DELETES],
  ])('but something where what %s', (_name, feature, denial) => {
    expect(useless(feature, denial)).toEqual([]);
  });

  test('where one Region is denied of two is something left', () => {
    const permissions = planAccess([TableFeature.READ_ITEM], { ...PLACES, tables: [TABLE, REPLICA] });

    expect(findUselessFeatures([...permissions, ...planDenials([TableDenial.features(TableFeature.READ_ITEM)], [TABLE])])).toEqual([]);
  });

  test('where another table is denied is all left', () => {
    expect(findUselessFeatures([
      ...planAccess([TableFeature.READ_ITEM], PLACES), ...planDenials([TableDenial.features(TableFeature.READ_ITEM)], [`${TABLE}2`]),
    ])).toEqual([]);
  });

  test('where the indexes of another table are denied is all left', () => {
    expect(findUselessFeatures([
      ...planAccess([TableFeature.QUERY.onIndexes('byDate')], PLACES),
      ...planDenials([TableDenial.features(TableFeature.QUERY.onAnyIndex())], [`${TABLE}2`]),
    ])).toEqual([]);
  });

  test('but the use of the key of the table', () => {
    const permissions = planAccess([TableFeature.READ_ITEM], { ...PLACES, tableKeys: [{ arn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }] });

    expect(findUselessFeatures([...permissions, ...planDenials([TableDenial.features(TableFeature.READ_ITEM)], [TABLE])]))
      .toEqual([{ feature: 'READ_ITEM', denials: ['denial of READ_ITEM'] }]);
  });

  test('and all of the features beside it', () => {
    const permissions = planAccess([TableFeature.READ_ITEM, TableFeature.QUERY], PLACES);

    expect(findUselessFeatures([...permissions, ...planDenials([TableDenial.features(TableFeature.READ_ITEM)], [TABLE])]))
      .toEqual([{ feature: 'READ_ITEM', denials: ['denial of READ_ITEM'] }]);
  });

  describe('that is allowed under', () => {
    const permission = { action: 'dynamodb:GetItem', resource: TABLE, reason: { feature: 'READ_ITEM', why: 'to test it' } };

    test.each<[string, Conditions, Conditions, boolean]>([
      ['one of the values that a denial names', { StringEquals: { 'aws:a': '1' } }, { StringEquals: { 'aws:a': ['1', '2'] } }, true],
      ['another value than a denial names', { StringEquals: { 'aws:a': '3' } }, { StringEquals: { 'aws:a': ['1', '2'] } }, false],
      ['values of which a denial names one', { StringEquals: { 'aws:a': ['1', '3'] } }, { StringEquals: { 'aws:a': '1' } }, false],
      ['a test more than a denial has', { StringEquals: { 'aws:a': '1', 'aws:b': '1' } }, { StringEquals: { 'aws:a': '1' } }, true],
      ['a test less than a denial has', { StringEquals: { 'aws:a': '1' } }, { StringEquals: { 'aws:a': '1', 'aws:b': '1' } }, false],
    ])('%s', (_name, ofFeature, ofDenial, isUseless) => {
      const denial = { ...permission, effect: 'Deny', conditions: ofDenial, reason: { feature: 'denial', why: 'to test it' } } as const;

      expect(findUselessFeatures([{ ...permission, conditions: ofFeature }, denial]))
        .toEqual(isUseless ? [{ feature: 'READ_ITEM', denials: ['denial'] }] : []);
    });
  });

  test('of a table in a family that is denied', () => {
    const denials = planDenials([TableDenial.features(TableFeature.READ_ITEM)], [`${TABLE.slice(0, -2)}*`]);

    expect(findUselessFeatures([...planAccess([TableFeature.READ_ITEM], PLACES), ...denials]).map(({ feature }) => feature)).toEqual(['READ_ITEM']);
  });
});
