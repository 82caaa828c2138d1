import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Group, IGrantable, LazyRole, OrganizationPrincipal, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { DynamoAccessRole, TableAccessGrants, TableFeature } from '../../src';
import { ENV, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { messageMatching, problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

const ROLE_ARN = 'arn:aws:iam::111122223333:role/orders';

function grant(stack: Stack, grantee: IGrantable, ...features: TableFeature[]) {
  return TableAccessGrants.fromTable(newTable(stack, 'Table')).features(grantee, ...features.length > 0 ? features : [TableFeature.READ_ITEM]);
}

/** Whom the policy with this action is attached to. */
function holdersOf(stack: Stack, action: string): unknown {
  const [policy, ...others] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.PolicyDocument).includes(`"${action}"`));
  expect(others).toEqual([]);
  const { Roles, Users, Groups } = policy.Properties;
  return { ...Roles && { Roles }, ...Users && { Users }, ...Groups && { Groups } };
}

describe('a grantee', () => {
  const GRANTEES: [string, (stack: Stack) => IGrantable, unknown][] = [
    ['a function', (stack) => newFunction(stack, 'Fn'), { Roles: [{ Ref: 'FnServiceRoleB9001A96' }] }],
    ['an alias of a function', (stack) => newFunction(stack, 'Fn').currentVersion.addAlias('live'), { Roles: [{ Ref: 'FnServiceRoleB9001A96' }] }],
    ['a role', lambdaRole, { Roles: [{ Ref: 'Role1ABCC5F0' }] }],
    ['a user', (stack) => new User(stack, 'User'), { Users: [{ Ref: 'User00B015A1' }] }],
    ['a group', (stack) => new Group(stack, 'Group'), { Groups: [{ Ref: 'GroupC77FDACD' }] }],
    ['the role of an ECS task', (stack) => new FargateTaskDefinition(stack, 'Task').taskRole, { Roles: [{ Ref: 'TaskTaskRoleE98524A1' }] }],
    ['a DynamoAccessRole', (stack) => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Other'), features: [TableFeature.SCAN] }),
      { Roles: [{ Ref: 'AccessRoleE6825E38' }] }],
    ['an imported role', (stack) => Role.fromRoleArn(stack, 'Role', ROLE_ARN), { Roles: ['orders'] }],
    ['a role that is imported by its name', (stack) => Role.fromRoleName(stack, 'Role', 'orders'), { Roles: ['orders'] }],
    ['an imported user', (stack) => User.fromUserName(stack, 'User', 'alice'), { Users: ['alice'] }],
    ['an imported group', (stack) => Group.fromGroupName(stack, 'Group', 'readers'), { Groups: ['readers'] }],
  ];

  test.each(GRANTEES)('can be %s', (_kind, makeGrantee, holders) => {
    const stack = newStack({}, ENV);
    grant(stack, makeGrantee(stack));

    expect(holdersOf(stack, 'dynamodb:GetItem')).toEqual(holders);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('can be a role that is made when it is used', () => {
    const stack = newStack();
    const role = new LazyRole(stack, 'Lazy', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    grant(stack, role);
    newFunction(stack, 'Fn', { role });

    expect(permissionsOf(stack)).toContain('dynamodb:GetItem on <TableCD117FA1.Arn>');
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('the grant', () => {
  test('succeeds', () => {
    const stack = newStack();

    expect(() => grant(stack, lambdaRole(stack)).assertSuccess()).not.toThrow();
  });

  test('has the statements as its record', () => {
    const stack = newStack();

    expect(grant(stack, lambdaRole(stack)).principalStatements.map((each) => each.actions)).toEqual([['dynamodb:GetItem']]);
  });

  test('is applied before a resource that waits for it', () => {
    const stack = newStack();
    const waiting = new CfnResource(stack, 'Waiting', { type: 'Test::Waiting' });
    grant(stack, lambdaRole(stack)).applyBefore(waiting);

    expect(Template.fromStack(stack).toJSON().Resources.Waiting.DependsOn).toEqual(['RoleTableAccess2D01CA21']);
  });

  test('of account-level actions is applied before a resource that waits for it', () => {
    const stack = newStack();
    const waiting = new CfnResource(stack, 'Waiting', { type: 'Test::Waiting' });
    grant(stack, lambdaRole(stack), TableFeature.READ_ITEM, TableFeature.LIST_TABLES).applyBefore(waiting);

    expect(Template.fromStack(stack).toJSON().Resources.Waiting.DependsOn.sort()).toEqual(['RoleAccountAccessB4581C9B', 'RoleTableAccess2D01CA21']);
  });

  test('of account-level actions alone is applied before a resource that waits for it', () => {
    const stack = newStack();
    const waiting = new CfnResource(stack, 'Waiting', { type: 'Test::Waiting' });
    grant(stack, lambdaRole(stack), TableFeature.LIST_TABLES).applyBefore(waiting);

    expect(Template.fromStack(stack).toJSON().Resources.Waiting.DependsOn).toEqual(['RoleAccountAccessB4581C9B']);
  });
});

describe('a grant without effect', () => {
  const IMMUTABLE: [string, (stack: Stack) => IGrantable][] = [
    ['an imported role that must not change', (stack) => Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false })],
    ['a role withoutPolicyUpdates', (stack) => lambdaRole(stack).withoutPolicyUpdates()],
    ['a role of another account', (stack) => Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/orders')],
  ];

  test.each(IMMUTABLE)('has a warning for %s', (_kind, makeGrantee) => {
    const stack = newStack({}, ENV);
    grant(stack, makeGrantee(stack));

    expect(warningsOf(stack)).toEqual([expect.stringContaining('[ack: cdk-dynamo-access:grantWithoutEffect]')]);
  });

  test('names the role and the remedy', () => {
    const stack = newStack({}, ENV);
    grant(stack, Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/orders'));

    expect(warningsOf(stack)).toEqual([
      '/Stack/Table: this app cannot change the permissions of Stack/Role, so this access grants nothing; expected a role, a user or a group '
        + 'that accepts policies; pass the role as it is declared, or add the permissions where the role is defined [ack: '
        + 'cdk-dynamo-access:grantWithoutEffect]',
    ]);
  });

  test.each(IMMUTABLE)('writes no policy for %s', (_kind, makeGrantee) => {
    const stack = newStack({}, ENV);
    grant(stack, makeGrantee(stack));

    expect(permissionsOf(stack)).toEqual([]);
  });

  test('fails when the grantee is a service', () => {
    const stack = newStack();
    grant(stack, new ServicePrincipal('lambda.amazonaws.com'));

    expect(problemsOf(stack)).toEqual([
      '[Stack/Table] the grantee ServicePrincipal(lambda.amazonaws.com) accepts no identity policies, so this access grants nothing; expected '
        + 'a role, a user, a group or a construct with a role; pass the role that this principal assumes '
        + '[cdk-dynamo-access:granteeTakesNoPolicy]',
    ]);
  });

  test('fails when the grantee is an organization', () => {
    const stack = newStack();
    grant(stack, new OrganizationPrincipal('o-1234567890'));

    expect(problemsOf(stack)).toEqual([messageMatching('Stack/Table', 'granteeTakesNoPolicy', 'OrganizationPrincipal(o-1234567890)')]);
  });

  test('fails when the grantee is a function without a known role', () => {
    const stack = newStack();
    const fn = LambdaFunction.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:111122223333:function:orders');

    expect(() => grant(stack, fn)).toThrow(new Error(
      '[Stack/Table] the grantee is imported without its role; expected a grantee whose role this app knows; import the grantee with its role: '
        + 'Function.fromFunctionAttributes does so for a function [cdk-dynamo-access:granteeWithoutRole]',
    ));
  });

  test('stands in the report on roles that others create', () => {
    const stack = newStack();
    Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Role': 'orders' } });
    grant(stack, lambdaRole(stack));

    const { directory } = (stack.node.root as App).synth();
    const { roles } = JSON.parse(readFileSync(join(directory, 'iam-policy-report.json'), 'utf8'));
    expect(roles.find((role: any) => role.roleConstructPath === 'Stack/Role').identityPolicyStatements).toEqual([
      expect.objectContaining({ Action: 'dynamodb:GetItem', Effect: 'Allow' }),
    ]);
  });
});
