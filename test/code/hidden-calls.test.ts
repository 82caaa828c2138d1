import { HIDDEN_IN_JAVASCRIPT, HIDDEN_IN_PYTHON, OPEN_IN_JAVASCRIPT, OPEN_IN_PYTHON } from './hidden-calls';
import { callsIn, readJavaScript, readPython, unknownIn } from './support';

const JAVASCRIPT = `
  import { DynamoDBClient, DynamoDB, PutItemCommand } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
  const client = new DynamoDBClient({});
  const doc = DynamoDBDocument.from(client);
  const put = () => doc.put({ TableName: 'T', Item: {} });
`;
const PYTHON = `
import boto3, os
client = boto3.client('dynamodb')
resource = boto3.resource('dynamodb')
def put(*a, **k):
    return client.put_item(TableName='T', Item={})
`;

test.each(Object.entries(HIDDEN_IN_JAVASCRIPT))('JavaScript calls PutItem by %s', (_, code) => {
  expect(callsIn(readJavaScript(JAVASCRIPT + code))).toContainEqual(expect.stringMatching(/^PutItem/));
});

test.each(Object.entries(HIDDEN_IN_PYTHON))('Python calls PutItem by %s', (_, code) => {
  expect(callsIn(readPython(PYTHON + code))).toContainEqual(expect.stringMatching(/^PutItem/));
});

test.each(Object.entries(OPEN_IN_JAVASCRIPT))('JavaScript that hides a call by %s is open', (_, code) => {
  expect(readJavaScript(JAVASCRIPT + code).state).toBe('open');
});

test.each(Object.entries(OPEN_IN_PYTHON))('Python that hides a call by %s is open', (_, code) => {
  expect(readPython(PYTHON + code).state).toBe('open');
});

test.each([
  ['globals', 'def handler(e, c):\n    return globals()["put"]()', 'language 8: globals reaches code that is not followed'],
  ['sys.modules', 'import sys\ndef handler(e, c):\n    return sys.modules[__name__].put()', 'language 9: sys.modules reaches code that is not followed'],
  ['methodcaller', 'from operator import methodcaller\ndef handler(e, c):\n    return methodcaller("put_item")(client)', 'client 9: a DynamoDB client is handed to a function that is not followed'],
  ['a metaclass', 'class M(type): pass\nclass A(metaclass=M): pass\ndef handler(e, c):\n    return 1', 'language 8: a metaclass'],
])('Python that reaches code by %s is open', (_, code, unknown) => {
  expect(unknownIn(readPython(PYTHON + code))).toEqual([unknown]);
});

test('calls that the handler doesn\'t reach are kept apart', () => {
  const { calls, unreached } = readJavaScript(`${JAVASCRIPT} export const other = () => put(); export const handler = () => doc.get({ TableName: 'T' });`);

  expect([calls, unreached].map((each) => each.map(({ operation }) => operation))).toEqual([['GetItem'], ['PutItem']]);
});

test('many functions without requests do not keep a request from being found that the handler does not reach', () => {
  const helpers = Array.from({ length: 100 }, (_, index) => `export function format${index}(item) { ${'item = { ...item, a: [item.b, item.c].join() };'.repeat(20)} return item; }`);
  const { unreached } = readJavaScript(`${helpers.join('\n')} ${JAVASCRIPT} export const other = () => put(); export const handler = () => doc.get({ TableName: 'T' });`);

  expect(unreached.map(({ operation }) => operation)).toEqual(['PutItem']);
});

test.each([
  ['that the handler gives', 'export const handler = () => () => put();'],
  ['of an object of a class that a library gets back', 'class Store { save() { return put(); } } export const handler = () => lib.run(() => new Store());'],
])('a method %s isn\'t called', (_, code) => {
  expect(callsIn(readJavaScript(`${JAVASCRIPT} import lib from 'a-library'; ${code}`))).toEqual([]);
});

test('functions that give functions deeper than is followed open the state', () => {
  const code = `${JAVASCRIPT} import { wrap } from '@middy/core'; export const handler = wrap(() => () => () => () => put());`;

  expect(unknownIn(readJavaScript(code))).toEqual(['budget 1: functions that give functions go deeper than is followed']);
});

test('a function that is declared in a block is seen around it, outside of strict code', () => {
  const reading = readJavaScript({
    'index.js': `const { DynamoDB } = require('@aws-sdk/client-dynamodb');
      exports.handler = async () => { { function save() { return new DynamoDB().putItem({ TableName: 'T' }); } } return save(); };`,
  });

  expect(callsIn(reading)).toEqual(['PutItem T']);
});
