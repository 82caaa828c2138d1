import { ClientProfile, DynamoAccessRole, RoleLogs, TableFamily, TableFeature } from '../../src';
import { addIndexes, ENV, newStack, newTable, readable, statementsOf } from '../support/app';
import '../support/quiet';

/*
 * Ruby on Jets tells to allow dynamodb:* on every table of the application, by the prefix of their names. This is what one
 * of its models needs at run time, on the table of the model.
 */
test('a model of Dynomite reads and writes items, and looks at its table', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Posts');
  addIndexes(table, 'byAuthor');
  new DynamoAccessRole(stack, 'Access', { table, features: ClientProfile.dynomite().features, logs: RoleLogs.none() });

  const arn = { 'Fn::GetAtt': ['Posts868B3EAD', 'Arn'] };
  expect(statementsOf(stack)).toEqual([
    {
      actions: [
        'BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'DescribeTable', 'GetItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect',
        'PartiQLUpdate', 'PutItem', 'Query', 'Scan', 'UpdateItem',
      ].map((name) => `dynamodb:${name}`),
      resources: [arn],
    },
    { actions: ['dynamodb:PartiQLSelect', 'dynamodb:Query'], resources: [{ 'Fn::Join': ['', [arn, '/index/byAuthor']] }] },
  ]);
});

test('all models of an application need the same on all of its tables, in one statement', () => {
  const stack = newStack({}, ENV);
  const tables = TableFamily.withPrefix(stack, 'Tables', 'demo-dev_');
  // a family can't tell tables from their indexes, which Dynomite doesn't scan
  const { features } = ClientProfile.dynomite().without(TableFeature.SCAN).adding(TableFeature.SCAN);
  new DynamoAccessRole(stack, 'Access', { table: tables, features, logs: RoleLogs.none() });

  expect(statementsOf(stack).map((statement) => ({ ...statement, resources: statement.resources.map(readable) }))).toEqual([{
    actions: [
      'BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'DescribeTable', 'GetItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect',
      'PartiQLUpdate', 'PutItem', 'Query', 'Scan', 'UpdateItem',
    ].map((name) => `dynamodb:${name}`),
    resources: ['arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/demo-dev_*'],
  }]);
});
