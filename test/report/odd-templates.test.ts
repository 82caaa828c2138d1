import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { AccessAssertions, AccessReport, DynamoAccessChecks } from '../../src';
import { checkAssembly } from '../../src/checks/check-assembly';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { FORMATS } from '../../src/report/formats/formats';
import { newApp } from '../policy/assemblies';

const maybe = (value: unknown, other: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['Maybe', value, other] });
const STATEMENT = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } };
const document = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
const TRUST = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } });
const INDEX = { IndexName: 'byA', KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }] };

const role = (properties: unknown) => ({ Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...properties as object } } });
const withDocument = (value: unknown) => role({ Policies: [{ PolicyName: 'p', PolicyDocument: value }] });
const table = (properties: unknown) => ({ ...withDocument(document(STATEMENT)), Table: { Type: 'AWS::DynamoDB::Table', Properties: properties } });
const globalTable = (replicas: unknown) => table({}) && {
  ...withDocument(document(STATEMENT)), Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { Replicas: replicas, StreamSpecification: maybe({}) } },
};
const resource = (Type: string, Properties?: unknown) => ({ ...withDocument(document(STATEMENT)), Other: { Type, Properties } });

const TEMPLATES: Record<string, object> = {
  'conditional inline policies': role({ Policies: maybe([{ PolicyName: 'p', PolicyDocument: document(STATEMENT) }]) }),
  'a conditional inline policy': role({ Policies: [maybe({ PolicyName: 'p', PolicyDocument: document(STATEMENT) })] }),
  'a conditional document': withDocument(maybe(document(STATEMENT))),
  'a conditional statement': withDocument(document(maybe(STATEMENT))),
  'conditional statements': withDocument({ Version: '2012-10-17', Statement: maybe([STATEMENT]) }),
  'a conditional action': withDocument(document({ ...STATEMENT, Action: maybe('dynamodb:Scan', 'dynamodb:Query') })),
  'a conditional condition': withDocument(document({ ...STATEMENT, Condition: maybe({ Bool: { 'aws:SecureTransport': 'true' } }) })),
  'a conditional value of a condition': withDocument(document({ ...STATEMENT, Condition: { StringEquals: { 'aws:PrincipalTag/a': maybe('a') } } })),
  'a statement without actions': withDocument(document({ ...STATEMENT, Action: [] })),
  'a document as text': withDocument(JSON.stringify(document({ ...STATEMENT, Resource: '*' }))),
  'a document that is an include': withDocument({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/key' } } }),
  'an include beside statements': withDocument({ ...document(STATEMENT), 'Fn::Transform': { Name: 'Macro' } }),
  'null in place of policies': role({ Policies: null, ManagedPolicyArns: null, PermissionsBoundary: null, RoleName: null }),
  'null in place of a policy': role({ Policies: [null] }),
  'conditional managed policies': role({ ManagedPolicyArns: maybe(['arn:aws:iam::aws:policy/AdministratorAccess']) }),
  'managed policies by a parameter': role({ ManagedPolicyArns: { Ref: 'List' } }),
  'an imported managed policy': role({ ManagedPolicyArns: [{ 'Fn::ImportValue': 'Policy' }] }),
  'a conditional boundary': role({ PermissionsBoundary: maybe('arn:aws:iam::aws:policy/ReadOnlyAccess') }),
  'a conditional name': role({ RoleName: maybe('reader') }),
  'a conditional trust policy': role({ AssumeRolePolicyDocument: maybe(TRUST) }),
  'a role without properties': { Role: { Type: 'AWS::IAM::Role' } },
  'names that refer to each other': { ...role({ RoleName: { 'Fn::Sub': '${Table}' } }), Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: { 'Fn::Sub': '${Role}' } } } },
  'a table without properties': { ...withDocument(document(STATEMENT)), Table: { Type: 'AWS::DynamoDB::Table' } },
  'conditional indexes': table({ GlobalSecondaryIndexes: maybe([INDEX]) }),
  'a conditional index': table({ GlobalSecondaryIndexes: [maybe(INDEX)] }),
  'a conditional name of an index': table({ LocalSecondaryIndexes: [{ IndexName: maybe('a', 'b'), KeySchema: maybe([]) }] }),
  'null in place of indexes': table({ GlobalSecondaryIndexes: null, KeySchema: null, SSESpecification: null }),
  'a conditional key': table({ SSESpecification: maybe({ KMSMasterKeyId: 'key' }) }),
  'a conditional stream': table({ StreamSpecification: maybe({ StreamViewType: 'NEW_IMAGE' }) }),
  'a conditional resource policy': table({ ResourcePolicy: maybe({ PolicyDocument: document() }) }),
  'conditional replicas': globalTable(maybe([{ Region: 'eu-west-1' }])),
  'a conditional replica': globalTable([maybe({ Region: 'eu-west-1' })]),
  'a replica of a Region that isn\'t known': globalTable([{ Region: { Ref: 'Text' } }]),
  'a conditional key policy': resource('AWS::KMS::Key', { KeyPolicy: maybe(document({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' })) }),
  'a key without properties': resource('AWS::KMS::Key'),
  'a conditional log group of a function': resource('AWS::Lambda::Function', { Role: maybe({ 'Fn::GetAtt': ['Role', 'Arn'] }), LoggingConfig: maybe({ LogGroup: 'group' }) }),
  'null in place of properties': { Queue: { Type: 'AWS::SQS::Queue', Properties: null }, Nested: { Type: 'AWS::CloudFormation::Stack', Properties: null } },
  'null in place of properties of SAM': {
    Api: { Type: 'AWS::Serverless::Api', Properties: null },
    Work: { Type: 'AWS::Serverless::Function', Properties: null },
    Steps: { Type: 'AWS::Serverless::StateMachine', Properties: null },
    Items: { Type: 'AWS::Serverless::SimpleTable', Properties: null },
  },
  'a function without properties': resource('AWS::Lambda::Function'),
  'a policy of conditional roles': resource('AWS::IAM::Policy', { PolicyName: 'p', Roles: maybe([{ Ref: 'Role' }]), PolicyDocument: document(STATEMENT) }),
  'a policy of a role that is no list': resource('AWS::IAM::Policy', { PolicyName: 'p', Roles: { Ref: 'Role' }, PolicyDocument: document(STATEMENT) }),
  'a policy without properties': resource('AWS::IAM::ManagedPolicy'),
  'a user of conditional groups': resource('AWS::IAM::User', { Groups: maybe(['group']), Policies: maybe([]) }),
  'a nested stack without its template': resource('AWS::CloudFormation::Stack', { TemplateURL: 'https://example.com/a.json', Parameters: null }),
  'a resource of a type that objects have': resource('constructor', { Name: { Ref: 'constructor' } }),
  'a resource that has the name of a member': { constructor: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'toString' } } } },
  'a resource without a type': { Other: {}, Nothing: null },
  'a loop': { 'Fn::ForEach::Roles': ['Name', ['a', 'b'], role({})] },
};

function makeTemplate(resources: object) {
  return {
    Parameters: { Text: { Type: 'String' }, List: { Type: 'CommaDelimitedList' } },
    Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Text' }, 'yes'] } },
    Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }] } }, ...resources },
  };
}

