import { execFile } from 'child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { Bundles, bundlePrograms } from './bundles';
import { ask } from './client';
import { useDynalite } from './dynalite-server';
import { synthesizeOrders } from './orders-app';
import { LocalAccess } from '../../src/local';
import { RunningApp } from '../../src/local/running-app';

const ROOT = join(__dirname, '../..');
const WORKERS = 3;
const assembly = synthesizeOrders();
const Item = { customer: { S: 'c' }, number: { N: '1' } };

/** A test that puts an item, waits until all workers have put theirs, and sees its own alone. */
const TEST = `
const { existsSync, writeFileSync } = require('fs');
const { DynamoDBClient, PutItemCommand, ScanCommand } = require('@aws-sdk/client-dynamodb');
const { connect } = require('cdk-dynamo-access/local');

test('a worker sees its own items alone', async () => {
  const local = connect();
  const shared = new DynamoDBClient({ maxAttempts: 1 });
  const customer = { S: __filename };
  await local.as('Writer', () => shared.send(new PutItemCommand({ TableName: process.env.ORDERS_TABLE, Item: { customer, number: { N: '1' } } })));
  writeFileSync(__filename + '.put', '');
  const all = Array.from({ length: ${WORKERS} }, (_, index) => __dirname + '/' + index + '.test.js.put');
  while (!all.every((file) => existsSync(file))) await new Promise((resolve) => setTimeout(resolve, 20));
  const { Items } = await new DynamoDBClient(local.administrator).send(new ScanCommand({ TableName: local.environmentOf('Writer').ORDERS_TABLE }));
  expect(Items.map((item) => item.customer)).toEqual([customer]);
}, 30000);
`;

let bundles: Bundles;

beforeAll(() => {
  mkdirSync(join(ROOT, 'test-reports'), { recursive: true });
  bundles = bundlePrograms();
});
afterAll(() => rmSync(bundles.folder, { recursive: true }));

test('workers of Jest inside of enforce, which run at the same time, see their own items alone', async () => {
  const folder = join(bundles.folder, 'workers');
  mkdirSync(folder);
  for (let index = 0; index < WORKERS; index += 1) writeFileSync(join(folder, `${index}.test.js`), TEST);
  const config = { rootDir: folder, testEnvironment: 'node', transform: {}, moduleNameMapper: { '^cdk-dynamo-access/local$': bundles.local } };
  const summary = join(bundles.folder, 'summary.json');
  const { stderr } = await promisify(execFile)(process.execPath, [
    bundles.commandLine, 'enforce', assembly, '--emulator', 'dynalite', '--format', 'json', '--output', summary, '--',
    process.execPath, join(ROOT, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config), '--maxWorkers', String(WORKERS),
    '--cacheDirectory', join(bundles.folder, 'cache'), // without the times of earlier runs, Jest starts all workers
  ]);

  expect([/Tests: .*/.exec(stderr)?.[0], JSON.parse(readFileSync(summary, 'utf8')).errors]).toEqual([`Tests:       ${WORKERS} passed, ${WORKERS} total`, []]);
});

describe('an access key with a space behind it', () => {
  let running: RunningApp;
  const TableName = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Shop-Orders';
  const send = (key: string, operation: string, parameters: object) => ask(running.url, key, operation, parameters);

  beforeAll(async () => { running = await RunningApp.start({ assembly, emulator: 'dynalite' }); });
  afterAll(() => running.stop());

  test('is that of the same caller, and leads to other items', async () => {
    const { arn } = running.app.assembly.tables.find(({ name }) => name.startsWith('Shop-Orders'))!;
    await send('Writer@1', 'PutItem', { TableName: arn, Item });
    const read = (key: string) => send(key, 'GetItem', { TableName: arn, Key: Item });

    expect([(await read('Reader@1')).body, (await read('Reader@2')).body, (await read('Reader')).body]).toEqual([{ Item }, {}, {}]);
  });

  test('has no more permissions', async () => {
    expect((await send('Reader@1', 'PutItem', { TableName, Item })).body.__type).toBe('AccessDeniedException');
  });
});

describe('an emulator at a URL that has one database for all', () => {
  const emulator = useDynalite();

  const shared = () => `the emulator at ${emulator.url} has one database for all access keys, so that tests in parallel see each other's items; `
    + 'run them one after the other, or start DynamoDB Local without -sharedDb';

  test('serves one worker, and refuses a second one, which would see the items of the first', async () => {
    const running = await RunningApp.start({ assembly, emulator: emulator.url });
    const { arn: TableName } = running.app.assembly.tables[0];
    const answers = [await ask(running.url, 'Reader@1', 'GetItem', { TableName, Key: Item }), await ask(running.url, 'Reader@2', 'GetItem', { TableName, Key: Item })];
    running.stop();

    expect(answers.map(({ status, body }) => [status, body])).toEqual([[200, {}], [400, { __type: 'EmulatorFailure', message: shared() }]]);
    expect(running.errors).toEqual([shared()]);
  });

  test('is warned of at the start of an app of a worker\'s own', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
    await (await LocalAccess.start({ assembly, emulator: emulator.url })).stop();

    expect(warned.mock.calls).toEqual([[shared()]]);
  });
});
