import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { allow, ARN, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';

const PARAMETER = { Ref: 'Given' };
const NOTHING = { Ref: 'AWS::NoValue' };
const READS = allow('dynamodb:GetItem', ARN.table('Orders'));
const ALL = allow('dynamodb:*', '*');
const UNKNOWN = 'arn:aws:iam::111122223333:policy/Unknown';

const SECTIONS = {
  Parameters: { Given: { Type: 'String' } },
  Conditions: { One: { 'Fn::Equals': [PARAMETER, '1'] }, Two: { 'Fn::Equals': [PARAMETER, '2'] } },
};

type Templates = Parameters<typeof writeAssembly>[0];

const report = (resources: Templates) => reportAssembly(writeAssembly({ ...table('Orders'), ...resources }, undefined, SECTIONS));

function describeDifference(before: Templates, after: Templates): string[] {
  return compareReports(report(before), report(after)).map(({ direction, text }) => `${direction}: ${text}`);
}

const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const choose = (condition: string, value: unknown, other: unknown = NOTHING) => ({ 'Fn::If': [condition, value, other] });

function policy(id: string, type: 'Policy' | 'ManagedPolicy', statement: unknown, properties: object = {}, attributes: object = {}): Templates {
  const name = type === 'Policy' ? { PolicyName: id } : { ManagedPolicyName: id };
  return { [id]: { Type: `AWS::IAM::${type}`, ...attributes, Properties: { ...name, PolicyDocument: document(statement), ...properties } } };
}

describe('a permission that depends on a part that is not known is more access if another part changes', () => {
  const limited = (properties: object = {}) => ({ PermissionsBoundary: { Ref: 'Limit' }, ...properties });
  const key = (principal: unknown): Templates => ({
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: document({ Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:*', Resource: '*' }) } },
  });
  const admin = {
    Admin: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { AWS: PARAMETER }, Action: 'sts:AssumeRole' }) } },
  };

  test.each<[string, Templates, Templates]>([
    ['a policy beside a boundary with an unknown resource',
      { ...policy('Limit', 'ManagedPolicy', allow('dynamodb:*', PARAMETER as any)), ...role('Writer', [], limited()) },
      { ...policy('Limit', 'ManagedPolicy', allow('dynamodb:*', PARAMETER as any)), ...role('Writer', [ALL], limited()) }],
    ['a boundary beside a policy with an unknown resource',
      { ...policy('Limit', 'ManagedPolicy', allow('dynamodb:GetItem', '*')), ...role('Writer', [allow('dynamodb:*', PARAMETER as any)], limited()) },
      { ...policy('Limit', 'ManagedPolicy', ALL), ...role('Writer', [allow('dynamodb:*', PARAMETER as any)], limited()) }],
    ['a boundary beside an unknown policy',
      { ...policy('Limit', 'ManagedPolicy', allow('s3:*', '*')), ...role('Writer', [], limited({ ManagedPolicyArns: [UNKNOWN] })) },
      { ...policy('Limit', 'ManagedPolicy', ALL), ...role('Writer', [], limited({ ManagedPolicyArns: [UNKNOWN] })) }],
    ['a policy on a key whose policy has an unknown principal',
      { ...key(PARAMETER), ...role('Writer', []) },
      { ...key(PARAMETER), ...role('Writer', [allow('kms:*', { 'Fn::GetAtt': ['Key', 'Arn'] } as any)]) }],
    ['a policy on a role whose trust policy has an unknown principal',
      { ...admin, ...role('Writer', []) },
      { ...admin, ...role('Writer', [allow('sts:AssumeRole', { 'Fn::GetAtt': ['Admin', 'Arn'] } as any)]) }],
  ])('%s', (_name, before, after) => {
    expect(describeDifference(before, after)).toContainEqual(expect.stringMatching(/^more: /));
    expect(describeDifference(after, after)).toEqual([]);
  });
});

