import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { allow, Resources, role, table, writeAssembly } from './templates';
import { run } from '../../src/cli/run';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatText } from '../../src/report/formats/text';
import { AccessReportData } from '../../src/report/report-data';
import { ENV } from '../support/app';

function report(resources: Resources): AccessReportData {
  return reportAssembly(writeAssembly({ ...table('Orders'), ...resources }));
}

function describeChanges(before: Resources, after: Resources): string[] {
  return compareReports(report(before), report(after)).map(({ direction, text }) => `${direction}: ${text}`);
}

describe.each<[string, (content: string) => Resources, string, string]>([
  ['a stack set', (TemplateBody) => ({ Set: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody } } }),
    'Stack/Set', 'the stacks of a stack set are not read'],
  ['a nested stack that is elsewhere', (TemplateURL) => ({ Set: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } } }),
    'Stack/Set.Properties.TemplateURL', 'the assembly has no such template in JSON'],
  ['the parameter of a nested stack that is elsewhere',
    (RoleName) => ({ Set: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://b/t.json', Parameters: { RoleName } } } }),
    'Stack/Set.Properties.TemplateURL', 'the assembly has no such template in JSON'],
  ['a permission set', (InlinePolicy) => ({ Set: { Type: 'AWS::SSO::PermissionSet', Properties: { InlinePolicy } } }),
    'Stack/Set', 'the roles that IAM Identity Center makes of a permission set are not read'],
  ['a product', (ProductName) => ({ Set: { Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct', Properties: { ProductName } } }),
    'Stack/Set', 'the stacks of a product of Service Catalog are not read'],
  ['a module', (Name) => ({ Set: { Type: 'My::Org::Roles::MODULE', Properties: { Name } } }),
    'Stack/Set', 'the resources of a module are not read'],
  ['a connector of SAM', (Permissions) => ({ Set: { Type: 'AWS::Serverless::Connector', Properties: { Permissions: [Permissions] } } }),
    'Stack/Set', 'the permissions that a connector of SAM adds are not read'],
  ['an application of SAM', (TableName) => ({ Set: { Type: 'AWS::Serverless::Application', Properties: { Location: './a.yaml', Parameters: { TableName } } } }),
    'Stack/Set', 'the stack that SAM makes of an application is not read'],
  ['a GraphQL API of SAM', (TableName) => ({ Set: { Type: 'AWS::Serverless::GraphQLApi', Properties: { DataSources: { DynamoDb: { Orders: { TableName } } } } } }),
    'Stack/Set', 'the roles that SAM makes for a GraphQL API are not read'],
  ['the policy of a log group', (Resource) => ({ Set: { Type: 'AWS::Logs::LogGroup', Properties: { ResourcePolicyDocument: { Statement: [{ Resource }] } } } }),
    'Stack/Set.Properties.ResourcePolicyDocument', 'the policies of CloudWatch Logs for other services and accounts are not read'],
  ['a loop', (Type) => ({ 'Fn::ForEach::Roles': ['Name', ['a'], { 'R${Name}': { Type } }] } as unknown as Resources),
    'Stack/Resources.Fn::ForEach::Roles', 'the loop Fn::ForEach::Roles may add and change resources at deployment'],
])('%s', (_name, make, path, problem) => {
  test('is unknown to the report', () => {
    expect(report(make('one')).unknown).toEqual([{ path, problem, hash: expect.stringMatching(/^[0-9a-f]{16}$/) }]);
  });

  test('that changes may allow more', () => {
    const [change, ...others] = describeChanges(make('one'), make('other'));

    expect([change.replace(/ \(content [0-9a-f]{16}\)$/, ' (content)'), ...others])
      .toEqual([`more: ${path} may allow more, which cannot be told: ${problem} (content)`]);
    expect(describeChanges(make('one'), make('third'))).not.toEqual([change]);
  });

  test('that stays changes nothing', () => {
    expect(describeChanges(make('one'), make('one'))).toEqual([]);
  });
});

test.each(['HttpApi', 'LayerVersion', 'SimpleTable'])('a resource of SAM that has no role leaves nothing unknown: %s', (type) => {
  expect(report({ Other: { Type: `AWS::Serverless::${type}`, Properties: {} } }).unknown).toEqual([]);
});

test('a log group without a policy leaves nothing unknown, also if its retention changes', () => {
  const make = (RetentionInDays: number) => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays } } });

  expect(report(make(7)).unknown).toEqual([]);
  expect(describeChanges(make(7), make(14))).toEqual([]);
});

