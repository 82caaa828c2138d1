import { App, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, AnyPrincipal, ArnPrincipal, CfnRolePolicy, Effect, Group, IGrantable, IPrincipal, ManagedPolicy, Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { AccessAssertions, DynamoAccessRole, RoleLogs, TableAccessGrants, TableFeature } from '../../src';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { ENV, newStack, newTable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const deny = (actions: string[], resources = ['*'], more = {}) => new PolicyStatement({ effect: Effect.DENY, actions, resources, ...more });

function access(stack: Stack): DynamoAccessRole {
  return new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table'),
    features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM],
    logs: RoleLogs.none(),
  });
}

function warnings(statement: PolicyStatement): string[] {
  const stack = newStack({}, ENV);
  access(stack).role.addToPrincipalPolicy(statement);
  return warningsOf(stack);
}

const warning = (policy: string, actions: string) => `/Stack/Access: ${policy} denies ${actions}, which this access allows Stack/Access/Role; `
  + 'expected no other policy that denies the actions of the features, because AWS then denies the requests; narrow or remove the denial, '
  + 'or remove the features [ack: cdk-dynamo-access:deniedElsewhere]';

test('a statement of the role that denies an action of a feature has a warning', () => {
  expect(warnings(deny(['dynamodb:Put*']))).toEqual([warning('Stack/Access/Role/DefaultPolicy', 'dynamodb:PutItem')]);
});

test('a managed policy of the app that denies all actions has a warning', () => {
  const stack = newStack({}, ENV);
  access(stack).role.addManagedPolicy(new ManagedPolicy(stack, 'Policy', { statements: [deny(['*'])] }));

  expect(warningsOf(stack)).toEqual([warning('Stack/Policy', 'dynamodb:GetItem, dynamodb:PutItem')]);
});

test('a statement that denies all actions but one has a warning about the others', () => {
  expect(warnings(new PolicyStatement({ effect: Effect.DENY, notActions: ['dynamodb:GetItem'], resources: ['*'] })))
    .toEqual([warning('Stack/Access/Role/DefaultPolicy', 'dynamodb:PutItem')]);
});

type Denial = [name: string, policy: string, makeGrantee: (stack: Stack) => IGrantable];

const DENIALS: Denial[] = [
  ['an inline policy of a role', 'Stack/Grantee', (stack) => new Role(stack, 'Grantee', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Denial: new PolicyDocument({ statements: [deny(['dynamodb:Put*'])] }) },
  })],
  ['a policy that names a role', 'Stack/Denial', (stack) => {
    const role = new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new Policy(stack, 'Denial', { roles: [role], statements: [deny(['dynamodb:Put*'])] });
    return role;
  }],
  ['an L1 inline policy of a role', 'Stack/Denial', (stack) => {
    const role = new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const policyDocument = new PolicyDocument({ statements: [deny(['dynamodb:Put*'])] });
    new CfnRolePolicy(stack, 'Denial', { roleName: role.roleName, policyName: 'denial', policyDocument });
    return role;
  }],
  ['a policy of the group of a user', 'Stack/Group/DefaultPolicy', (stack) => {
    const [group, user] = [new Group(stack, 'Group'), new User(stack, 'Grantee')];
    group.addToPolicy(deny(['dynamodb:Put*']));
    group.addUser(user);
    return user;
  }],
];

const DENIAL_OF_GROUP: Denial = ['a policy of a group', 'Stack/Grantee/DefaultPolicy', (stack) => {
  const group = new Group(stack, 'Grantee');
  group.addToPolicy(deny(['dynamodb:Put*']));
  return group;
}];

function accessOf(makeGrantee: Denial[2]): [Stack, Table, IGrantable] {
  const stack = newStack({}, ENV);
  const [table, grantee] = [newTable(stack, 'Table'), makeGrantee(stack)];
  TableAccessGrants.fromTable(table).features(grantee, TableFeature.READ_ITEM, TableFeature.PUT_ITEM);
  return [stack, table, grantee];
}

describe.each([...DENIALS, DENIAL_OF_GROUP])('%s that denies an action of a feature', (_name, policy, makeGrantee) => {
  const [stack] = accessOf(makeGrantee);

  test('has a warning', () => {
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining(`/Stack/Table: ${policy} denies dynamodb:PutItem, which this access allows Stack/Grantee; `),
    ]);
  });

  test('leaves the action out of the report', () => {
    const { accesses } = reportAssembly((stack.node.root as App).synth().directory);
    const ofGrantee = accesses.filter(({ grantee, resource }) => grantee === 'Stack/Grantee' && resource === 'Stack/Table');

    expect(ofGrantee.flatMap(({ allowed }) => allowed).flatMap(({ actions }) => actions)).toEqual(['dynamodb:GetItem']);
  });
});

test.each(DENIALS)('%s that denies an action of a feature makes assertions on the feature alone fail', (_name, _policy, makeGrantee) => {
  const [stack, table, grantee] = accessOf(makeGrantee);
  const asserted = AccessAssertions.fromStack(stack).of(grantee);

  expect(() => asserted.can(TableFeature.READ_ITEM, table)).not.toThrow();
  expect(() => asserted.can(TableFeature.PUT_ITEM, table)).toThrow('dynamodb:PutItem');
  expect(() => asserted.cannot(TableFeature.PUT_ITEM, table)).not.toThrow();
});

test.each<[string, IPrincipal | undefined]>([['the role', undefined], ['everybody', new AnyPrincipal()], ['the account', new AccountPrincipal(ENV.account)]])(
  'a policy of the table that denies %s an action of a feature has a warning', (_name, principal) => {
    const stack = newStack({}, ENV);
    const { role } = access(stack);
    const table = stack.node.findChild('Table') as Table;
    table.addToResourcePolicy(deny(['dynamodb:Put*'], ['*'], { principals: [principal ?? role] }));

    expect(warningsOf(stack)).toEqual([warning('the resource policy of Stack/Table', 'dynamodb:PutItem')]);
  });

test.each<[string, PolicyStatement]>([
  ['under a condition, which may not be met', deny(['dynamodb:*'], ['*'], { conditions: { Bool: { 'aws:SecureTransport': 'false' } } })],
  ['of another table', deny(['dynamodb:*'], ['arn:aws:dynamodb:*:*:table/other'])],
  ['of another action', deny(['dynamodb:DeleteTable'])],
])('a denial %s has none', (_name, statement) => {
  expect(warnings(statement)).toEqual([]);
});

describe.each([['in a known account', ENV], ['in any account', undefined]])('%s, a policy of the table that denies everybody but some', (_name, env) => {
  const warningsWith = (...excluded: ((role: Role, stack: Stack) => IPrincipal)[]) => {
    const stack = newStack({}, env);
    const { role } = access(stack);
    const notPrincipals = [new AccountPrincipal(stack.account), ...excluded.map((make) => make(role as Role, stack))];
    (stack.node.findChild('Table') as Table).addToResourcePolicy(new PolicyStatement({ effect: Effect.DENY, actions: ['dynamodb:Put*'], resources: ['*'], notPrincipals }));
    return warningsOf(stack);
  };

  test('has a warning for a role that it does not exclude', () => {
    expect(warningsWith((_role, stack) => new ArnPrincipal(`arn:aws:iam::${stack.account}:role/admin`)))
      .toEqual([warning('the resource policy of Stack/Table', 'dynamodb:PutItem')]);
  });

  test('has no warning for a role that it excludes', () => {
    expect(warningsWith((role) => role)).toEqual([]);
  });
});
