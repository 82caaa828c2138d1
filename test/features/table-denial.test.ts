import { TableDenial } from '../../src/features/table-denial';
import { TableFeature } from '../../src/features/table-feature';

describe('a denial', () => {
  test.each([['DELETES', TableDenial.DELETES], ['PARTIQL_FULL_SCANS', TableDenial.PARTIQL_FULL_SCANS], ['TRANSACTIONS', TableDenial.TRANSACTIONS]])(
    '%s is named like its constant', (name, denial) => {
      expect(denial.name).toBe(name);
    });

  test('of features is named by them, in alphabetical order', () => {
    expect(TableDenial.features(TableFeature.SCAN, TableFeature.DELETE_ITEM, TableFeature.QUERY.onTable()).name)
      .toBe('DELETE_ITEM, QUERY.onTable(), SCAN');
  });

  test('of features knows them', () => {
    expect(TableDenial.features(TableFeature.SCAN, TableFeature.QUERY)._features).toEqual([TableFeature.QUERY, TableFeature.SCAN]);
  });

  test.each([
    ['of what is named', TableDenial.DELETES],
    ['of a feature', TableDenial.features(TableFeature.SCAN)],
    ['of a feature of the account', TableDenial.features(TableFeature.LIST_TABLES)],
  ])('%s is sound', (_name, denial) => {
    expect(denial._findProblem()).toBeUndefined();
  });

  test('knows of no features that it isn\'t made of', () => {
    expect(TableDenial.DELETES._features).toEqual([]);
  });

  const NOTHING_AT_ALL = TableFeature.custom({ name: 'NOTHING_AT_ALL', why: 'to test it' });

  test.each<[string, TableDenial, string]>([
    ['without a feature', TableDenial.features(), 'the denial of no feature denies nothing'],
    ['of what is no feature, in JavaScript', TableDenial.features('SCAN' as any), 'the denial of no feature denies nothing'],
    ['of a feature and what is none, in JavaScript', TableDenial.features(TableFeature.SCAN, undefined as any), 'the denial of SCAN denies nothing'],
    ['of a feature without actions', TableDenial.features(NOTHING_AT_ALL), 'the denial of NOTHING_AT_ALL denies nothing'],
  ])('%s is an error', (_name, denial, value) => {
    expect(denial._findProblem()).toEqual({
      id: 'denialOfNothing',
      value,
      expected: 'features with actions of DynamoDB',
      remedy: 'name the features: TableDenial.features(TableFeature.DELETE_TABLE)',
    });
  });
});

describe('the list of denied actions', () => {
  test('of a feature in a transaction is denied in that transaction alone', () => {
    expect(TableDenial.features(TableFeature.TRANSACT_READ)._actions.map(({ action, onlyIf }) => [action, onlyIf])).toEqual([
      ['dynamodb:GetItem', { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactGetItems'] } }],
    ]);
  });

  test('of transactions is denied inside of them alone, but for ConditionCheckItem, which can run nowhere else', () => {
    const inTransactions = {
      'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['ExecuteTransaction', 'TransactGetItems', 'TransactWriteItems'] },
    };
    const conditions = TableDenial.TRANSACTIONS._actions.map(({ action, onlyIf }) => [action, onlyIf]);

    expect(conditions).toEqual(conditions.map(([action]) => [action, action === 'dynamodb:ConditionCheckItem' ? undefined : inTransactions]));
  });

  test('of a feature has its reason', () => {
    expect(TableDenial.features(TableFeature.QUERY.onTable())._actions.map(({ action, on, why }) => ({ action, on, why })))
      .toEqual([{ action: 'dynamodb:Query', on: 'table', why: 'no QUERY.onTable()' }]);
  });

  test.each<[TableFeature, string[]]>([
    [TableFeature.QUERY, ['dynamodb:Query on table', 'dynamodb:Query on index']],
    [TableFeature.QUERY.onTable(), ['dynamodb:Query on table']],
    [TableFeature.QUERY.onAnyIndex(), ['dynamodb:Query on index']],
    [TableFeature.QUERY.onIndexes('byDate'), ['dynamodb:Query on index of byDate']],
    [TableFeature.REPLICAS, [
      'dynamodb:UpdateTable on table', 'dynamodb:CreateTableReplica on replica', 'dynamodb:DeleteTableReplica on replica',
    ]],
    [TableFeature.RESTORE, ['dynamodb:RestoreTableFromBackup on backup', 'dynamodb:RestoreTableToPointInTime on table']],
    [TableFeature.STREAM_TRIGGER, ['GetRecords', 'GetShardIterator', 'DescribeStream'].sort().map((name) => `dynamodb:${name} on stream`)],
    [TableFeature.LIST_STREAMS, ['dynamodb:ListStreams on account']],
    [TableFeature.READ_ITEM.onIndexes('byDate'), ['dynamodb:GetItem on table of byDate']],
    [TableFeature.CRUD.onAnyIndex(), [
      ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((name) => `dynamodb:${name} on table`), 'dynamodb:Query on index', 'dynamodb:Scan on index',
    ]],
  ])('of %s is what it does with the table', (feature, expected) => {
    expect(TableDenial.features(feature)._actions.map(({ action, on, indexNames }) => `${action} on ${on}${indexNames ? ` of ${indexNames.join()}` : ''}`))
      .toEqual(expected);
  });
});