function writeAssembly(resources: object, artifacts: object = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'odd'));
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({
    version: '48.0.0',
    artifacts: {
      Stack: { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties: { templateFile: 'Stack.template.json' } },
      ...artifacts,
    },
  }));
  writeFileSync(join(directory, 'Stack.template.json'), JSON.stringify(makeTemplate(resources)));
  return directory;
}

describe.each(Object.entries(TEMPLATES))('a template with %s', (_name, resources) => {
  test('is reported in all formats', () => {
    const report = reportAssembly(writeAssembly(resources));

    expect(Object.values(FORMATS).map(({ render }) => typeof render(report))).toEqual(['string', 'string', 'string', 'string']);
  });

  test('is checked', () => {
    expect(Array.isArray(checkAssembly(writeAssembly(resources)))).toBe(true);
  });

  test('goes through both plugins', () => {
    const templatePaths = [join(writeAssembly(resources), 'Stack.template.json')];
    const directory = mkdtempSync(join(tmpdir(), 'odd-report'));

    const plugins = [new AccessReport({ directory }), new DynamoAccessChecks(newApp())];

    expect(plugins.map((plugin) => Array.isArray(plugin.validate({ templatePaths }).violations))).toEqual([true, true]);
  });

  test('is read by the assertions', () => {
    const template = { toJSON: () => makeTemplate(resources), hasResource: () => undefined } as unknown as Template;

    expect(AccessAssertions.fromTemplate(template)).toBeInstanceOf(AccessAssertions);
  });
});

test('a manifest that names its own folder is read once', () => {
  const directory = writeAssembly({}, { Self: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } });

  expect(reportAssembly(directory).resources.filter(({ kind }) => kind === 'table')).toHaveLength(1);
});

test('a manifest that names a parent folder ends', () => {
  const directory = writeAssembly({}, { Inner: { type: 'cdk:cloud-assembly', properties: { directoryName: 'inner' } } });
  mkdirSync(join(directory, 'inner'));
  writeFileSync(join(directory, 'inner', 'manifest.json'), JSON.stringify({
    version: '48.0.0', artifacts: { Parent: { type: 'cdk:cloud-assembly', properties: { directoryName: '..' } } },
  }));

  expect(reportAssembly(directory).resources.filter(({ kind }) => kind === 'table')).toHaveLength(1);
});

test.each([
  ['as YAML', 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n'], ['that is no object', '[]'],
])('a nested template %s is unknown, and the rest is read', (_name, content) => {
  const directory = writeAssembly({
    ...withDocument(document({ ...STATEMENT, Resource: '*' })),
    Nested: { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'nested' }, Properties: { TemplateURL: 'https://bucket/nested' } },
  });
  writeFileSync(join(directory, 'nested'), content);

  const { unknown, grantees } = reportAssembly(directory);

  expect(unknown.map(({ path, problem }) => `${path}: ${problem}`)).toEqual(['Stack/Nested.Properties.TemplateURL: the assembly has no such template in JSON']);
  expect(grantees.map(({ id }) => id)).toEqual(['Stack/Role']);
});
