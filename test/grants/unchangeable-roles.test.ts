import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IRole, ManagedPolicy, Policy, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { LambdaTableAccess, TableAccessGrants, TableFeature } from '../../src';
import { addIndexes, ENV, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { messageMatching, warningsOf } from '../support/messages';
import '../support/quiet';

describe.each<[string, (stack: Stack) => IRole]>([
  ['of another account', (stack) => Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/theirs')],
  ['imported as immutable', (stack) => Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/ours', { mutable: false })],
  ['handed on without policy updates', (stack) => lambdaRole(stack).withoutPolicyUpdates()],
])('a role %s that is granted more tables than an inline policy holds', (_name, makeRole) => {
  const stack = newStack({}, ENV);
  const role = makeRole(stack);
  for (let i = 0; i < 40; i++) {
    const table = newTable(stack, `Table${i}`);
    addIndexes(table, 'byCustomer');
    TableAccessGrants.fromTable(table).features(role, TableFeature.QUERY);
  }

  test('gets no managed policy, which would attach itself by name', () => {
    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('gets no inline policy', () => {
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('has a warning for each access', () => {
    expect(warningsOf(stack).filter((warning) => warning.includes('cdk-dynamo-access:grantWithoutEffect'))).toHaveLength(40);
  });
});

test('an imported role that the app may change gets managed policies for what does not fit inline', () => {
  const stack = newStack({}, ENV);
  const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/ours');
  for (let i = 0; i < 40; i++) TableAccessGrants.fromTable(newTable(stack, `Table${i}`)).features(role, TableFeature.READ_ITEM);

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: ['ours'] });
});

test('a customized role that CDK made for a function synthesizes', () => {
  const stack = newStack();
  Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Fn/ServiceRole': 'existing' } });
  new LambdaTableAccess(stack, 'Access', {
    function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM],
  });

  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('a customized role, which others create, has a warning', () => {
  const stack = newStack();
  Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Role': 'existing' } });
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(lambdaRole(stack), TableFeature.READ_ITEM);

  expect(warningsOf(stack)).toEqual([
    messageMatching('Stack/Table', 'grantWithoutEffect', 'Stack/Role'),
  ]);
});

test('a customized role that is in the template all the same has a warning', () => {
  const stack = newStack();
  Role.customizeRoles(stack, { preventSynthesis: false });
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(lambdaRole(stack), TableFeature.READ_ITEM);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('[ack: cdk-dynamo-access:grantWithoutEffect]')]);
});

test.each<[string, (stack: Stack) => Policy | ManagedPolicy]>([
  ['a managed policy', (stack) => new ManagedPolicy(stack, 'Grantee', { roles: [lambdaRole(stack)] })],
  ['an inline policy', (stack) => new Policy(stack, 'Grantee', { roles: [lambdaRole(stack)] })],
])('%s as grantee gets the statements', (_name, makeGrantee) => {
  const stack = newStack();
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(makeGrantee(stack), TableFeature.READ_ITEM);

  expect(permissionsOf(stack)).toEqual(['dynamodb:GetItem on <TableCD117FA1.Arn>']);
});

test('what depends on a LambdaTableAccess waits for its policies', () => {
  const stack = newStack();
  const access = new LambdaTableAccess(stack, 'Access', {
    function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM],
  });
  new Bucket(stack, 'After').node.addDependency(access);

  const [{ DependsOn }] = Object.values(Template.fromStack(stack).findResources('AWS::S3::Bucket'));
  expect(DependsOn).toEqual(['FnRuntimeAccess3382859A', 'FnServiceRoleTableAccessB1255E3B'].sort());
});
