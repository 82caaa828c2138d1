import { CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { CfnRole, ManagedPolicy, PermissionsBoundary, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ORDERS, rulesFor } from './findings';
import '../support/quiet';

const BROAD = ['wildcard-action', 'any-table'];

/** A managed policy that is the permissions boundary of a role, and the rules that find something in it. */
function findWith(build: (role: Role, boundary: ManagedPolicy) => void, statement: object = { Action: 'dynamodb:*', Resource: '*' }): string[] {
  return rulesFor((stack: Stack) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const boundary = new ManagedPolicy(stack, 'Boundary', { statements: [PolicyStatement.fromJson({ Effect: 'Allow', ...statement })] });
    build(role, boundary);
  });
}

const bound = (role: Role, boundary: ManagedPolicy) => PermissionsBoundary.of(role).apply(boundary);

test('a broad permissions boundary gives nothing, so that nothing is found', () => {
  expect(findWith(bound)).toEqual([]);
});

test('a broad permissions boundary under a condition gives nothing', () => {
  expect(findWith((role, boundary) => {
    const { stack } = role;
    const condition = new CfnCondition(stack, 'Bounded', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Value'), 'yes') });
    const choice = { 'Fn::If': [condition.logicalId, stack.resolve(boundary.managedPolicyArn), { Ref: 'AWS::NoValue' }] };
    (role.node.defaultChild as CfnRole).addPropertyOverride('PermissionsBoundary', choice);
  })).toEqual([]);
});

test.each<[string, (role: Role, boundary: ManagedPolicy) => void]>([
  ['is attached to nothing', () => undefined],
  ['is attached to a role', (role, boundary) => {
    bound(role, boundary);
    role.addManagedPolicy(boundary);
  }],
  ['is attached to a role of another app', (role, boundary) => {
    bound(role, boundary);
    boundary.attachToRole(Role.fromRoleName(role, 'Other', 'other'));
  }],
])('a broad policy that %s is found', (_what, build) => {
  expect(findWith(build)).toEqual(BROAD);
});

test('what limits nothing is found in a permissions boundary', () => {
  const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] } };

  expect(findWith(bound, { Action: 'dynamodb:GetItem', Resource: ORDERS, Condition })).toEqual(['rows-without-null']);
});
