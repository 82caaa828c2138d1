import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { synthesizeOrders } from './orders-app';
import { runCommandLine } from '../../src/cli/run';
import { findSchemaErrors } from '../support/json-schema';

const ROOT = join(__dirname, '../..');
const ASSEMBLY = synthesizeOrders();

/** A program that asks DynamoDB for something, and goes on whatever the answer is. */
function asking(operation: string, parameters: string, then = ''): string[] {
  const program = `
    const { ${operation}Command, DynamoDBClient } = require('@aws-sdk/client-dynamodb');
    const { ORDERS_TABLE: TableName } = process.env;
    new DynamoDBClient({ maxAttempts: 1 }).send(new ${operation}Command(${parameters})).catch(() => undefined).then(() => { ${then} });`;
  return [process.execPath, '--no-warnings', '-e', program];
}

const KEY = '{ customer: { S: "c" }, number: { N: "1" } }';
const GET = asking('GetItem', `{ TableName, Key: ${KEY} }`);
const SCAN = asking('Scan', '{ TableName }');

async function enforce(command: string[], options: string[] = [], assembly = ASSEMBLY) {
  const output = join(mkdtempSync(join(tmpdir(), 'summary')), 'summary.json');
  const said = await runCommandLine(['enforce', assembly, '--emulator', 'dynalite', '--format', 'json', '--output', output, ...options, '--', ...command]);
  const json = said.error ? undefined : readFileSync(output, 'utf8');
  return { ...said, json, summary: json && JSON.parse(json) };
}

test('a command that does what its function may ends with 0', async () => {
  const { exitCode, summary } = await enforce(GET, ['--as', 'Reader']);

  expect([exitCode, summary.functions[0]]).toEqual([0, {
    name: 'Reader', construct: 'Shop/Reader', asked: 1, denied: [], unused: [{ table: 'Shop/Orders', features: ['QUERY.onIndexes(\'byStatus\')'] }],
  }]);
});

test('a denial that the code swallows makes the run end with 1, and names function, table and action', async () => {
  const { exitCode, summary } = await enforce(SCAN, ['--as', 'Writer']);

  expect([exitCode, summary.functions[1].name, summary.functions[1].denied]).toEqual([1, 'Writer', [{
    operation: 'Scan', action: 'dynamodb:Scan', resource: 'Orders', reason: 'implicit-deny', count: 1, remedy: 'features: [TableFeature.SCAN.onTable()]',
  }]]);
});

test.each(['--soft', '--allow-denials'])('with %s a denial is no failure', async (option) => {
  const { exitCode, summary } = await enforce(SCAN, ['--as', 'Writer', option]);

  expect([exitCode, summary.functions[1].denied.length]).toEqual([0, 1]);
});

test('the summary as JSON is as its schema says', async () => {
  const { json, summary } = await enforce(SCAN, ['--as', 'Writer']);

  expect([summary.functions[1].denied.length, findSchemaErrors('enforce', json!)]).toEqual([1, []]);
});

test('recorded features as JSON are as their schema says', async () => {
  const { output } = await runCommandLine(['record', ASSEMBLY, '--emulator', 'dynalite', '--as', 'Reader', '--format', 'json', '--', ...SCAN]);

  expect([JSON.parse(output).functions[0].tables[0].missing, findSchemaErrors('record', output)]).toEqual([['SCAN.onTable()'], []]);
});

test('the exit code of the command comes first', async () => {
  const { exitCode } = await enforce(asking('Scan', '{ TableName }', 'process.exit(7)'), ['--as', 'Writer']);

  expect(exitCode).toBe(7);
});

test('a denial that a test expects is no failure', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'expects')), 'test.ts');
  writeFileSync(file, `
    import { connect } from ${JSON.stringify(join(ROOT, 'src/local'))};
    import { DynamoDBClient, ScanCommand } from ${JSON.stringify(join(ROOT, 'node_modules/@aws-sdk/client-dynamodb'))};
    void connect().denied('Writer', () => new DynamoDBClient().send(new ScanCommand({ TableName: process.env.ORDERS_TABLE })), 'dynamodb:Scan');`);
  const { exitCode, summary } = await enforce([process.execPath, '--no-warnings', join(ROOT, 'node_modules/tsx/dist/cli.mjs'), file]);

  expect([exitCode, summary.functions.map(({ denied }: any) => denied)]).toEqual([0, [[], [], []]]);
});

