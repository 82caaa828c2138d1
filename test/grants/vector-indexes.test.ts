import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, RoleLogs, TableFeature } from '../../src';
import { addIndexes, newStack, newTable, permissionsOf } from '../support/app';
import { errorMatching, warningsOf } from '../support/messages';
import '../support/quiet';

const TABLE = '<TableCD117FA1.Arn>';

/** A table with an index and, unless there are to be none, a vector index. */
function access(feature: TableFeature, vectorIndexes = [{ IndexName: 'bySimilarity' }]): Stack {
  const stack = newStack();
  const table = newTable(stack, 'Table');
  addIndexes(table, 'byDate');
  // the floor of aws-cdk-lib has no property for them
  if (vectorIndexes.length > 0) (table.node.defaultChild as CfnTable).addPropertyOverride('VectorIndexes', vectorIndexes);
  new DynamoAccessRole(stack, 'Access', { table, features: [feature], logs: RoleLogs.none() });
  return stack;
}

test('SEARCH_VECTORS reaches the vector indexes alone', () => {
  expect(permissionsOf(access(TableFeature.SEARCH_VECTORS))).toEqual([`dynamodb:SearchVectors on ${TABLE}/index/bySimilarity`]);
});

test('SEARCH_VECTORS reaches the vector index that it names', () => {
  expect(permissionsOf(access(TableFeature.SEARCH_VECTORS.onIndexes('bySimilarity'), [{ IndexName: 'bySimilarity' }, { IndexName: 'byLook' }])))
    .toEqual([`dynamodb:SearchVectors on ${TABLE}/index/bySimilarity`]);
});

test('QUERY does not reach vector indexes', () => {
  expect(permissionsOf(access(TableFeature.QUERY))).toEqual([`dynamodb:Query on ${TABLE}`, `dynamodb:Query on ${TABLE}/index/byDate`]);
});

test('an access fails when SEARCH_VECTORS names an index that is no vector index', () => {
  expect(() => Template.fromStack(access(TableFeature.SEARCH_VECTORS.onIndexes('byDate'))))
    .toThrow(errorMatching('Stack/Access', 'indexNotDeclared', "'byDate'", 'SEARCH_VECTORS', 'bySimilarity'));
});

test('an access fails when QUERY names a vector index', () => {
  expect(() => Template.fromStack(access(TableFeature.QUERY.onIndexes('bySimilarity'))))
    .toThrow(errorMatching('Stack/Access', 'indexNotDeclared', "'bySimilarity'", 'QUERY', 'byDate'));
});

test('SEARCH_VECTORS has a warning that names the remedy on an import', () => {
  const stack = newStack();
  const table = Table.fromTableAttributes(stack, 'Table', { tableName: 'orders', encryptionKey: new Key(stack, 'Key') });
  new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.SEARCH_VECTORS], logs: RoleLogs.none() });

  expect(warningsOf(stack)).toEqual([
    '/Stack/Access: SEARCH_VECTORS on Stack/Table is allowed on no index, because CDK does not keep the index names of imported tables; '
      + "expected a feature that names its indexes; write SEARCH_VECTORS.onIndexes('name') [ack: cdk-dynamo-access:unknownIndexes]",
  ]);
});

test('an access with SEARCH_VECTORS fails when the table has no vector index', () => {
  expect(() => Template.fromStack(access(TableFeature.SEARCH_VECTORS, [])))
    .toThrow(errorMatching('Stack/Access', 'tableWithoutIndex', 'SEARCH_VECTORS', 'vector index'));
});

test('an access fails when SEARCH_VECTORS has onTable()', () => {
  expect(() => access(TableFeature.SEARCH_VECTORS.onTable())).toThrow(errorMatching('Stack/Access', 'featureReach', 'SEARCH_VECTORS.onTable()'));
});
