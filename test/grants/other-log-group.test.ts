import { App, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DynamoAccessRole, LambdaTableAccess, RoleLogs, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const BASIC = 'service-role/AWSLambdaBasicExecutionRole';

function newAccess(stack: Stack, logs?: RoleLogs): DynamoAccessRole {
  return new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs });
}

describe.each(FLAG_SETTINGS)('a function with the role of a DynamoAccessRole, %s', (_name, flags) => {
  const WARNING = '/Stack/Access: the function Stack/Fn runs with this role but logs to another log group, where the role cannot write; '
    + 'expected a function that logs to Stack/Access/LogGroup; pass logGroup of this construct to the function as logGroup [ack: '
    + 'cdk-dynamo-access:otherLogGroup]';

  test('has a warning where it logs to its default group', () => {
    const stack = newStack(flags);
    newFunction(stack, 'Fn', { role: newAccess(stack).role });

    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('has a warning where it logs to a group of its own', () => {
    const stack = newStack(flags);
    newFunction(stack, 'Fn', { role: newAccess(stack).role, logGroup: new LogGroup(stack, 'Own') });

    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('has none where it logs to the group of the role', () => {
    const stack = newStack(flags);
    const { role, logGroup } = newAccess(stack);
    newFunction(stack, 'Fn', { role, logGroup });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('has none where it logs to the imported group that the role was given', () => {
    const stack = newStack(flags);
    const { role, logGroup } = newAccess(stack, RoleLogs.toGroup(LogGroup.fromLogGroupName(stack, 'Given', '/shop/orders')));
    newFunction(stack, 'Fn', { role, logGroup });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('has none where the role is asked for no logs', () => {
    const stack = newStack(flags);
    newFunction(stack, 'Fn', { role: newAccess(stack, RoleLogs.none()).role });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('has none where a LambdaTableAccess gives it its logs', () => {
    const stack = newStack(flags);
    const fn = newFunction(stack, 'Fn', { role: newAccess(stack).role });
    new LambdaTableAccess(stack, 'Logs', { function: fn, table: newTable(stack, 'Other'), features: [TableFeature.READ_ITEM] });

    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a log group of another Region', () => {
  const WARNING = '/Stack/Access: the function Stack/Fn runs with this role but logs to another log group, where the role cannot write; '
    + 'expected a log group in the Region and account of the function, unlike Far/Group; write logs: RoleLogs.toGroup(logGroup) with a log '
    + 'group of that Region and account [ack: cdk-dynamo-access:otherLogGroup]';

  function newStacks(crossRegionReferences?: boolean): [Stack, Stack] {
    // newer versions of CDK warn of references between stacks where an app doesn't say how strong they are
    const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
    return [
      new Stack(app, 'Stack', { env: ENV, crossRegionReferences }),
      new Stack(app, 'Far', { env: { ...ENV, region: 'us-east-1' }, crossRegionReferences }),
    ];
  }

  test.each([[undefined], [true]])('has a warning where the function with the role names it, with crossRegionReferences %s', (crossRegionReferences) => {
    const [stack, far] = newStacks(crossRegionReferences);
    const { role, logGroup } = newAccess(stack, RoleLogs.toGroup(new LogGroup(far, 'Group', { logGroupName: '/shop/orders' })));
    newFunction(stack, 'Fn', { role, logGroup });

    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('has a warning where it is imported, and the function with the role names it', () => {
    const [stack, far] = newStacks();
    const imported = LogGroup.fromLogGroupArn(far, 'Group', 'arn:aws:logs:us-east-1:111122223333:log-group:/shop/orders');
    const { role, logGroup } = newAccess(stack, RoleLogs.toGroup(imported));
    newFunction(stack, 'Fn', { role, logGroup });

    expect(warningsOf(stack)).toEqual([WARNING]);
  });

  test('has none where the function is in that Region', () => {
    const [stack, far] = newStacks();
    const access = new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'),
      features: [TableFeature.READ_ITEM],
      roleName: 'orders',
      logs: RoleLogs.toGroup(new LogGroup(far, 'Group', { logGroupName: '/shop/orders' })),
    });
    newFunction(far, 'Fn', { role: access.role, logGroup: access.logGroup });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('gives a function with a LambdaTableAccess the one of that name in its own Region', () => {
    const [stack, far] = newStacks(true);
    const fn = newFunction(stack, 'Fn', { logGroup: new LogGroup(far, 'Group', { logGroupName: '/shop/orders' }) });
    new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

    expect(permissionsOf(stack).filter((each) => each.startsWith('logs:PutLogEvents')))
      .toEqual([expect.stringMatching(/^logs:PutLogEvents on arn:<AWS::Partition>:logs:eu-west-1:111122223333:log-group:.*:\*$/)]);
  });
});

describe('a role that was given to the function with a managed policy that writes to every log group', () => {
  function access(keepManagedPolicies?: boolean): Stack {
    const stack = newStack();
    const role = new Role(stack, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(BASIC)],
    });
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn', { role }), table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], keepManagedPolicies,
    });
    return stack;
  }

  test('has a warning', () => {
    expect(warningsOf(access())).toEqual([
      '/Stack/Access: the role Stack/Role keeps AWSLambdaBasicExecutionRole, which allows writing to every log group, because the role was '
        + 'passed to the function; expected a role that CDK made for this function only; remove the managed policy from the role to get '
        + 'permissions on its own log group only, or set keepManagedPolicies: true [ack: cdk-dynamo-access:givenRoleKeepsManagedPolicies]',
    ]);
  });

  test('has none with keepManagedPolicies', () => {
    expect(warningsOf(access(true))).toEqual([]);
  });

  test('gets no logs beside it', () => {
    expect(permissionsOf(access())).toEqual(['dynamodb:GetItem on <TableCD117FA1.Arn>']);
  });
});
