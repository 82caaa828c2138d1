import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CODE, ENOUGH, functionResources, writeApp } from './function-app';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { LambdaTableAccess, TableFeature } from '../../src';
import { run } from '../../src/cli/run';
import { ReportedFunction } from '../../src/code';
import { reportWithCode } from '../../src/report/analysis/report-code';
import { newApp } from '../policy/assemblies';
import { allow, ARN, role, writeAssembly } from '../report/templates';
import { newTable } from '../support/app';
import { newExampleApp } from '../support/example';
import '../support/quiet';

/** The permissions of a function, as the command says them. */
function listAllowed(directory: string, name: string): string[] {
  const lines = run(['features', directory, '--why', '--function', name]).output.split('\n');
  return lines.filter((line) => line.startsWith('  allowed ')).map((line) => line.replace(/^ +allowed +/, ''));
}

function writeAsset(code: string): string {
  const asset = mkdtempSync(join(tmpdir(), 'asset'));
  writeFileSync(join(asset, 'index.mjs'), code);
  return asset;
}

describe('in the quickstart, the command features says by --why', () => {
  const app = newExampleApp('quickstart');
  new QuickstartStack(app, 'Quickstart');
  const { directory } = app.synth();

  test('the feature and the lines of permissions on tables, indexes and keys, and that logs need no call', () => {
    expect(listAllowed(directory, 'Reader')).toEqual([
      'kms:Decrypt on Quickstart/NoteKey by fieldEncryption: note-cipher.mjs:22',
      'dynamodb:GetItem on Quickstart/Orders by TableFeature.READ_ITEM: reader.mjs:14',
      'dynamodb:Query on the index byStatus of Quickstart/Orders by TableFeature.QUERY.onIndexes(\'byStatus\'): reader.mjs:19',
      'kms:Decrypt on Quickstart/OrdersKey by TableFeature.QUERY.onIndexes(\'byStatus\'), TableFeature.READ_ITEM: reader.mjs:14, reader.mjs:19',
      'logs:CreateLogStream, logs:PutLogEvents on Quickstart/ReaderAccess/LogGroup by logs: no call, because Lambda writes the logs of the function',
    ]);
  });

  test('that a stream trigger needs no call', () => {
    expect(listAllowed(directory, 'Consumer').filter((line) => line.includes('stream by')))
      .toEqual(['dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator on Quickstart/Orders/stream by '
        + 'TableFeature.STREAM_TRIGGER: no call, because Lambda reads the stream for the function']);
  });
});

test('each of several accesses of a role says its own feature', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack');
  const handler = new LambdaFunction(stack, 'Handler', {
    code: Code.fromAsset(writeAsset(CODE)), handler: 'index.handler', runtime: Runtime.NODEJS_22_X,
  });
  const [orders, notes] = ['Orders', 'Notes'].map((id) => newTable(stack, id));
  handler.addEnvironment('ORDERS', orders.tableName);
  new LambdaTableAccess(stack, 'OrdersAccess', { function: handler, table: orders, features: [TableFeature.PUT_ITEM] });
  new LambdaTableAccess(stack, 'NotesAccess', { function: handler, table: notes, features: [TableFeature.SCAN] });

  expect(listAllowed(app.synth().directory, 'Handler').filter((line) => line.startsWith('dynamodb'))).toEqual([
    'dynamodb:Scan on Stack/Notes by TableFeature.SCAN: no call found',
    'dynamodb:PutItem on Stack/Orders by TableFeature.PUT_ITEM: index.mjs:4',
  ]);
});

test('a call of another function with the role has the name of that function', () => {
  const asset = writeAsset('import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";\n'
    + 'export const handler = (event) => new DynamoDBClient().send(new PutItemCommand({ TableName: process.env.ORDERS, Item: event }));');
  const { Handler: Writer } = functionResources(asset, []);
  const directory = writeAssembly({ ...functionResources(writeAsset(CODE), ENOUGH), Writer });

  expect(listAllowed(directory, 'Writer')).toEqual([
    'dynamodb:PutItem on Stack/Orders by Stack/Role, statement 0: Stack/Handler index.mjs:4, index.mjs:2',
    'dynamodb:Query on the index byStatus of Stack/Orders by Stack/Role, statement 1: Stack/Handler index.mjs:5',
  ]);
});

describe('for one function', () => {
  const asset = writeAsset(CODE);
  const { Handler } = functionResources(asset, []);
  const { Handler: Other } = functionResources(asset, [], { Role: { 'Fn::GetAtt': ['OtherRole', 'Arn'] } });
  const directory = writeAssembly({ ...functionResources(asset, ENOUGH), ...role('OtherRole', ENOUGH), Sharing: Handler, Other });

  test('only the code of the functions with its role is read', () => {
    expect(reportWithCode(directory, 'Handler').code.functions.map(({ id }) => id)).toEqual(['Stack/Handler', 'Stack/Sharing']);
  });

  test('the roles of other functions have no calls', () => {
    const { accesses } = reportWithCode(directory, 'Handler').report;

    expect([...new Set(accesses.filter(({ calls }) => calls).map(({ grantee }) => grantee))]).toEqual(['Stack/Role']);
  });

  test('only that function is listed', () => {
    const { functions } = JSON.parse(run(['features', directory, '--why', '--function', 'Handler', '--format', 'json']).output);

    expect(functions.map(({ id, granted }: ReportedFunction) => [id, granted!.map(({ action }) => action)]))
      .toEqual([['Stack/Handler', ['dynamodb:PutItem', 'dynamodb:Query']]]);
  });
});

test('a permission without a feature has the statement that gives it', () => {
  expect(listAllowed(writeApp([allow(['dynamodb:DeleteItem', 'dynamodb:Scan'], ARN.table('Orders'))]), 'Handler'))
    .toEqual(['dynamodb:DeleteItem, dynamodb:Scan on Stack/Orders by Stack/Role, statement 0: no call found']);
});

test('a permission of a function that is not read has no known call', () => {
  expect(listAllowed(writeApp([ENOUGH[0]], { properties: { Runtime: 'java21' } }), 'Handler'))
    .toEqual(['dynamodb:PutItem on Stack/Orders by Stack/Role, statement 0: no known call, but the code of Stack/Handler is not read']);
});

test('as JSON, each permission has its features, statements and calls', () => {
  const { functions } = JSON.parse(run(['features', writeApp([ENOUGH[0]]), '--why', '--format', 'json']).output);

  expect(functions[0].granted).toEqual([{
    resource: 'Stack/Orders',
    kind: 'table',
    action: 'dynamodb:PutItem',
    features: [],
    statements: ['Stack/Role, statement 0'],
    status: 'called',
    calls: [{ function: 'Stack/Handler', file: 'index.mjs', line: 4, call: 'PutItem', sure: true }],
  }]);
});
