import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, Function as LambdaFunction, IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { LambdaTableAccess, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newStack, newTable } from '../support/app';
import '../support/quiet';

const ARN = `arn:aws:lambda:${ENV.region}:${ENV.account}:function:audit`;

function importFunction(stack: Stack): IFunction {
  const role = Role.fromRoleName(stack, 'Role', 'audit');
  return LambdaFunction.fromFunctionAttributes(stack, 'Fn', { functionArn: ARN, sameEnvironment: true, role });
}

function access(fn: IFunction): Table {
  const stack = Stack.of(fn);
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
  new LambdaTableAccess(stack, 'Access', { function: fn, table, features: [TableFeature.STREAM_TRIGGER] });
  return table;
}

function dependenciesOfMapping(stack: Stack): unknown {
  const [{ DependsOn = [] }] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::EventSourceMapping'));
  return DependsOn;
}

const POLICIES = ['RoleAccountAccessB4581C9B', 'RoleTableAccess71A1C2B7'];

test.each(FLAG_SETTINGS)('the mapping of an imported function waits for the policies on the stream and the account, %s', (_name, flags) => {
  const stack = newStack(flags, ENV);
  const fn = importFunction(stack);
  const table = access(fn);
  fn.addEventSourceMapping('Mapping', { eventSourceArn: table.tableStreamArn, startingPosition: StartingPosition.LATEST });

  expect(dependenciesOfMapping(stack)).toEqual(POLICIES);
});

test('a mapping that is declared before the access waits too', () => {
  const stack = newStack({}, ENV);
  const fn = importFunction(stack);
  fn.addEventSourceMapping('Mapping', { eventSourceArn: `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/orders/stream/1`, startingPosition: StartingPosition.LATEST });
  access(fn);

  expect(dependenciesOfMapping(stack)).toEqual(POLICIES);
});

test.each([
  ['audit', POLICIES], ['audit:live', POLICIES], [ARN, POLICIES], [`${ARN}:live`, POLICIES], [`${ENV.account}:function:audit`, POLICIES],
  [`${ENV.account}:function:audit:1`, POLICIES], ['audits', []], [`${ARN}s`, []], [`arn:aws:lambda:${ENV.region}:444455556666:function:audit`, []],
])('a mapping of the function %s waits for %j', (functionName, expected) => {
  const stack = newStack({}, ENV);
  access(importFunction(stack));
  new CfnEventSourceMapping(stack, 'Mapping', { functionName });

  expect(dependenciesOfMapping(stack)).toEqual(expected);
});

test('a mapping in another stack than the policies doesn\'t wait, as the policies may wait for its stack', () => {
  const stack = newStack({}, ENV);
  access(importFunction(stack));
  const other = new Stack(stack.node.root as App, 'Other', { env: ENV });
  new CfnEventSourceMapping(other, 'Mapping', { functionName: 'audit' });

  expect([dependenciesOfMapping(other), other.dependencies]).toEqual([[], []]);
});