test('a request to another service is refused, counted, and makes the run end with 1', async () => {
  const program = 'fetch(process.env.AWS_ENDPOINT_URL, { method: \'POST\', headers: { authorization: \'AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/sqs/aws4_request\' } })';
  const { exitCode, summary } = await enforce([process.execPath, '-e', program]);

  expect([exitCode, summary.refused]).toEqual([1, { sqs: 1 }]);
});

test('an operation that the emulator does not know makes the run end with 2', async () => {
  const assembly = synthesizeOrders((_stack, { Reader }) => Reader.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] })));
  const { exitCode, summary } = await enforce(asking('TransactGetItems', `{ TransactItems: [{ Get: { TableName, Key: ${KEY} } }] }`), ['--as', 'Reader'], assembly);

  expect([exitCode, summary.unanswered]).toEqual([2, ['TransactGetItems']]);
});

test('the summary in words has what was denied and how to allow it', async () => {
  const { output } = await runCommandLine(['enforce', ASSEMBLY, '--emulator', 'dynalite', '--as', 'Writer', '--', ...SCAN]);

  expect(output.split('\n').slice(1, 8)).toEqual([
    'cdk-dynamo-access: requests authorized by the model that AWS documents (docs/assumptions.md)',
    '  Reader: asked for nothing',
    '    not used on Shop/Orders: QUERY.onIndexes(\'byStatus\'), READ_ITEM',
    '  Writer: 1 permission asked for',
    '    DENIED dynamodb:Scan on Orders (implicit-deny) 1×',
    '      features: [TableFeature.SCAN.onTable()]',
    '    not used on Shop/Orders: DELETE_ITEM, PUT_ITEM',
  ]);
});

test('record says the features that each function used, and how they differ from those that are declared', async () => {
  const { output, exitCode } = await runCommandLine(['record', ASSEMBLY, '--emulator', 'dynalite', '--as', 'Reader', '--', ...SCAN]);

  expect([exitCode, output.split('\n').slice(1, 5)]).toEqual([0, [
    'Reader',
    '  Orders: features: [TableFeature.SCAN.onTable()]',
    '    not declared: SCAN.onTable()',
    '    declared and not used: QUERY.onIndexes(\'byStatus\'), READ_ITEM',
  ]]);
});

describe('what can\'t be done is said in one line, and ends with 2:', () => {
  test.each<[string, string[], string]>([
    ['no command', [ASSEMBLY], 'there is no command to run; expected it after --, for example: enforce -- npm test'],
    ['a function that there isn\'t', [ASSEMBLY, '--as', 'Readr', '--emulator', 'dynalite', '--', 'true'], `${ASSEMBLY} has no function Readr; expected Reader, Writer, Counter`],
    ['an emulator that there isn\'t', [ASSEMBLY, '--emulator', 'dynamo', '--', 'true'], 'no emulator dynamo; expected dynamodb-local or dynalite or the URL of an emulator, as http://localhost:8000'],
    ['a URL that nothing answers at', [ASSEMBLY, '--emulator', 'http://127.0.0.1:1', '--', 'true'], 'the emulator at http://127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1'],
    ['a variable without value', [ASSEMBLY, '--env', 'X', '--', 'true'], '--env is \'X\'; expected NAME=VALUE'],
    ['an assembly that there isn\'t', ['nowhere', '--', 'true'], 'nowhere does not exist; run \'npx cdk synth\' first, or name the folder that cdk synth wrote, such as cdk.out, or a CloudFormation template as JSON'],
  ])('%s', async (_what, args, message) => {
    expect(await runCommandLine(['enforce', ...args])).toEqual({ output: '', error: `cdk-dynamo-access: ${message}\n`, exitCode: 2 });
  });
});
