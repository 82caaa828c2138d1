import { findFeatures, listFeatureActions, listFittingFeatures, NO_INDEXES, TableAction, TableIndexes } from '../../src/features/find-features';
import { TransactionOperation } from '../../src/features/permission';

const on = (resource: string, ...actions: string[]): TableAction[] => actions.map((action) => ({ action: `dynamodb:${action}`, on: resource }));
const onIndex = (index: string, ...actions: string[]): TableAction[] => on('index', ...actions).map((each) => ({ ...each, index }));
const inside = (onlyIn: TransactionOperation, ...actions: string[]): TableAction[] => on('table', ...actions).map((each) => ({ ...each, onlyIn }));
const withIndexes = (...indexes: string[]): TableIndexes => ({ indexes, vectorIndexes: ['vec'] });

/** The features with their fit, and the actions that none allows. */
function found(wanted: TableAction[], indexes = NO_INDEXES, besides: TableAction[] = []): string[] {
  const { features, none } = findFeatures(wanted, indexes, besides);
  return [
    ...features.map(({ feature, fit, option }) => [feature, ...fit === 'exact' ? [] : [fit], ...option ? [option] : []].join(' ')),
    ...none.map(({ action }) => `none for ${action}`),
  ];
}

test.each<[string, TableAction[], TableIndexes, string[]]>([
  ['one action is its feature', on('table', 'GetItem'), NO_INDEXES, ['READ_ITEM']],
  ['a query of a table without indexes needs no scope', on('table', 'Query'), NO_INDEXES, ['QUERY']],
  ['a query of a table with indexes says that it stays on the table', on('table', 'Query'), withIndexes('a', 'b'), ['QUERY.onTable()']],
  ['an index is named', onIndex('a', 'Query'), withIndexes('a', 'b'), ['QUERY.onIndexes(\'a\')']],
  ['an index of a table that isn\'t known is named', onIndex('a', 'Query'), NO_INDEXES, ['QUERY.onIndexes(\'a\')']],
  ['the table and one of two indexes are two scopes', [...on('table', 'Query'), ...onIndex('a', 'Query')], withIndexes('a', 'b'),
    ['QUERY.onIndexes(\'a\')', 'QUERY.onTable()']],
  ['the table and all its indexes are the whole feature', [...on('table', 'Query'), ...onIndex('a', 'Query')], withIndexes('a'), ['QUERY']],
  ['every index that there may be is any index', onIndex('*', 'Query'), withIndexes('a'), ['QUERY.onAnyIndex()']],
  ['a vector index can\'t be queried', [...on('table', 'Query'), ...onIndex('vec', 'Query')], withIndexes(), ['QUERY']],
  ['a vector index can be searched', [...onIndex('a', 'SearchVectors'), ...onIndex('vec', 'SearchVectors')], withIndexes('a'), ['SEARCH_VECTORS']],
  ['actions in a transaction need a part of the transaction', inside('TransactWriteItems', 'UpdateItem', 'PutItem'), NO_INDEXES,
    ['TRANSACT_PUT', 'TRANSACT_UPDATE']],
  ['all actions in a transaction are the transaction',
    [...inside('TransactWriteItems', 'DeleteItem', 'PutItem', 'UpdateItem'), ...on('table', 'ConditionCheckItem')], NO_INDEXES, ['TRANSACT_WRITE']],
  ['an action that is allowed outside too leaves the transaction exact',
    [...inside('TransactWriteItems', 'DeleteItem', 'PutItem', 'UpdateItem'), ...on('table', 'ConditionCheckItem', 'PutItem')], NO_INDEXES,
    ['PUT_ITEM', 'TRANSACT_WRITE']],
  ['a condition alone is its own feature', on('table', 'ConditionCheckItem'), NO_INDEXES, ['CONDITION_CHECK']],
  ['a read outside too needs no transaction', [...inside('TransactGetItems', 'GetItem'), ...on('table', 'GetItem')], NO_INDEXES, ['READ_ITEM']],
  ['all parts of a bundle are the bundle', on('table', 'BatchGetItem', 'BatchWriteItem'), NO_INDEXES, ['BATCH']],
  ['all actions of a larger bundle are that bundle', on('table', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'), NO_INDEXES, ['CRUD']],
  ['a bundle and more are two features',
    [...on('stream', 'GetRecords', 'GetShardIterator', 'DescribeStream'), ...on('account', 'ListStreams'), ...on('table', 'GetItem')], NO_INDEXES,
    ['READ_ITEM', 'STREAM_TRIGGER']],
  ['a stream is read', on('stream', 'DescribeStream', 'GetRecords', 'GetShardIterator'), NO_INDEXES, ['STREAM_READ']],
  ['a part of a feature is a wider feature', on('stream', 'GetRecords'), NO_INDEXES, ['STREAM_READ wider']],
  ['an action of one large feature is that feature', on('table', 'CreateBackup'), NO_INDEXES, ['BACKUP wider']],
  ['an action of several features is the smallest', on('table', 'UpdateTable'), NO_INDEXES, ['UPDATE_TABLE']],
  ['a second resource is an option', on('table', 'ExportTableToPointInTime'), NO_INDEXES, ['EXPORT needs an option exportTo']],
  ['other Regions are an option', on('table', 'CreateTableReplica'), NO_INDEXES, ['REPLICAS needs an option regions']],
  ['a restored table is an option', on('backup', 'RestoreTableFromBackup'), NO_INDEXES, ['RESTORE needs an option restoreTo']],
  ['an action that no feature allows is returned', on('table', 'GetItem', 'InjectError'), NO_INDEXES, ['READ_ITEM', 'none for dynamodb:InjectError']],
  ['an action on another resource type is returned', on('table', 'GetRecords'), NO_INDEXES, ['none for dynamodb:GetRecords']],
])('%s', (_fact, wanted, indexes, features) => {
  expect(found(wanted, indexes)).toEqual(features);
});

test('actions besides make a feature exact and need none', () => {
  expect(found(on('table', 'CreateBackup'), NO_INDEXES, [...on('backup', 'DescribeBackup', 'DeleteBackup'), ...on('account', 'ListBackups', 'ListTables')]))
    .toEqual(['BACKUP']);
});

test('an exact feature stays beside one that needs an option and would allow the same', () => {
  expect(found(on('table', 'GetItem', 'CreateTableReplica'))).toEqual(['READ_ITEM', 'REPLICAS needs an option regions']);
});

test('few fitting features allow all actions, even if some allow more', () => {
  expect(listFittingFeatures([...inside('TransactWriteItems', 'UpdateItem'), ...on('table', 'ConditionCheckItem')], NO_INDEXES)).toEqual(['CONDITION_CHECK', 'TRANSACT_UPDATE']);
});

test('a wider feature names what it allows beyond', () => {
  expect(findFeatures(on('table', 'UpdateTimeToLive'), NO_INDEXES).features)
    .toEqual([{ feature: 'TIME_TO_LIVE', fit: 'wider', beyond: ['dynamodb:DescribeTimeToLive'] }]);
});

test.each([
  ['QUERY', ['table', 'index a', 'index b']],
  ['QUERY.onTable()', ['table']],
  ['QUERY.onIndexes(\'a\')', ['index a']],
  ['QUERY.onAnyIndex()', ['index *']],
  ['MY_OWN', undefined],
])('the actions of %s are on %j', (feature, resources) => {
  expect(listFeatureActions(feature, withIndexes('a', 'b'))?.map((each) => each.index ? `index ${each.index}` : each.on)).toEqual(resources);
});