describe('a permissions boundary that a choice decides', () => {
  const bounded = (limit: unknown, boundary: unknown): Templates => ({
    ...policy('Limit', 'ManagedPolicy', limit), ...policy('Other', 'ManagedPolicy', ALL), ...role('Writer', [ALL], { PermissionsBoundary: boundary }),
  });
  const maybe = choose('One', { Ref: 'Limit' });

  test('is more access if its content allows more', () => {
    expect(describeDifference(bounded(READS, maybe), bounded(ALL, maybe))).toContainEqual(expect.stringMatching(/^more: Writer may read, write and manage Orders /));
  });

  test('is more access if the other outcome has a boundary that allows more', () => {
    const [one, other] = ['Limit', 'Other'].map((Ref) => bounded(READS, choose('One', { Ref: 'Limit' }, { Ref })));

    expect(describeDifference(one, other)).toContainEqual(expect.stringMatching(/^more: Writer may now /));
  });

  test('limits nothing in the outcome without a boundary', () => {
    const { accesses } = report(bounded(READS, maybe));
    const ways = accesses.find(({ grantee, resource }) => grantee === 'Stack/Writer' && resource === 'Stack/Orders')!.allowed.flatMap(({ actions, conditions }) =>
      conditions.map(({ values }) => `${actions.length === 1 ? actions[0] : 'others'} ${values.join()}`));

    expect(ways).toEqual(['others not One', 'dynamodb:GetItem One']);
  });
});

describe('a choice within a choice', () => {
  const conditional = choose('Two', READS);
  const inline = (statement: unknown) => role('Writer', [], { Policies: [choose('One', { PolicyName: 'p', PolicyDocument: document(statement) })] });
  const managed = (statement: unknown) => ({ ...policy('Managed', 'ManagedPolicy', statement, { Roles: ['Writer'] }, { Condition: 'One' }), ...role('Writer', []) });

  test.each<[string, (statement: unknown) => Templates]>([['in an inline policy', inline], ['in a managed policy', managed]])('%s is more access without it', (_name, make) => {
    expect(describeDifference(make(conditional), make(READS))).toEqual([expect.stringMatching(/^more: Writer may read items of Orders, now only if /)]);
  });
});

describe('an identity outside of the app', () => {
  const attached = (statement: unknown, Roles: unknown) => ({ ...policy('Attached', 'Policy', statement, { Roles }), ...role('Writer', []) });

  test('has the permissions of the policies that name it', () => {
    expect(describeDifference(attached(READS, ['theirs']), attached(ALL, ['theirs']))).toContainEqual(
      expect.stringMatching(/^more: role theirs of account \d+ may now .*Orders/));
  });

  test('whose name is not known may have more if the policy changes', () => {
    expect(describeDifference(attached(READS, [PARAMETER]), attached(ALL, [PARAMETER]))).toContainEqual(
      expect.stringMatching(/^more: Stack\/Attached\.Properties\.Roles\.0 may allow more/));
  });

  test('has a managed policy that the app attaches to nothing', () => {
    expect(describeDifference(policy('Shared', 'ManagedPolicy', READS), policy('Shared', 'ManagedPolicy', ALL))).toContainEqual(
      expect.stringMatching(/^more: whoever has Stack\/Shared may now .*Orders/));
  });

  test('has no permissions by a policy that is a permissions boundary only', () => {
    const { grantees } = report({ ...policy('Limit', 'ManagedPolicy', ALL), ...role('Writer', [], { PermissionsBoundary: { Ref: 'Limit' } }) });

    expect(grantees.map(({ id }) => id)).toEqual(['Stack/Writer']);
  });
});

describe('a managed policy of another account or path with the same name', () => {
  const [one, other] = ['arn:aws:iam::111122223333:policy/strict/Access', 'arn:aws:iam::111122223333:policy/loose/Access'];

  test('is another policy', () => {
    expect(describeDifference(role('Writer', [], { ManagedPolicyArns: [one] }), role('Writer', [], { ManagedPolicyArns: [other] })).map((text) => text.slice(0, 4)))
      .toEqual(['more', 'more']);
  });

  test('is another permissions boundary', () => {
    expect(describeDifference(role('Writer', [ALL], { PermissionsBoundary: one }), role('Writer', [ALL], { PermissionsBoundary: other })))
      .toEqual([`more: Writer is no longer limited by the permissions boundary ${one}, but by ${other}`]);
  });
});

test('a managed policy that a role has in any case is in every request, even if a choice attaches it too', () => {
  const { accesses } = report({
    ...policy('Shared', 'ManagedPolicy', READS, { Roles: ['Writer'] }), ...role('Writer', [], { ManagedPolicyArns: [choose('One', { Ref: 'Shared' })] }),
  });

  expect(accesses.flatMap(({ allowed }) => allowed).map(({ conditions }) => conditions)).toEqual([[]]);
});

