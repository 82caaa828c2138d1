import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnRole, Group, ManagedPolicy, Policy, PolicyStatement, Role, User } from 'aws-cdk-lib/aws-iam';
import { RowScope, TableAccessGrants, TableDenial, TableFeature } from '../../src';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { ENV, FLAG_SETTINGS, newStack, newTable, permissionsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

const READ = 'dynamodb:GetItem on <TableCD117FA1.Arn>';

function grantTo(policy: Policy | ManagedPolicy): Stack {
  const { stack } = policy;
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(policy, TableFeature.READ_ITEM);
  return stack;
}

function newRole(stack: Stack, policy: ManagedPolicy): CfnRole {
  return new CfnRole(stack, 'Role', { assumeRolePolicyDocument: {}, managedPolicyArns: [policy.managedPolicyArn] });
}

/** The ways to attach a managed policy. */
const WAYS: [string, (stack: Stack, policy: ManagedPolicy) => void][] = [
  ['the policy names the role', (stack, policy) => policy.attachToRole(lambdaRole(stack))],
  ['the role names the policy', (stack, policy) => lambdaRole(stack).addManagedPolicy(policy)],
  ['a role of an L1 names the policy', newRole],
  ['a user names the policy', (stack, policy) => new User(stack, 'User', { managedPolicies: [policy] })],
  ['a group names the policy', (stack, policy) => new Group(stack, 'Group', { managedPolicies: [policy] })],
];

describe.each(FLAG_SETTINGS)('%s', (_name, flags) => {
  test.each(WAYS)('what is granted to a managed policy stands in it if %s', (_way, attach) => {
    const stack = newStack(flags);
    const policy = new ManagedPolicy(stack, 'Policy');
    grantTo(policy);
    attach(stack, policy);

    expect(permissionsOf(stack)).toEqual([READ]);
  });
});

test.each<[string, (stack: Stack, policy: ManagedPolicy) => void]>([
  ['nothing names', () => undefined],
  ['only limits a role as its permissions boundary', (stack, policy) => new Role(stack, 'Role', { assumedBy: new User(stack, 'User'), permissionsBoundary: policy })],
])('fails for a managed policy that %s', (_what, use) => {
  const stack = newStack();
  const policy = new ManagedPolicy(stack, 'Policy');
  use(stack, policy);

  expect(problemsOf(grantTo(policy))).toEqual([
    '[Stack/Table] the policy Stack/Policy is attached to nothing, so this access grants nothing; expected a policy that is attached to a role, '
    + 'user or group; attach the policy, or give the access to the role itself [cdk-dynamo-access:granteeTakesNoPolicy]',
  ]);
});

describe.each<[string, (stack: Stack, policy: ManagedPolicy) => void, string]>([
  ['that a role names', (stack, policy) => lambdaRole(stack).addManagedPolicy(policy), 'Role'],
  ['that a role of an L1 names', newRole, 'Role'],
])('other permissions of the holder of a managed policy %s', (_name, attach, holder) => {
  const synthesize = (action: string) => {
    const stack = newStack();
    const policy = new ManagedPolicy(stack, 'Policy');
    grantTo(policy);
    attach(stack, policy);
    const other = new ManagedPolicy(stack, 'Other', { statements: [new PolicyStatement({ actions: [action], resources: ['*'] })] });
    const role = stack.node.findChild(holder);
    if (CfnRole.isCfnRole(role)) role.managedPolicyArns = [...role.managedPolicyArns!, other.managedPolicyArn];
    else (role as Role).addManagedPolicy(other);
    return stack;
  };

  test('are warned of if they allow more', () => {
    expect(warningsOf(synthesize('dynamodb:PutItem'))).toEqual([expect.stringContaining('widerElsewhere')]);
  });

  test('give no warning if they allow the same', () => {
    expect(warningsOf(synthesize('dynamodb:GetItem'))).toEqual([]);
  });
});

test('other accesses of the role are compared with what its managed policy was granted', () => {
  const stack = newStack();
  const role = lambdaRole(stack);
  grantTo(new ManagedPolicy(stack, 'Policy', { roles: [role] }));
  TableAccessGrants.fromTable(stack.node.findChild('Table') as any, { rows: RowScope.ofValues('a') }).features(role, TableFeature.READ_ITEM);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('scopeWithoutEffect')]);
});

test.each(WAYS.slice(0, 3))('the report knows which features a managed policy was granted if %s', (_way, attach) => {
  const stack = new Stack(new App({ outdir: join(mkdtempSync(join(tmpdir(), 'grantee-')), 'cdk.out') }), 'Stack', { env: ENV });
  const policy = new ManagedPolicy(stack, 'Policy');
  grantTo(policy);
  attach(stack, policy);
  const { directory } = (stack.node.root as App).synth();

  expect(reportAssembly(directory).grantees.map(({ id, declared }) => [id, declared])).toEqual([
    ['Stack/Role', [{ table: 'Stack/Table', features: ['READ_ITEM'], denials: [] }]],
  ]);
});

describe.each<[string, (stack: Stack) => Policy | ManagedPolicy]>([
  ['an inline policy', (stack) => new Policy(stack, 'Policy', { roles: [lambdaRole(stack)] })],
  ['a managed policy', (stack) => new ManagedPolicy(stack, 'Policy', { roles: [lambdaRole(stack)] })],
])('%s that is granted something', (_name, makePolicy) => {
  const warn = (action: string) => {
    const policy = makePolicy(newStack());
    policy.addStatements(new PolicyStatement({ actions: [action], resources: ['*'] }));
    return warningsOf(grantTo(policy));
  };

  test('and allows more is warned of', () => {
    expect(warn('dynamodb:PutItem')).toEqual([expect.stringContaining('/Stack/Table: Stack/Role has more permissions on a table than the features of '
      + 'this access: dynamodb:PutItem in Stack/Policy;')]);
  });

  test('and allows the same gives no warning', () => {
    expect(warn('dynamodb:GetItem')).toEqual([]);
  });

  test('and has denials by the library gives no warning', () => {
    const policy = makePolicy(newStack());
    const grants = TableAccessGrants.fromTable(newTable(policy.stack, 'Table'));
    grants.features(policy, TableFeature.CRUD);
    grants.deny(policy, TableDenial.DELETES);

    expect(warningsOf(policy.stack)).toEqual([]);
  });
});
