import { callsIn, readJavaScript, readPython, unknownIn } from './support';

const CLIENT = `
  import { DynamoDB } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDB();
  const get = (TableName) => client.getItem({ TableName });`;
const HANDLER = 'export const handler = async () => get(config.ORDERS);';

test.each([
  ['reduce', "const config = ['ORDERS', 'QUEUE'].reduce((all, name) => { all[name] = env[name]; return all; }, {});"],
  ['a function that is called in a loop', "const config = {}; const add = (name) => { config[name] = env[name] ?? ''; }; ['ORDERS', 'QUEUE'].forEach(add);"],
  ['a name that is not known', 'const config = {}; for (let at = 0; at < 2; at++) { const name = ["ORDERS", "QUEUE"][at]; config[name] = env[name]; }'],
])('each variable keeps its own key in a configuration that is made by %s', (_, code) => {
  const reading = readJavaScript(`${CLIENT} const env = process.env; ${code} ${HANDLER}`);

  expect([callsIn(reading), reading.state]).toEqual([['GetItem ${ORDERS}'], 'complete']);
});

test('values that belong to no key of their own are all possible', () => {
  const reading = readJavaScript(`${CLIENT} const config = {}; for (let at = 0; at < 2; at++) config[["ORDERS", "QUEUE"][at]] = ["orders", "queue"][at]; ${HANDLER}`);

  expect(callsIn(reading)).toEqual(['GetItem orders', 'GetItem queue']);
});

test('`reduce` without a first value begins with an element', () => {
  expect(callsIn(readJavaScript(`${CLIENT} export const handler = async () => get(['orders', 'users'].reduce((one, other) => one));`)))
    .toEqual(['GetItem orders', 'GetItem users']);
});

const CLASS = `
import os, boto3
class App:
    orders = 'orders'
    queue = 'queue'
    @classmethod
    def prefix(cls, stage):
        for name in ['orders', 'queue']:
BODY
App.prefix(os.environ['STAGE'])
def handler(event, context):
    boto3.resource('dynamodb').Table(App.orders).get_item(Key={})`;

function writeLoop(...lines: string[]): string {
  return CLASS.replace('BODY', lines.map((line) => `            ${line}`).join('\n'));
}

test('a loop of Python keeps each name with its value', () => {
  const reading = readPython(writeLoop('value = getattr(App, name)', "value = f'{stage}-{value}'", 'setattr(App, name, value)'));

  expect(callsIn(reading)).toEqual(['GetItem', 'GetItem ${STAGE}-orders', 'GetItem orders']);
});

test('a loop of Python keeps pairs of key and value together', () => {
  expect(callsIn(readPython(writeLoop('pass', "for key, value in {'orders': 'new-orders', 'queue': 'new-queue'}.items(): setattr(App, key, value)"))))
    .toEqual(['GetItem new-orders', 'GetItem orders']);
});

test('a loop of Python reads what the turn before assigned', () => {
  const reading = readPython(`
import boto3
def handler(event, context):
    last = 'none'
    for name in ['orders', 'users']:
        boto3.resource('dynamodb').Table(last).get_item(Key={})
        last = name`);

  expect([callsIn(reading), reading.state]).toEqual([['GetItem none', 'GetItem orders', 'GetItem users'], 'complete']);
});

test('a loop of Python that changes its variable comes to an end', () => {
  const reading = readPython(`
import boto3
def handler(event, context):
    for name in event['names']:
        name = name.replace('a', 'b')
        boto3.resource('dynamodb').Table('orders').get_item(Key={'id': name})`);

  expect([callsIn(reading), unknownIn(reading)]).toEqual([['GetItem orders'], []]);
});

test('a counter stands for every element of a list', () => {
  const reading = readJavaScript(`${CLIENT} const tables = ['orders', 'users']; export const handler = async () => { for (let at = 0; at < tables.length; at++) await get(tables[at]); };`);

  expect(callsIn(reading)).toEqual(['GetItem orders', 'GetItem users']);
});

test('a number that does not change stands for one element of a list', () => {
  expect(callsIn(readJavaScript(`${CLIENT} const tables = ['orders', 'users']; const at = 1; export const handler = async () => get(tables[at]);`))).toEqual(['GetItem users']);
});

test('texts that no table can have for a name are not taken for one beside others', () => {
  const reading = readJavaScript(`${CLIENT} export const handler = async (event) => get(['orders', 'https://orders.example.com', '10'][event.id]);`);

  expect([callsIn(reading), reading.state]).toEqual([['GetItem orders'], 'complete']);
});

test.each(['arn:aws:dynamodb:eu-west-1:123456789012:table/orders', 'arn:${process.env.PARTITION}:dynamodb:eu-west-1:123456789012:table/orders', '${process.env.STAGE}-orders'])('a table may have the name %s', (name) => {
  expect(callsIn(readJavaScript(`${CLIENT} export const handler = async (event) => get(event.id ? 'users' : \`${name}\`);`))).toContain(`GetItem ${name.replaceAll('process.env.', '')}`);
});

