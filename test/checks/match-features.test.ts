import { matchFeatures } from '../../src/checks/match-features';

test.each([
  ['an action', ['GetItem'], ['READ_ITEM']],
  ['all actions of a bundle', ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'], ['CRUD']],
  ['a bundle and more', ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams', 'GetItem'], ['STREAM_TRIGGER', 'READ_ITEM']],
  ['a part of a feature', ['GetRecords'], ['STREAM_READ']],
  ['what several features allow', ['UpdateTable'], ['UPDATE_TABLE']],
  ['what only a transaction has of its own', ['ConditionCheckItem'], ['CONDITION_CHECK']],
  ['an action that no feature allows', ['InjectError'], []],
])('%s', (_what, actions, features) => {
  expect(matchFeatures(actions.map((name) => `dynamodb:${name}`)).map(String)).toEqual(features);
});
