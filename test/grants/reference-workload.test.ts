import { Stack } from 'aws-cdk-lib';
import { Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { LambdaTableAccess, TableFeature } from '../../src';
import { addIndexes, ENV, FLAG_SETTINGS, newFunction, newStack, newTable, RECOMMENDED_FLAGS, statementsOf } from '../support/app';
import { allowedPairs, effectivePairs } from '../support/effective-pairs';
import '../support/quiet';

/*
 * A function gets one item, puts one item, and queries one of the five indexes of an encrypted table.
 *
 * What is counted is the effective pair: an action on a resource of a type that AWS authorizes the action on. Where a
 * policy has a wildcard, each thing that it matches counts: kms:ReEncrypt* is two actions, kms:GenerateDataKey* four, and
 * index/* the five indexes that the table declares. Pairs that allow nothing (dynamodb:GetRecords on a table) don't count.
 */
function workload(flags: Record<string, unknown>): { stack: Stack; table: Table; fn: LambdaFunction } {
  const stack = newStack(flags, ENV);
  const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(table, 'byCustomer', 'byDate', 'byProduct', 'byRegion', 'byStatus');
  const fn = newFunction(stack, 'Fn', { logGroup: new LogGroup(stack, 'Logs') });
  return { stack, table, fn };
}

describe.each(FLAG_SETTINGS)('the reference workload, %s', (_name, flags) => {
  function withLibrary(): Stack {
    const { stack, table, fn } = workload(flags);
    new LambdaTableAccess(stack, 'Access', {
      function: fn,
      table,
      features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.QUERY.onIndexes('byCustomer')],
    });
    return stack;
  }

  test('takes four pairs on table and key, and two on the log group', async () => {
    expect(await effectivePairs(withLibrary())).toEqual([
      'dynamodb:GetItem on <TableCD117FA1.Arn>',
      'dynamodb:PutItem on <TableCD117FA1.Arn>',
      'dynamodb:Query on <TableCD117FA1.Arn>/index/byCustomer',
      'kms:Decrypt on <TableKey25666F95.Arn>',
      'logs:CreateLogStream on <Logs6819BB44.Arn>',
      'logs:PutLogEvents on <Logs6819BB44.Arn>',
    ]);
  });

  test('takes no pair that allows nothing', async () => {
    expect(await allowedPairs(withLibrary())).toHaveLength(6);
  });

  test('uses the key through DynamoDB alone', () => {
    const ofKey = statementsOf(withLibrary()).filter(({ actions }) => actions.includes('kms:Decrypt'));

    expect(ofKey).toEqual([{
      actions: ['kms:Decrypt'],
      resources: [{ 'Fn::GetAtt': ['TableKey25666F95', 'Arn'] }],
      conditions: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
    }]);
  });

  const CDK_GRANTS: [string, (table: Table, fn: LambdaFunction) => void][] = [
    ['table.grants.readWriteData', (table, fn) => table.grants.readWriteData(fn)],
    ['table.grantReadWriteData', (table, fn) => table.grantReadWriteData(fn)],
  ];

  test.each(CDK_GRANTS)('takes 29 pairs with %s', async (_grantName, grant) => {
    const { stack, table, fn } = workload(flags);
    grant(table, fn);

    const pairs = await effectivePairs(stack);
    expect(pairs.filter((pair) => pair.endsWith('on <TableCD117FA1.Arn>'))).toHaveLength(10);
    expect(pairs.filter((pair) => pair.includes('/index/'))).toHaveLength(10);
    expect(pairs.filter((pair) => pair.endsWith('on <TableKey25666F95.Arn>'))).toHaveLength(9);
    expect(pairs).toHaveLength(29);
  });
});

test('the reference workload writes to the log group that CDK manages under the recommended feature flags', async () => {
  const stack = newStack(RECOMMENDED_FLAGS, ENV);
  const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
  new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn'), table, features: [TableFeature.READ_ITEM] });

  expect((await effectivePairs(stack)).filter((pair) => pair.startsWith('logs:'))).toEqual([
    'logs:CreateLogStream on <FnLogGroup27CC2AC8.Arn>',
    'logs:PutLogEvents on <FnLogGroup27CC2AC8.Arn>',
  ]);
});