test('a replica key has the policy that says who may use it', () => {
  const replica = (Principal: unknown): Templates => ({
    Replica: { Type: 'AWS::KMS::ReplicaKey', Properties: { PrimaryKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/mrk-1', KeyPolicy: document({ Effect: 'Allow', Principal, Action: 'kms:Decrypt', Resource: '*' }) } },
  });

  expect(describeDifference({}, replica({ AWS: '222222222222' }))).toEqual([expect.stringMatching(/^more: account 222222222222 may now .*key Replica/)]);
});

describe('a function', () => {
  const fn = (Role: unknown): Templates => ({ Fn: { Type: 'AWS::Lambda::Function', Properties: { Role } } });
  const roles = { ...role('Narrow', [READS]), ...role('Admin', [ALL]) };
  const runAs = (id: string) => ({ ...roles, ...fn({ 'Fn::GetAtt': [id, 'Arn'] }), Other: fn({ 'Fn::GetAtt': ['Admin', 'Arn'] }).Fn });

  test('that gets another role may do what the role may do', () => {
    expect(describeDifference(runAs('Narrow'), runAs('Admin')).sort()).toEqual([
      'less: Stack/Fn no longer runs with the role Stack/Narrow',
      'more: Stack/Fn now runs with the role Stack/Admin, and may do all that the role may do',
    ]);
  });

  test('with a role outside of the app is not known', () => {
    expect(report(fn('arn:aws:iam::111122223333:role/theirs')).unknown).toEqual([{
      path: 'Stack/Fn.Properties.Role',
      problem: 'the app does not declare the role arn:aws:iam::111122223333:role/theirs, so that its permissions are not known',
    }]);
  });
});

describe('what decides on a condition', () => {
  const tagged = (Tags: unknown, statement: any = { ...READS, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'shop' } } }) => role('Writer', [statement], { Tags });
  const [none, shop] = [[], [{ Key: 'team', Value: 'shop' }]];

  test('is more access if a role gets another tag', () => {
    expect(describeDifference(tagged(none), tagged(shop))).toEqual(['more: the permissions that depend on Stack/Writer.Properties.Tags may be others: '
      + 'it is now [{"Key":"team","Value":"shop"}], before []']);
  });

  test('is no change if no condition is on tags', () => {
    expect(describeDifference(tagged(none, READS), tagged(shop, READS))).toEqual([]);
  });

  test('is more access if a caller may choose the tags of a session from now on', () => {
    const trust = (Action: string[]) => ({ AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action }) });
    const rows = { ...READS, Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } } };
    const [before, after] = [['sts:AssumeRole'], ['sts:AssumeRole', 'sts:TagSession']].map((Action) => role('Writer', [rows], trust(Action)));

    expect(describeDifference(before, after)).toEqual([expect.stringMatching(/^more: the permissions that depend on Stack\/Writer\.Properties\.AssumeRolePolicyDocument may be others/)]);
  });

  test('is more access if a table gets another tag', () => {
    const statement = allow('dynamodb:GetItem', '*', { StringEquals: { 'aws:ResourceTag/team': 'shop' } });
    const [before, after] = [none, shop].map((Tags) => ({ ...table('Orders', { Tags }), ...role('Writer', [statement]) }));

    expect(describeDifference(before, after)).toEqual([expect.stringMatching(/^more: the permissions that depend on Stack\/Orders\.Properties\.Tags may be others/)]);
  });
});

