import { App, Stack } from 'aws-cdk-lib';
import {
  CfnGroup, CfnRole, CfnUser, Group, IIdentity, ManagedPolicy, PolicyStatement, Role, ServicePrincipal, User,
} from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LambdaTableAccess, RowScope, TableAccessGrants, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newFunction, newStack, newTable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const OTHER_ACCOUNT = '444455556666';
const TRUST = { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };

/** A policy on all tables, in the properties of an L1. */
const inline = (Effect: string, Action: string) => [{ policyName: 'inline', policyDocument: { Statement: [{ Effect, Action, Resource: '*' }] } }];

const IMPORTS: [string, (stack: Stack, policies: ReturnType<typeof inline>) => IIdentity][] = [
  ['a role by its ARN', (stack, policies) =>
    Role.fromRoleArn(stack, 'Import', new CfnRole(stack, 'Declared', { assumeRolePolicyDocument: TRUST, policies }).attrArn)],
  ['a role by its name', (stack, policies) =>
    Role.fromRoleName(stack, 'Import', new CfnRole(stack, 'Declared', { assumeRolePolicyDocument: TRUST, policies }).ref)],
  ['a user by its ARN', (stack, policies) => User.fromUserArn(stack, 'Import', new CfnUser(stack, 'Declared', { policies }).attrArn)],
  ['a user by its name', (stack, policies) => User.fromUserName(stack, 'Import', new CfnUser(stack, 'Declared', { policies }).ref)],
  ['a group by its name', (stack, policies) => Group.fromGroupName(stack, 'Import', new CfnGroup(stack, 'Declared', { policies }).ref)],
];

function grantItems(stack: Stack, identity: IIdentity): void {
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(identity, TableFeature.READ_ITEM);
}

describe.each(FLAG_SETTINGS)('an import of an identity that the app declares, %s,', (_name, flags) => {
  test.each(IMPORTS)('has a warning for more in the declaration: %s', (_kind, importIdentity) => {
    const stack = newStack(flags, ENV);
    grantItems(stack, importIdentity(stack, inline('Allow', 'dynamodb:PutItem')));

    expect(warningsOf(stack)).toEqual([
      expect.stringContaining('/Stack/Table: Stack/Import has more permissions on a table than the features of this access: dynamodb:PutItem in Stack/Declared;'),
    ]);
  });

  test.each(IMPORTS)('has a warning for a denial in the declaration: %s', (_kind, importIdentity) => {
    const stack = newStack(flags, ENV);
    grantItems(stack, importIdentity(stack, inline('Deny', 'dynamodb:*')));

    expect(warningsOf(stack)).toEqual([expect.stringContaining('/Stack/Table: Stack/Declared denies dynamodb:GetItem, which this access allows Stack/Import;')]);
  });

  test.each(IMPORTS)('has no warning if the declaration gives the same: %s', (_kind, importIdentity) => {
    const stack = newStack(flags, ENV);
    grantItems(stack, importIdentity(stack, inline('Allow', 'dynamodb:GetItem')));

    expect(warningsOf(stack)).toEqual([]);
  });
});

test('the permissions boundary of the declaration counts', () => {
  const stack = newStack({}, ENV);
  const boundary = new ManagedPolicy(stack, 'Boundary', { statements: [new PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] });
  const declared = new CfnRole(stack, 'Declared', { assumeRolePolicyDocument: TRUST, permissionsBoundary: boundary.managedPolicyArn });
  grantItems(stack, Role.fromRoleArn(stack, 'Import', declared.attrArn));

  expect(warningsOf(stack)).toEqual([expect.stringContaining('the permissions boundary Stack/Boundary of Stack/Import does not allow dynamodb:GetItem;')]);
});

test('a policy of another import of the same role counts', () => {
  const stack = newStack({}, ENV);
  const declared = new CfnRole(stack, 'Declared', { assumeRolePolicyDocument: TRUST });
  Role.fromRoleArn(stack, 'Second', declared.attrArn).addToPrincipalPolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['*'] }));
  grantItems(stack, Role.fromRoleArn(stack, 'Import', declared.attrArn));

  expect(warningsOf(stack)).toEqual([expect.stringContaining('dynamodb:PutItem in Stack/Second/Policy;')]);
});

test('the trust policy of the declaration tells which variables a session has', () => {
  const stack = newStack({}, ENV);
  const declared = new CfnRole(stack, 'Declared', { assumeRolePolicyDocument: TRUST });
  TableAccessGrants.fromTable(newTable(stack, 'Table'), { rows: RowScope.ofValues('${aws:PrincipalTag/TenantId}') })
    .features(Role.fromRoleArn(stack, 'Import', declared.attrArn), TableFeature.READ_ITEM);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('[ack: cdk-dynamo-access:variableWithoutValue]')]);
});

describe('a role that another stack of the app declares', () => {
  /** The warnings of an access of an import, beside a role with more. */
  function warningsBeside(roleName: string | undefined, account: string, importRole: (stack: Stack, declared: Role) => IIdentity): string[] {
    const stack = newStack({ '@aws-cdk/core:defaultCrossStackReferences': 'strong' }, ENV);
    const other = new Stack(App.of(stack), 'Other', { env: { ...ENV, account } });
    const declared = new Role(other, 'Role', { roleName, assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    declared.addToPolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['*'] }));
    grantItems(stack, importRole(stack, declared));
    return warningsOf(stack);
  }

  test.each<[string, (stack: Stack) => IIdentity]>([
    ['name', (stack) => Role.fromRoleName(stack, 'Import', 'clerk')],
    ['ARN', (stack) => Role.fromRoleArn(stack, 'Import', `arn:aws:iam::${ENV.account}:role/clerk`)],
  ])('is known by its %s as text', (_how, importRole) => {
    expect(warningsBeside('clerk', ENV.account, importRole)).toEqual([expect.stringContaining('dynamodb:PutItem in Other/Role/DefaultPolicy;')]);
  });

  test('is known by its ARN as a reference', () => {
    expect(warningsBeside(undefined, ENV.account, (stack, { roleArn }) => Role.fromRoleArn(stack, 'Import', roleArn)))
      .toEqual([expect.stringContaining('dynamodb:PutItem in Other/Role/DefaultPolicy;')]);
  });

  test.each<[string, string, (stack: Stack) => IIdentity]>([
    ['a role of this name in another account', OTHER_ACCOUNT, (stack) => Role.fromRoleName(stack, 'Import', 'clerk')],
    ['a role of another name', ENV.account, (stack) => Role.fromRoleName(stack, 'Import', 'reader')],
    ['a user of this name', ENV.account, (stack) => User.fromUserName(stack, 'Import', 'clerk')],
  ])('is not the import of %s', (_what, account, importIdentity) => {
    expect(warningsBeside('clerk', account, importIdentity)).toEqual([]);
  });
});

test.each<[string, string, unknown[]]>([
  ['cannot send', 's3:GetObject', [expect.stringContaining('its role Stack/Import cannot send traces;')]],
  ['can send', 'xray:*', []],
])('an imported L1 role that %s traces is known', (_what, action, expected) => {
  const stack = newStack({}, ENV);
  const declared = new CfnRole(stack, 'Declared', { assumeRolePolicyDocument: TRUST, policies: inline('Allow', action) });
  const fn = newFunction(stack, 'Fn', { role: Role.fromRoleArn(stack, 'Import', declared.attrArn) });
  (fn.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
  new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

  expect(warningsOf(stack)).toEqual(expected);
});
