import * as fc from 'fast-check';
import { plan, planned, PLACES, REPLICA, STREAM, TABLE } from './places';
import { TableFeature } from '../../src/features/table-feature';
import { planAccess, reachesDeclaredIndexes, reachesIndexes } from '../../src/plan/plan-access';
import { toStatements } from '../../src/plan/statements';

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
    ['dynamodb:DeleteItem', inWrites],
    ['dynamodb:PutItem', inWrites],
    ['dynamodb:UpdateItem', inWrites],
    ['dynamodb:ConditionCheckItem', undefined],
  ]);
});

describe.each([
  ['QUERY', TableFeature.QUERY, true, true],
  ['CRUD', TableFeature.CRUD, true, true],
  ['QUERY.onTable()', TableFeature.QUERY.onTable(), true, false],
  ["QUERY.onIndexes('byDate')", TableFeature.QUERY.onIndexes('byDate'), true, false],
  ['SCAN.onAnyIndex()', TableFeature.SCAN.onAnyIndex(), true, false],
  ['READ_ITEM', TableFeature.READ_ITEM, false, false],
  ['STREAM_TRIGGER', TableFeature.STREAM_TRIGGER, false, false],
])('%s', (_name, feature, indexes, declaredIndexes) => {
  test(`${indexes ? 'has' : 'has no'} actions on indexes`, () => {
    expect(reachesIndexes(feature)).toBe(indexes);
  });

  test(`${declaredIndexes ? 'leaves' : 'does not leave'} it to the table which indexes it reaches`, () => {
    expect(reachesDeclaredIndexes(feature)).toBe(declaredIndexes);
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