describe('the default of a parameter that changes', () => {
  const reportDefault = (TemplateURL: unknown, Default: string) => reportAssembly(writeAssembly(
    { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } } }, undefined, { Parameters: { Version: { Type: 'String', Default } } }));
  const describeDefaults = (url: unknown) => compareReports(reportDefault(url, 'v1'), reportDefault(url, 'v2')).map(({ direction, text }) => `${direction}: ${text}`);

  test('may allow more if the template of a nested stack depends on it', () => {
    expect(describeDefaults({ 'Fn::Sub': 'https://b/${Version}.json' })).toEqual(['more: the permissions that depend on Stack/Parameters.Version may be others: '
      + 'it is now {"Type":"String","Default":"v2"}, before {"Type":"String","Default":"v1"}']);
  });

  test('is no change if nothing depends on it', () => {
    expect(describeDefaults('https://b/v1.json')).toEqual([]);
  });
});

describe('a role from outside of the app', () => {
  const [team, other] = [`arn:aws:iam::${ENV.account}:role/team/x`, 'arn:aws:iam::444455556666:role/y'];
  const assuming = (...arns: string[]) => role('Reader', arns.map((arn) => allow('sts:AssumeRole', arn)));

  test.each([
    [team, `role team/x of account ${ENV.account}`], [other, 'role y of account 444455556666'],
  ])('may be assumed if its trust policy allows it: %s', (arn, name) => {
    expect(formatText(report(assuming(arn)))).toContain(
      `Reader may\n  - assume ${name} · only if the trust policy of ${name} allows it too · by Stack/Reader, statement 0\n`);
  });

  test('is more access', () => {
    expect(describeChanges(assuming(team), assuming(team, other)))
      .toEqual([expect.stringMatching(/^more: Reader may now assume role y of account 444455556666, only if the trust policy/)]);
  });

  test('that a role may only pass on is none that it may assume', () => {
    expect(report(role('Reader', [allow('iam:PassRole', team)])).accesses).toEqual([]);
  });
});

describe('a permissions boundary that the app does not know', () => {
  const bounded = (name?: string) => role('Reader', [allow('dynamodb:GetItem', '*')], name === undefined ? {} : { PermissionsBoundary: `arn:aws:iam::${ENV.account}:policy/${name}` });

  test('limits the role', () => {
    expect(formatText(report(bounded('limit')))).toContain('  - nothing beyond what the permissions boundary arn:aws:iam::111122223333:policy/limit allows, which the app does not say\n');
  });

  test('that another one replaces is one change', () => {
    expect(describeChanges(bounded('limit'), bounded('other'))).toEqual(['more: Reader is no longer limited by the permissions boundary arn:aws:iam::111122223333:policy/limit, but by arn:aws:iam::111122223333:policy/other']);
  });

  test('that is attached as a policy too is more access', () => {
    const limit = `arn:aws:iam::${ENV.account}:policy/limit`;
    const attached = role('Reader', [allow('dynamodb:GetItem', '*')], { PermissionsBoundary: limit, ManagedPolicyArns: [limit] });

    expect(describeChanges(bounded('limit'), attached)).toEqual([expect.stringMatching(/^more: Reader may now do whatever arn:aws:iam::111122223333:policy\/limit allows/)]);
  });

  test('that is removed is more access', () => {
    expect(describeChanges(bounded('limit'), bounded())).toEqual(['more: Reader is no longer limited by the permissions boundary arn:aws:iam::111122223333:policy/limit']);
  });
});

