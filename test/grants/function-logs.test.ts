import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnFunction, FunctionProps, IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LambdaTableAccess, TableFeature } from '../../src';
import { newFunction, newStack, newTable, permissionsOf, RECOMMENDED_FLAGS, statementsOf } from '../support/app';
import { isolatedVpc } from '../support/functions';
import '../support/quiet';

function access(stack: Stack, fn: IFunction): void {
  new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
}

/** Everything that the function may do besides reading the table. */
function runtimePermissions(stack: Stack, props: Partial<FunctionProps> = {}): string[] {
  access(stack, newFunction(stack, 'Fn', props));
  return permissionsOf(stack).filter((permission) => !permission.startsWith('dynamodb:'));
}

const GROUP = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:';

describe('the logs of a function', () => {
  test('go to the default group, which it may create', () => {
    expect(runtimePermissions(newStack())).toEqual([
      `logs:CreateLogGroup on ${GROUP}/aws/lambda/<Fn9270CBC0>`,
      `logs:CreateLogGroup on ${GROUP}/aws/lambda/<Fn9270CBC0>:*`,
      `logs:CreateLogStream on ${GROUP}/aws/lambda/<Fn9270CBC0>:*`,
      `logs:PutLogEvents on ${GROUP}/aws/lambda/<Fn9270CBC0>:*`,
    ]);
  });

  test('go to the group that CDK declares under the recommended feature flags', () => {
    expect(runtimePermissions(newStack(RECOMMENDED_FLAGS))).toEqual([
      'logs:CreateLogStream on <FnLogGroup27CC2AC8.Arn>',
      'logs:PutLogEvents on <FnLogGroup27CC2AC8.Arn>',
    ]);
  });

  test('go to the group that CDK declares for a function with a physical name', () => {
    expect(runtimePermissions(newStack(RECOMMENDED_FLAGS), { functionName: 'orders' })).toEqual([
      'logs:CreateLogStream on <FnLogGroup27CC2AC8.Arn>',
      'logs:PutLogEvents on <FnLogGroup27CC2AC8.Arn>',
    ]);
  });

  test('go to the group that the user declares under the default name', () => {
    const stack = newStack();
    new LogGroup(stack, 'Group', { logGroupName: '/aws/lambda/orders' });

    expect(runtimePermissions(stack, { functionName: 'orders' })).toEqual([
      'logs:CreateLogStream on <GroupC77FDACD.Arn>',
      'logs:PutLogEvents on <GroupC77FDACD.Arn>',
    ]);
  });

  test('go to the group that the function names', () => {
    const stack = newStack();
    expect(runtimePermissions(stack, { logGroup: new LogGroup(stack, 'Group') })).toEqual([
      'logs:CreateLogStream on <GroupC77FDACD.Arn>',
      'logs:PutLogEvents on <GroupC77FDACD.Arn>',
    ]);
  });

  test('go to the imported group that the function names, which it may create', () => {
    const stack = newStack();
    expect(runtimePermissions(stack, { logGroup: LogGroup.fromLogGroupName(stack, 'Group', '/orders') })).toEqual([
      `logs:CreateLogGroup on ${GROUP}/orders`,
      `logs:CreateLogGroup on ${GROUP}/orders:*`,
      `logs:CreateLogStream on ${GROUP}/orders:*`,
      `logs:PutLogEvents on ${GROUP}/orders:*`,
    ]);
  });

  test('go to the default group that logRetention creates', () => {
    expect(runtimePermissions(newStack(), { logRetention: RetentionDays.ONE_WEEK }).filter((each) => each.includes('/aws/lambda/'))).toEqual([
      `logs:CreateLogStream on ${GROUP}/aws/lambda/<Fn9270CBC0>:*`,
      `logs:PutLogEvents on ${GROUP}/aws/lambda/<Fn9270CBC0>:*`,
    ]);
  });

  test('go to the L1 group that the function names after the access', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    access(stack, fn);
    const group = new CfnLogGroup(stack, 'Group');
    (fn.node.defaultChild as CfnFunction).loggingConfig = { logGroup: group.ref };

    expect(permissionsOf(stack)).toEqual([
      'dynamodb:GetItem on <TableCD117FA1.Arn>',
      'logs:CreateLogStream on <Group.Arn>',
      'logs:PutLogEvents on <Group.Arn>',
    ]);
  });

  test('are on no resource *', () => {
    const stack = newStack(RECOMMENDED_FLAGS);
    access(stack, newFunction(stack, 'Fn'));

    expect(statementsOf(stack).flatMap(({ resources }) => resources)).not.toContain('*');
  });
});

test('a function in a VPC keeps what connects it to the VPC, in a statement that says so', () => {
  const stack = newStack();
  access(stack, newFunction(stack, 'Fn', isolatedVpc(stack)));

  expect(statementsOf(stack).filter(({ effect, resources }) => effect !== 'Deny' && resources.includes('*'))).toEqual([{
    sid: 'NetworkInterfacesOfLambda',
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  }]);
});

test('a function in a VPC with account-level features has both kinds of * in one policy of their own', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn', isolatedVpc(stack));
  new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.LIST_TABLES] });

  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .map(({ Properties }) => Properties.PolicyDocument.Statement.filter(({ Effect, Resource }: any) => Effect === 'Allow' && Resource === '*'))
    .filter((statements) => statements.length > 0);
  expect(policies.map((statements) => statements.map(({ Sid }: any) => Sid).sort())).toEqual([
    ['ActionsWithoutResourceType', 'NetworkInterfacesOfLambda'],
  ]);
});
