import { callsIn, readJavaScript, Sources, unknownIn } from './support';

const STORE = `const { DynamoDB } = require('@aws-sdk/client-dynamodb');
  exports.save = (Item) => new DynamoDB().putItem({ TableName: process.env.ORDERS, Item });`;
const USES_STORE = 'import { save } from \'store\'; export const handler = async (event) => save(event);';

/** A package in `node_modules`, with a licence as published ones have. */
function published(files: Sources, folder = 'node_modules/store'): Sources {
  return Object.fromEntries(Object.entries({ LICENSE: 'MIT', ...files }).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** A bundle of esbuild that has a library in it. */
function bundle(library: string): string {
  return `var __commonJS = (cb, mod) => () => (mod || cb(mod = { exports: {} }, mod), mod.exports);
// node_modules/store/index.js
var require_store = __commonJS((module2) => {
  ((exports2) => { ${library.replace('exports.', 'exports2.')} })(module2.exports);
});

// src/handler.js
var import_store = require_store();
exports.handler = async (event) => import_store.save(event);
`;
}

describe('a package that names the SDK is followed', () => {
  test.each<[title: string, files: Sources, layer?: Sources]>([
    ['in the asset', { 'index.mjs': USES_STORE, ...published({ 'index.js': STORE }) }],
    ['with a main file', { 'index.mjs': USES_STORE, ...published({ 'package.json': '{ "main": "lib/main" }', 'lib/main.js': STORE }) }],
    ['with exports under conditions', {
      'index.mjs': USES_STORE,
      ...published({ 'package.json': '{ "exports": { ".": { "types": "./index.d.ts", "require": { "default": "./cjs/main.js" } } } }', 'cjs/main.js': STORE }),
    }],
    ['with exports by a pattern', {
      'index.mjs': USES_STORE.replace('store', 'store/orders'),
      ...published({ 'package.json': '{ "exports": { "./*": "./src/*.js" } }', 'src/orders.js': STORE }),
    }],
    ['inside of another one', {
      'index.mjs': USES_STORE.replace('store', 'shop'),
      ...published({ 'index.js': 'exports.save = require("store").save; // DynamoDB' }, 'node_modules/shop'),
      ...published({ 'index.js': STORE }, 'node_modules/shop/node_modules/store'),
    }],
    ['in a layer', { 'index.mjs': USES_STORE }, published({ 'index.js': STORE }, 'nodejs/node_modules/store')],
    ['in a layer for one runtime', { 'index.mjs': USES_STORE }, published({ 'index.js': STORE }, 'nodejs/node22/node_modules/store')],
    ['in a bundle', { 'index.js': bundle(STORE) }],
  ])('%s', (_, files, layer: Sources = {}) => {
    const reading = readJavaScript(files, { layer });

    expect([callsIn(reading), reading.state, reading.unknown]).toEqual([['PutItem ${ORDERS}'], 'complete', []]);
  });
});

test.each<[title: string, files: Sources]>([
  ['is private', { 'index.mjs': usesNames(), ...published({ 'package.json': '{ "private": true, "main": "names.js" }', 'names.js': 'exports.orders = process.env.ORDERS;' }, 'node_modules/names') }],
  ['has no licence', { 'index.mjs': usesNames(), 'node_modules/names/index.js': 'exports.orders = process.env.ORDERS;' }],
])('a package of the app that %s is followed without the SDK', (_, files) => {
  expect(callsIn(readJavaScript(files))).toEqual(['DeleteItem ${ORDERS}']);
});

function usesNames(): string {
  return `import { DynamoDB } from '@aws-sdk/client-dynamodb'; import { orders } from 'names';
    export const handler = async () => new DynamoDB().deleteItem({ TableName: orders, Key: {} });`;
}

describe('a package that isn\'t code of the app', () => {
  test('makes no calls if it doesn\'t name DynamoDB', () => {
    const reading = readJavaScript({ 'index.mjs': USES_STORE, ...published({ 'index.js': 'exports.save = () => 1;' }) });

    expect([callsIn(reading), reading.state]).toEqual([[], 'complete']);
  });

  test('is said to be open if its file isn\'t found', () => {
    const reading = readJavaScript({ 'index.mjs': USES_STORE, ...published({ 'lib/other.js': STORE }) });

    expect([callsIn(reading), unknownIn(reading)]).toEqual([[], ['library 1: the library store names DynamoDB or the AWS SDK: it may make requests of its own']]);
  });

  test.each([
    ['in the asset', { 'index.mjs': USES_STORE, ...published({ 'index.js': manyModules(STORE) }) }],
    ['in a bundle', { 'index.js': bundle(manyModules(STORE)) }],
  ])('is left out %s if it is too much to follow', (_, files) => {
    const reading = readJavaScript(files);

    expect([callsIn(reading), unknownIn(reading).map((each) => each.replace(/ \d+/, ''))])
      .toEqual([[], ['library: the library store names DynamoDB or the AWS SDK: it may make requests of its own']]);
  });
});

/** Code with more steps than are followed of a library. */
function manyModules(code: string): string {
  return `${'[1].map((each) => each + 1);'.repeat(4000)}\n${code}`;
}

/** A bundle of esbuild with a table that SST binds to the function. */
function bundleSst(table: string): string {
  return `
// node_modules/sst/node/table/index.js
import { SSMClient } from "@aws-sdk/client-ssm";
var ssm = new SSMClient({});
var Table = createProxy("Table");
var Bucket = createProxy("Bucket");

// src/handler.js
import { DynamoDB } from "@aws-sdk/client-dynamodb";
var client = new DynamoDB();
export var handler = async () => client.getItem({ TableName: ${table}, Key: {} });
`;
}

test('a table of SST has its name in an environment variable', () => {
  const reading = readJavaScript(bundleSst('Table["all-orders"].tableName'));

  expect([callsIn(reading), reading.state]).toEqual([['GetItem ${SST_Table_tableName_all_orders}'], 'complete']);
});

test.each(['Table.orders.name', 'Table.orders', 'Bucket.orders.tableName'])('another property of SST is no name of a table: %s', (table) => {
  const reading = readJavaScript(bundleSst(table));

  expect([callsIn(reading), reading.state]).toEqual([['GetItem'], 'open']);
});

test.each([
  ['makes no calls if it has the client of another service only', '@aws-sdk/client-ssm', 'complete', []],
  ['may make calls if it has the client of DynamoDB', '@aws-sdk/client-dynamodb', 'open', ['call 6: a command that is not known is sent']],
])('a library in a bundle %s', (_, client, state, unknown) => {
  const reading = readJavaScript(`
// node_modules/store/index.js
import * as sdk from "${client}";
var create = () => { const client = new sdk.${client.endsWith('ssm') ? 'SSMClient' : 'DynamoDBClient'}({});
  return (command) =>
  client.send(command); };

// src/handler.js
export var handler = async (event) => create()(event.command);
`);

  expect([reading.state, unknownIn(reading)]).toEqual([state, unknown]);
});
