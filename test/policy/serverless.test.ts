import { writeFileSync, mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AWS_MANAGED_POLICIES } from '../../src/policy/aws-managed-policies';
import { Assembly, readAssembly } from '../../src/policy/read-assembly';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatText } from '../../src/report/formats/text';
import { ENV } from '../support/app';

function writeTemplate(resources: object, more: object = {}): string {
  const file = join(mkdtempSync(join(tmpdir(), 'sam')), 'Stack.template.json');
  writeFileSync(file, JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', ...more, Resources: resources }));
  return file;
}

function readTemplate(resources: object, more: object = {}): Assembly {
  return readAssembly(writeTemplate(resources, more), { ...ENV, partition: 'aws', managedPolicies: AWS_MANAGED_POLICIES });
}

const TABLE = { Type: 'AWS::Serverless::SimpleTable', Properties: { TableName: 'Orders', PrimaryKey: { Name: 'pk', Type: 'String' } } };
const fn = (properties: object) => ({ Type: 'AWS::Serverless::Function', Properties: { Handler: 'a.b', ...properties } });
const ORDERS = `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/Orders`;

/** The statements of the role that SAM makes for a function with these properties, without those of managed policies. */
function listStatements(properties: object): unknown[] {
  const [{ policies }] = readTemplate({ Fn: fn(properties), Orders: TABLE }).roles;
  return policies.filter(({ arn }) => arn === undefined).flatMap(({ document }) => document!.Statement as object[]);
}

function listManaged(properties: object, more: object = {}): string[] {
  const [{ policies }] = readTemplate({ Fn: fn(properties) }, more).roles;
  return policies.filter(({ arn }) => arn !== undefined).map(({ arn }) => arn!.replace('arn:aws:iam::aws:policy/', ''));
}

test('a policy template is read with the table that it names', () => {
  expect(listStatements({ Policies: [{ DynamoDBReadPolicy: { TableName: { Ref: 'Orders' } } }] })).toEqual([{
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:DescribeTable'],
    Resource: [ORDERS, `${ORDERS}/index/*`],
  }]);
});

test('a policy template of another service gives nothing that the report is about', () => {
  expect([listStatements({ Policies: [{ SQSPollerPolicy: { QueueName: 'q' } }] }), listManaged({ Policies: [{ SQSPollerPolicy: { QueueName: 'q' } }] })])
    .toEqual([[], ['service-role/AWSLambdaBasicExecutionRole']]);
});

test('a policy template that AWS may have added is named as unknown', () => {
  expect(listManaged({ Policies: { DynamoDBNewPolicy: { TableName: 'a' } } }))
    .toEqual(['service-role/AWSLambdaBasicExecutionRole', 'the SAM policy template DynamoDBNewPolicy']);
});

test('a policy document of a function is read', () => {
  const statement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ORDERS };

  expect(listStatements({ Policies: { Statement: [statement] } })).toEqual([statement]);
});

test.each([
  ['by its name', { Policies: 'AWSLambdaDynamoDBExecutionRole' }, ['service-role/AWSLambdaBasicExecutionRole', 'service-role/AWSLambdaDynamoDBExecutionRole']],
  ['by an unknown name', { Policies: ['AmazonDynamoDBFullAccess'] }, ['service-role/AWSLambdaBasicExecutionRole', 'AmazonDynamoDBFullAccess']],
  ['by its ARN', { Policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }, ['service-role/AWSLambdaBasicExecutionRole', 'ReadOnlyAccess']],
  ['of an event source', { Events: { E: { Type: 'DynamoDB', Properties: {} } } }, ['service-role/AWSLambdaBasicExecutionRole', 'service-role/AWSLambdaDynamoDBExecutionRole']],
  ['of traces and a VPC', { Tracing: 'Active', VpcConfig: {} }, [
    'service-role/AWSLambdaBasicExecutionRole', 'AWSXRayDaemonWriteAccess', 'service-role/AWSLambdaVPCAccessExecutionRole',
  ]],
])('a managed policy %s is attached', (_how, properties, expected) => {
  expect(listManaged(properties)).toEqual(expected);
});

test('the properties of all functions count', () => {
  expect(listManaged({}, { Globals: { Function: { VpcConfig: {} } } }))
    .toEqual(['service-role/AWSLambdaBasicExecutionRole', 'service-role/AWSLambdaVPCAccessExecutionRole']);
});

test('a function with a given role gets no other', () => {
  const { roles, functions } = readTemplate({ Fn: fn({ Role: 'arn:aws:iam::111122223333:role/given' }) });

  expect([roles, functions.flatMap((each) => each.roles)]).toEqual([[], ['arn:aws:iam::111122223333:role/given']]);
});

test('a state machine has a role with its policies', () => {
  const { roles } = readTemplate({
    Flow: { Type: 'AWS::Serverless::StateMachine', Properties: { Policies: [{ DynamoDBWritePolicy: { TableName: 'Orders' } }] } },
  });

  expect(roles.map(({ origin, policies }) => [origin.logicalId, policies.length])).toEqual([['FlowRole', 1]]);
});

test('a connector is named as unknown', () => {
  const { unresolved } = readTemplate({ Fn: fn({}), Reads: { Type: 'AWS::Serverless::Connector', Properties: {} } });

  expect(unresolved.map(({ path, problem }) => [path, problem])).toEqual([['Template/Reads', 'the permissions that a connector of SAM adds are not read']]);
});

test('the report says what a function of SAM may do', () => {
  const file = writeTemplate({ Fn: fn({ Policies: [{ DynamoDBWritePolicy: { TableName: { Ref: 'Orders' } } }] }), Orders: TABLE });

  expect(formatText(reportAssembly(file))).toContain('Fn may\n  - put and delete items in batches in, put items into and update items of Orders');
});

describe('a function whose role is a choice', () => {
  const sections = { Parameters: { Given: { Type: 'String' } }, Conditions: { HasRole: { 'Fn::Equals': [{ Ref: 'Given' }, 'yes'] } } };
  const given = 'arn:aws:iam::111122223333:role/given';
  const readChoice = (other: unknown) => {
    const { roles, functions: [{ roles: used }] } = readTemplate(
      { Fn: fn({ Role: { 'Fn::If': ['HasRole', given, other] }, Policies: { Statement: [] } }) }, sections);
    return { made: roles.map(({ origin }) => origin.logicalId), used: used.map((arn) => arn.replace(/-XXXX.*$/, '')) };
  };

  test('has the role that SAM makes in the branch without one', () => {
    expect(readChoice({ Ref: 'AWS::NoValue' })).toEqual({ made: ['FnRole'], used: [given, 'arn:aws:iam::111122223333:role/Template-FnRole'] });
  });

  test('has no role of SAM if each branch names one', () => {
    expect(readChoice(`${given}-2`)).toEqual({ made: [], used: [given, `${given}-2`] });
  });
});

test.each<[string, object, string[]]>([
  ['the properties of all of them', {}, ['all']],
  ['its own properties rather than those of all of them', { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'own' } }, ['own']],
])('a simple table has %s', (_name, properties, keys) => {
  const Globals = { SimpleTable: { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'all' } } };
  const { tables } = readTemplate({ Orders: { ...TABLE, Properties: { ...TABLE.Properties, ...properties } } }, { Globals });

  expect(tables.flatMap((each) => each.keys).map(({ named }) => named)).toEqual(keys);
});

test('a loop beside a function of SAM is read', () => {
  expect(readTemplate({ 'Fn': fn({}), 'Fn::ForEach::Topics': ['Name', ['a'], {}] }).functions).toHaveLength(1);
});