const TRANSACTION = `
  import { TransactWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
  const client = DynamoDBDocumentClient.from({});
  const write = (TransactItems) => client.send(new TransactWriteCommand({ TransactItems }));`;

test('an item of a transaction under a key that is not known is likely of each part', () => {
  const reading = readJavaScript(`${TRANSACTION} export const handler = async (event) => write([{ [event.part]: { TableName: 'orders' } }]);`);

  expect([callsIn(reading), reading.state]).toEqual([['ConditionCheck', 'Delete', 'Put', 'Update'].map((part) => `TransactWriteItems.${part} orders (likely)`), 'open']);
});

test('values under keys that are not known are no items of a transaction', () => {
  const reading = readJavaScript(`${TRANSACTION} export const handler = async (event) => write([{ Put: { TableName: 'orders' } }, { [event.name]: 'users', [event.other]: { name: 'queue' } }]);`);

  expect([callsIn(reading), reading.state]).toEqual([['TransactWriteItems.Put orders'], 'open']);
});

test('one of several values under keys that are not known is only likely the table', () => {
  expect(callsIn(readJavaScript(`${CLIENT} export const handler = async (event) => { const input = {}; input[event.a] = 'orders'; input[event.b] = 'users'; return client.getItem(input); };`)))
    .toEqual(['GetItem orders (likely)', 'GetItem users (likely)']);
});

test('values that are copied from a class and back keep their names', () => {
  const reading = readPython(writeLoop('pass', 'kept = App.__dict__.copy()', 'for key, value in kept.items(): setattr(App, key, value)'));

  expect(callsIn(reading)).toEqual(['GetItem orders']);
});

const MANY_NAMES = ['BUCKET', 'DAYS', 'SIZE', 'ORDERS', 'STAGE', 'ROLE', 'URL', 'SITE', 'TOPIC', 'SERVICE', 'QUEUE'];
const NAMES = `const env = process.env; const names = { ${MANY_NAMES.map((name) => `${name.toLowerCase()}: '${name}'`).join(', ')} };`;

test.each([
  ['a copy for each name', 'const config = Object.values(names).reduce((all, name) => ({ [name]: env[name], ...all }), {});'],
  ['a loop over values', 'const config = {}; for (const name of Object.values(names)) { const value = env[name]; config[name] = value; }'],
  ['pairs of names', 'const config = {}; Object.entries(names).forEach(([, name]) => { config[name] = env[name]; });'],
  ['`Object.fromEntries`', 'const config = Object.fromEntries(Object.values(names).map((name) => [name, env[name]]));'],
])('each of many variables keeps its own key in a configuration that is made by %s', (_, code) => {
  const reading = readJavaScript(`${CLIENT} ${NAMES} ${code} ${HANDLER}`);

  expect([callsIn(reading), reading.state]).toEqual([['GetItem ${ORDERS}'], 'complete']);
});

test('a key of a configuration from outside is open beside the variable of the same name', () => {
  const reading = readJavaScript(`${CLIENT} ${NAMES} import { readFileSync } from 'fs';
    const configured = env.LOCAL ? JSON.parse(readFileSync('config.json')) : Object.values(names).reduce((all, name) => ({ [name]: env[name], ...all }), {}); ${HANDLER.replace('config', 'configured')}`);

  expect([callsIn(reading), unknownIn(reading)]).toEqual([['GetItem', 'GetItem ${ORDERS}'], ['table 4: the table of GetItem: the result of JSON.parse']]);
});

test('a key of another name than its variable may have each of them', () => {
  const reading = readJavaScript(`${CLIENT} const env = process.env; const config = ['ORDERS', 'QUEUE'].reduce((all, name, at) => ({ ...all, [name]: env[['ORDERS', 'QUEUE'][at]] }), {}); ${HANDLER}`);

  expect(callsIn(reading)).toEqual(['GetItem ${ORDERS}', 'GetItem ${QUEUE}']);
});

test('the values of an object are in the order of its keys', () => {
  expect(callsIn(readJavaScript(`${CLIENT} const tables = { queue: 'queue', orders: 'orders' }; export const handler = async () => get(Object.values(tables)[1]);`)))
    .toEqual(['GetItem orders']);
});

test.each([
  ['a key that is not always there', "const tables = { orders: 'orders', queue: 'queue' }; if (process.env.USERS) tables.users = 'users';", ['GetItem orders', 'GetItem queue', 'GetItem users']],
  ['keys that are numbers', "const tables = { 7: 'orders', 1: 'queue' };", ['GetItem orders', 'GetItem queue']],
])('a value of an object with %s may be any of its values', (_, code, calls) => {
  expect(callsIn(readJavaScript(`${CLIENT} ${code} export const handler = async () => get(Object.values(tables)[1]);`))).toEqual(calls);
});
