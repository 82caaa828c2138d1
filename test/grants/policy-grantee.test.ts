import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Policy, Role, User } from 'aws-cdk-lib/aws-iam';
import { LambdaTableAccess, RowScope, TableAccessGrants, TableFeature } from '../../src';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { ENV, FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

const READ = 'dynamodb:GetItem on <TableCD117FA1.Arn>';

function grantTo(policy: Policy): Stack {
  const { stack } = policy;
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(policy, TableFeature.READ_ITEM);
  return stack;
}

describe.each(FLAG_SETTINGS)('%s', (_name, flags) => {
  test('what is granted to a policy stands in it', () => {
    const stack = newStack(flags);
    grantTo(new Policy(stack, 'Policy', { roles: [lambdaRole(stack)] }));

    expect(permissionsOf(stack)).toEqual([READ]);
  });
});

test('a policy that is attached after the grant counts', () => {
  const stack = newStack();
  const policy = new Policy(stack, 'Policy');
  grantTo(policy);
  lambdaRole(stack).attachInlinePolicy(policy);

  expect(permissionsOf(stack)).toEqual([READ]);
});

test('a policy of an imported role and of a user gives both the access', () => {
  const stack = newStack({}, ENV);
  const policy = new Policy(stack, 'Policy', { users: [new User(stack, 'User')] });
  Role.fromRoleName(stack, 'Role', 'orders').attachInlinePolicy(policy);
  grantTo(policy);

  const policies = Object.values<any>((stack.node.root as App).synth().getStackByName('Stack').template.Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy').map(({ Properties: { Roles, Users } }) => [Roles, Users]);
  expect(policies).toEqual([[['orders'], [{ Ref: 'User00B015A1' }]]]);
  expect(permissionsOf(stack)).toEqual([READ]);
});

test('other permissions of the role are compared with what its policy was granted', () => {
  const stack = newStack();
  const role = lambdaRole(stack);
  grantTo(new Policy(stack, 'Policy', { roles: [role] }));
  TableAccessGrants.fromTable(stack.node.findChild('Table') as any, { rows: RowScope.ofValues('a') }).features(role, TableFeature.READ_ITEM);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('scopeWithoutEffect')]);
});

test('a policy whose role has the logs of a function too is no empty policy', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  grantTo(new Policy(stack, 'Policy', { roles: [fn.role!] }));
  new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Other'), features: [TableFeature.PUT_ITEM] });

  expect(permissionsOf(stack)).toEqual(expect.arrayContaining([READ, 'dynamodb:PutItem on <Other34654A52.Arn>']));
  expect(warningsOf(stack)).toEqual([]);
});

test('the report knows which features a policy was granted', () => {
  const stack = new Stack(new App({ outdir: join(mkdtempSync(join(tmpdir(), 'grantee-')), 'cdk.out') }), 'Stack', { env: ENV });
  grantTo(new Policy(stack, 'Policy', { roles: [lambdaRole(stack)] }));
  const { directory } = (stack.node.root as App).synth();

  expect(reportAssembly(directory).grantees.map(({ id, declared }) => [id, declared])).toEqual([
    ['Stack/Role', [{ table: 'Stack/Table', features: ['READ_ITEM'], denials: [] }]],
  ]);
});

test('fails for a policy that is attached to nothing', () => {
  expect(problemsOf(grantTo(new Policy(newStack(), 'Policy')))).toEqual([
    '[Stack/Table] the policy Stack/Policy is attached to nothing, so this access grants nothing; expected a policy that is attached to a role, '
    + 'user or group; attach the policy, or give the access to the role itself [cdk-dynamo-access:granteeTakesNoPolicy]',
  ]);
});