describe('the tags on which permissions depend', () => {
  const onTags = (...actions: string[]) => role('Writer', [allow(actions, '*', { StringEquals: { 'aws:ResourceTag/team': 'shop' } })]);
  const [dev, shop] = ['dev', 'shop'].map((Value) => [{ Key: 'team', Value }]);
  const group = (Tags: unknown): Templates => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties: { Tags } } });
  const replicas = (Tags: unknown): Templates => ({ Orders: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'Orders', Replicas: [{ Region: 'eu-west-1', Tags }] } } });
  const fn = (Tags: object): Templates => ({ Fn: { Type: 'AWS::Serverless::Function', Properties: { Tags } } });
  const changed = (property: string) => expect.stringMatching(new RegExp(`^more: the permissions that depend on Stack/${property} may be others: it is now .*shop.*, before .*dev`));

  test.each<[string, Templates, Templates, string]>([
    ['a replica', { ...onTags('dynamodb:GetItem'), ...replicas(dev) }, { ...onTags('dynamodb:GetItem'), ...replicas(shop) }, 'Orders.Properties.Replicas'],
    ['a log group', { ...onTags('logs:*'), ...group(dev) }, { ...onTags('logs:*'), ...group(shop) }, 'Group.Properties.Tags'],
    ['a role that may be assumed', { ...onTags('sts:AssumeRole'), ...role('Admin', [], { Tags: dev }) },
      { ...onTags('sts:AssumeRole'), ...role('Admin', [], { Tags: shop }) }, 'Admin.Properties.Tags'],
    ['a function of SAM, whose role has them', { ...onTags('sts:*'), ...fn({ team: 'dev' }) }, { ...onTags('sts:*'), ...fn({ team: 'shop' }) }, 'FnRole.Properties.Tags'],
  ])('are compared: those of %s', (_name, before, after, property) => {
    expect(describeDifference(before, after)).toEqual([changed(property)]);
  });

  test.each<[string, Templates, Templates]>([
    ['a log group', { ...onTags('dynamodb:GetItem'), ...group(dev) }, { ...onTags('dynamodb:GetItem'), ...group(shop) }],
    ['a role', { ...onTags('dynamodb:*'), ...role('Admin', [], { Tags: dev }) }, { ...onTags('dynamodb:*'), ...role('Admin', [], { Tags: shop }) }],
  ])('aren\'t those of %s that no such permission is about', (_name, before, after) => {
    expect(describeDifference(before, after)).toEqual([]);
  });

  describe('of a stack', () => {
    const reportTagged = (tags: object, properties = {}) => {
      const directory = writeAssembly({ ...onTags('dynamodb:GetItem'), ...table('Orders', properties) });
      const file = join(directory, 'manifest.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8'));
      manifest.artifacts.Stack.properties.tags = tags;
      writeFileSync(file, JSON.stringify(manifest));
      return reportAssembly(directory);
    };
    const compareTagged = (properties = {}) => compareReports(reportTagged({ team: 'dev' }, properties), reportTagged({ team: 'shop' }, properties)).map(({ direction, text }) => `${direction}: ${text}`);

    test('are those of its table', () => {
      expect(compareTagged()).toEqual([changed('Orders.Properties.Tags')]);
    });

    test('aren\'t those of a table with another tag of that key', () => {
      expect(compareTagged({ Tags: [{ Key: 'team', Value: 'own' }] })).toEqual([]);
    });
  });
});

describe('the aliases of keys from outside of the app', () => {
  const alias = (id: string): Templates => ({ Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/x', TargetKeyId: `arn:aws:kms:us-east-1:111122223333:key/${id}` } } });
  const byAlias = role('Writer', [allow('kms:Decrypt', '*', { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/x' } })]);

  test('may allow more for another key', () => {
    expect(describeDifference({ ...byAlias, ...alias('1111') }, { ...byAlias, ...alias('2222') }))
      .toEqual([expect.stringMatching(/^more: the permissions that depend on the aliases of other keys may be others: it is now .*2222.*, before .*1111/)]);
  });

  test('are no change if no permission depends on aliases', () => {
    expect(describeDifference(alias('1111'), alias('2222'))).toEqual([]);
  });
});

test('a user outside of the app that joins a group of the app has its permissions', () => {
  const group: Templates = { Readers: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'readers', Policies: [{ PolicyName: 'p', PolicyDocument: document(READS) }] } } };
  const addition: Templates = { Addition: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: 'readers', Users: ['theirs'] } } };

  expect(describeDifference(group, { ...group, ...addition })).toEqual([expect.stringMatching(/^more: Stack\/Addition\.Properties\.Users\.theirs may allow more/)]);
});

test('a pattern of names reaches no other table than those with such names', () => {
  const { accesses } = report(role('Writer', [allow('dynamodb:GetItem', ARN.table('a*'))]));

  expect(accesses.map(({ resource }) => resource)).toEqual([ARN.table('a*')]);
});
