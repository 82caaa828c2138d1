import { DeclaredTable } from './compare';
import { dropFrom } from './dropped';

const TABLE: DeclaredTable = {
  name: 'Orders',
  arn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders',
  account: '111122223333',
  region: 'eu-west-1',
  partitionKey: ['pk'],
  sortKey: [],
  indexes: [],
  isReplica: false,
  recovery: false,
};

test('a table that declares nothing of it stays as it is', () => {
  expect(dropFrom([TABLE]).tables).toEqual([TABLE]);
});

test('a table loses its key, its policy and its recovery, each counted once', () => {
  const { tables, dropped } = dropFrom([{ ...TABLE, key: 'arn:aws:kms:eu-west-1:111122223333:key/1', policy: { Statement: [] }, recovery: true }]);

  expect(tables).toEqual([{ ...TABLE, key: undefined, policy: undefined }]);
  expect(dropped).toEqual({
    'replicas of a table': 0,
    'SSESpecification of a table': 1,
    'ResourcePolicy of a table': 1,
    'PointInTimeRecoverySpecification of a table': 1,
  });
});

test('a replica is gone, with what it declares', () => {
  const { tables, dropped } = dropFrom([TABLE, { ...TABLE, region: 'us-east-1', isReplica: true, recovery: true }]);

  expect(tables).toEqual([TABLE]);
  expect([dropped['replicas of a table'], dropped['PointInTimeRecoverySpecification of a table']]).toEqual([1, 0]);
});
