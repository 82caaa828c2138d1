import { Stack, Stage } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { checkAssembly, Finding } from '../../src/checks/check-assembly';
import { newApp } from '../policy/assemblies';
import * as templates from '../report/templates';
import { ENV, newFunction, newTable } from '../support/app';
import '../support/quiet';

const NAME = { name: 'pk', type: AttributeType.STRING };

function findings(build: (stack: Stack) => void): Finding[] {
  const app = newApp();
  build(new Stack(app, 'Stack', { env: ENV }));
  return checkAssembly(app.synth().directory);
}

function rules(build: (stack: Stack) => void): string[] {
  return findings(build).map(({ id }) => id.replace('cdk-dynamo-access:', ''));
}

describe('the grants of aws-cdk-lib', () => {
  test.each<[string, (table: Table, role: Role) => void]>([
    ['grantReadData', (table, role) => table.grantReadData(role)],
    ['grantReadWriteData', (table, role) => table.grantReadWriteData(role)],
    ['grantWriteData', (table, role) => table.grantWriteData(role)],
    ['grantFullAccess', (table, role) => table.grantFullAccess(role)],
    ['grantStreamRead', (table, role) => table.grantStreamRead(role)],
  ])('give no error by %s', (_name, grant) => {
    const found = findings((stack) => grant(newTable(stack, 'Orders', { stream: StreamViewType.NEW_IMAGE }), new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })));

    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('write stream actions that need no change', () => {
    const [found] = findings((stack) => newTable(stack, 'Orders').grantReadWriteData(newFunction(stack, 'Fn')));

    expect([found.id, found.severity, found.remedy]).toEqual([
      'cdk-dynamo-access:action-without-effect', 'warning',
      'acknowledge this, because nothing is missing without GetRecords, GetShardIterator',
    ]);
  });
});

test('stream actions alone on a table are an error', () => {
  const [found] = findings((stack) => newTable(stack, 'Orders').grant(newFunction(stack, 'Fn'), 'dynamodb:GetRecords'));

  expect([found.severity, found.remedy]).toEqual([
    'error', 'remove GetRecords, because this allows nothing here; to allow it, grant `features: [TableFeature.STREAM_READ]`',
  ]);
});

test('a key that a queue uses too needs more than DynamoDB does', () => {
  expect(rules((stack) => {
    const encryptionKey = new Key(stack, 'Key');
    new Table(stack, 'Orders', { partitionKey: NAME, encryptionKey });
    new Queue(stack, 'Queue', { encryptionMasterKey: encryptionKey }).grantSendMessages(newFunction(stack, 'Fn'));
  })).not.toContain('table-key-too-wide');
});

test.each<[string, string, object, boolean]>([
  ['a file system', 'AWS::EFS::FileSystem', { KmsKeyId: { Ref: 'Key' } }, false],
  ['a database', 'AWS::RDS::DBCluster', { KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }, false],
  ['a workflow', 'AWS::StepFunctions::StateMachine', { EncryptionConfiguration: { KmsKeyId: { 'Fn::Sub': '${Key.Arn}' } } }, false],
  ['an event bus, by the alias', 'AWS::Events::EventBus', { KmsKeyIdentifier: 'alias/orders' }, false],
  ['code, by a variable', 'AWS::Lambda::Function', { Role: 'arn:aws:iam::111122223333:role/fn', Environment: { Variables: { FIELD_KEY: { Ref: 'Key' } } } }, false],
  ['a statement', 'AWS::IAM::ManagedPolicy', {
    PolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'kms:DisableKey', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  }, true],
  ['an alias', 'AWS::KMS::Alias', { AliasName: 'alias/other', TargetKeyId: { Ref: 'Key' } }, true],
  ['nothing', 'AWS::EFS::FileSystem', {}, true],
])('table-key-too-wide beside %s that names the key of a table (%s %j): %s', (_what, Type, Properties, expected) => {
  const stack = templates.writeAssembly({
    ...templates.key('Key'),
    ...{ Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/orders', TargetKeyId: { Ref: 'Key' } } } },
    ...templates.table('Orders', { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } }),
    ...templates.role('reader', [templates.allow('kms:GenerateDataKey', { 'Fn::GetAtt': ['Key', 'Arn'] })]),
    ...{ User: { Type, Properties } },
  });

  expect(checkAssembly(stack).map(({ id }) => id).includes('cdk-dynamo-access:table-key-too-wide')).toBe(expected);
});

test('a key of two tables gives one finding a statement', () => {
  const found = findings((stack) => {
    const encryptionKey = new Key(stack, 'Key');
    for (const id of ['One', 'Two']) new Table(stack, id, { partitionKey: NAME, encryptionKey });
    encryptionKey.grantEncryptDecrypt(newFunction(stack, 'Fn'));
  });

  expect(found.filter(({ id }) => id === 'cdk-dynamo-access:table-key-without-via-service').map(({ problem }) => problem.replace(/.* on /, '')))
    .toEqual(['the key of Stack/One, Stack/Two, not only through DynamoDB']);
});

test.each<[string, boolean, string[]]>([
  ['beside all keys', true, ['arn:aws:kms:eu-west-1:111122223333:key/*', 'arn:aws:kms:eu-west-1:111122223333:alias/*']],
  ['in an app without tables', false, ['arn:aws:kms:eu-west-1:111122223333:alias/orders']],
])('an alias %s is no finding', (_where, withTable, resources) => {
  expect(rules((stack) => {
    if (withTable) newTable(stack, 'Orders');
    new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }).addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources }));
  })).toEqual([]);
});

test('a role of another service may write to many log groups', () => {
  expect(rules((stack) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('airflow-env.amazonaws.com') });
    newTable(stack, 'Orders').grant(role, 'dynamodb:GetItem');
    role.addToPolicy(new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: ['arn:aws:logs:eu-west-1:111122223333:log-group:airflow-*'] }));
  })).toEqual([]);
});

test('a finding names the table of its own stage by the construct path, and a table from elsewhere by its name', () => {
  const app = newApp();
  for (const id of ['Beta', 'Prod']) {
    const stack = new Stack(new Stage(app, id), 'Shop', { env: ENV });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const tables = [newTable(stack, 'Orders', { tableName: 'orders' }), newTable(stack, 'Generated')].map(({ tableArn }) => tableArn);
    role.addToPolicy(new PolicyStatement({
      actions: ['dynamodb:Query'], resources: [...tables, `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/other`].map((arn) => `${arn}/index/*`),
    }));
  }

  expect(checkAssembly(app.synth().directory).map(({ problem }) => problem.replace(/ is every.*/, ''))).toEqual([
    'index/* of Beta/Shop/Orders', 'index/* of Beta/Shop/Generated', 'table/other/index/*',
    'index/* of Prod/Shop/Orders', 'index/* of Prod/Shop/Generated', 'table/other/index/*',
  ]);
});
