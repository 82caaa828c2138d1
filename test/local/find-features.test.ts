import { findFeatures } from '../../src/local/features/find-features';
import { TableUse } from '../../src/local/features/table-uses';

const on = (place: string, ...actions: string[]): TableUse[] => actions.map((action) => ({ action: `dynamodb:${action}`, place }));
const inside = (operation: string, ...actions: string[]): TableUse[] => on('table', ...actions).map((use) => ({ ...use, inside: operation }));

test.each<[string, TableUse[], string[], string[]]>([
  ['one action is its feature', on('table', 'GetItem'), [], ['READ_ITEM']],
  ['a query of a table without indexes needs no scope', on('table', 'Query'), [], ['QUERY']],
  ['a query of a table with indexes says that it stays on the table', on('table', 'Query'), ['a', 'b'], ['QUERY.onTable()']],
  ['indexes are named', on('index a', 'Query'), ['a', 'b'], ['QUERY.onIndexes(\'a\')']],
  ['the table and one of two indexes are two scopes', [...on('table', 'Query'), ...on('index a', 'Query')], ['a', 'b'],
    ['QUERY.onIndexes(\'a\')', 'QUERY.onTable()']],
  ['the table and all its indexes are the whole feature', [...on('table', 'Query'), ...on('index a', 'Query')], ['a'], ['QUERY']],
  ['actions in a transaction are the transaction', inside('TransactWriteItems', 'UpdateItem', 'PutItem'), [], ['TRANSACT_WRITE']],
  ['a condition in the same transaction needs no feature of its own',
    [...inside('TransactWriteItems', 'UpdateItem'), ...on('table', 'ConditionCheckItem')], [], ['TRANSACT_WRITE']],
  ['a condition alone is its own feature', on('table', 'ConditionCheckItem'), [], ['CONDITION_CHECK']],
  ['what is read outside too needs no transaction', [...inside('TransactGetItems', 'GetItem'), ...on('table', 'GetItem')], [], ['READ_ITEM']],
  ['all parts of a bundle are the bundle', on('table', 'BatchGetItem', 'BatchWriteItem'), [], ['BATCH']],
  ['a stream is read', on('stream', 'DescribeStream', 'GetRecords', 'GetShardIterator'), [], ['STREAM_READ']],
  ['what only a larger feature allows is that feature', on('table', 'CreateBackup'), [], ['BACKUP']],
  ['an action of several features is the smallest', on('table', 'UpdateTable'), [], ['UPDATE_TABLE']],
])('%s', (_fact, uses, indexes, features) => {
  expect(findFeatures(uses, indexes)).toEqual(features);
});