test.each<[string, (text: string) => unknown]>([
  ['a text', (text) => text], ['Fn::Sub', (text) => ({ 'Fn::Sub': text })], ['Fn::Join', (text) => ({ 'Fn::Join': ['', [text]] })],
])('an ARN with a dynamic reference in %s is not known', (_name, write) => {
  const resource = write(`arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/{{resolve:ssm:/name}}`);
  const { accesses, unknown } = report(role('Reader', [allow('dynamodb:GetItem', resource)]));

  expect(accesses).toEqual([]);
  expect(unknown).toEqual([{ path: 'Stack/Reader, statement 0', problem: expect.stringMatching(/^the statement: Resource: .*, because it is looked up at deployment$/), statements: [expect.objectContaining({ Action: 'dynamodb:GetItem' })] }]);
});

test('the command line fails on a loop that changes in a plain template', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-'));
  const [before, after] = ['GetItem', 'PutItem'].map((action) => {
    const file = join(folder, `${action}.json`);
    writeFileSync(file, JSON.stringify({ Resources: { ...table('Orders'), 'Fn::ForEach::Roles': ['Name', ['a'], { 'R${Name}': role('x', [allow(`dynamodb:${action}`, '*')]).x }] } }));
    return file;
  });

  expect(run(['diff', before, after]).exitCode).toBe(1);
  expect(run(['diff', before, before]).exitCode).toBe(0);
});

describe('roles that a policy names by a pattern', () => {
  const assuming = (...arns: string[]) => role('Reader', [...arns.map((arn) => allow('sts:AssumeRole', arn)), allow('iam:PassRole', '*')]);

  test.each([
    ['*', 'any other role'], [`arn:aws:iam::${ENV.account}:role/*`, 'any other role'], ['arn:aws:iam::444455556666:role/*', 'roles like * of account 444455556666'],
    [`arn:aws:iam::${ENV.account}:role/Deploy*`, `roles like Deploy* of account ${ENV.account}`], ['arn:aws:iam::*:role/x', 'roles like x of any account'],
  ])('may be assumed if their trust policy allows it: %s', (arn, name) => {
    expect(describeChanges(assuming(), assuming(arn))).toEqual([`more: Reader may now assume ${name}, only if the trust policy of ${name} allows it too`]);
  });

  test.each([
    ['of another account', 'arn:aws:iam::444455556666:role/x', 'arn:aws:iam::444455556666:role/*'], ['like a broader pattern', `arn:aws:iam::${ENV.account}:role/x*`, '*'],
  ])('are no more access beside a broader pattern: %s', (_name, narrow, broad) => {
    expect(describeChanges(assuming(broad), assuming(broad, narrow))).toEqual([]);
  });
});

describe('a trust policy', () => {
  const trustOf = (principal: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }] });

  test.each<[string, unknown, string[]]>([
    ['as text', JSON.stringify(trustOf('lambda.amazonaws.com')), ['Service lambda.amazonaws.com']],
    ['as text that is no JSON', 'none', ['unknown principal "none"']],
    ['with a choice', { 'Fn::If': ['IsProd', trustOf('lambda.amazonaws.com'), trustOf('ec2.amazonaws.com')] }, [
      'Service lambda.amazonaws.com, only if Stack/Reader.Properties.AssumeRolePolicyDocument says so at deployment (IsProd)',
      'Service ec2.amazonaws.com, only if Stack/Reader.Properties.AssumeRolePolicyDocument says so at deployment (not IsProd)',
    ]],
  ])('is read %s', (_form, policy, expected) => {
    const { grantees: [{ trust }] } = reportAssembly(writeAssembly({ ...role('Reader', [allow('dynamodb:GetItem', '*')], { AssumeRolePolicyDocument: policy }) }));

    expect(trust!.map(({ principal, conditions }) => [principal, ...conditions.map(({ text }) => text)].join(', '))).toEqual(expected);
  });
});
