import { DynamoAccessRole, RoleLogs, TableFeature } from '../../src';
import { addIndexes, ENV, newStack, newTable, Statement, statementsOf } from '../support/app';
import '../support/quiet';

/*
 * Policies of the Amazon DynamoDB Developer Guide.
 */
function statements(...features: TableFeature[]): Statement[] {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  addIndexes(table, 'byCustomer', 'byDate');
  new DynamoAccessRole(stack, 'Access', { table, features, logs: RoleLogs.none() });
  return statementsOf(stack);
}

function indexArn(name: string): unknown {
  return { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] }, `/index/${name}`]] };
}

test('ListTables is on *, and says why', () => {
  expect(statements(TableFeature.LIST_TABLES)).toEqual([
    { sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListTables'], resources: ['*'] },
  ]);
});

test('index only: queries reach one index, not the table', () => {
  expect(statements(TableFeature.QUERY.onIndexes('byCustomer'))).toEqual([
    { actions: ['dynamodb:Query'], resources: [indexArn('byCustomer')] },
  ]);
});

test('index only: queries reach all indexes that the table declares, not the table', () => {
  expect(statements(TableFeature.QUERY.onIndexes('byCustomer', 'byDate'))).toEqual([
    { actions: ['dynamodb:Query'], resources: [indexArn('byCustomer'), indexArn('byDate')] },
  ]);
});

test('index only: queries reach any index that the table will have, not the table', () => {
  expect(statements(TableFeature.QUERY.onAnyIndex())).toEqual([{ actions: ['dynamodb:Query'], resources: [indexArn('*')] }]);
});
