import { DynamoAccessRole, RoleLogs, TableFeature } from '../../src';
import { ENV, newStack, newTable, Statement, statementsOf } from '../support/app';
import '../support/quiet';

/*
 * Where guides say dynamodb:TransactGetItems and dynamodb:TransactWriteItems, which are no IAM actions.
 */
const TABLE = { 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] };

function statements(...features: TableFeature[]): Statement[] {
  const stack = newStack({}, ENV);
  new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features, logs: RoleLogs.none() });
  return statementsOf(stack);
}

function inside(operation: string): unknown {
  return { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': [operation] } };
}

test('transactions only: items are read and written inside transactions', () => {
  expect(statements(TableFeature.TRANSACTIONS)).toEqual([
    { actions: ['dynamodb:GetItem'], resources: [TABLE], conditions: inside('TransactGetItems') },
    {
      actions: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resources: [TABLE],
      conditions: inside('TransactWriteItems'),
    },
    { actions: ['dynamodb:ConditionCheckItem'], resources: [TABLE] },
  ]);
});

test('write transactions only: no item is read', () => {
  expect(statements(TableFeature.TRANSACT_WRITE).flatMap(({ actions }) => actions).sort())
    .toEqual(['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
});

test('transactions beside single items take the condition check alone', () => {
  expect(statements(TableFeature.CRUD.onTable(), TableFeature.TRANSACTIONS)).toEqual([{
    actions: ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`),
    resources: [TABLE],
  }]);
});
