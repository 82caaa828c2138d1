import { callsIn, readJavaScript } from './support';

const CLIENT = `
  import { DynamoDB } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDB();
  const get = (TableName) => client.getItem({ TableName });`;

test('a text that a loop puts together comes to an end', () => {
  const { state } = readJavaScript(`${CLIENT}
    export const handler = async ({ lines }) => {
      let text = ''; lines.forEach((line) => { text += line + '-'; }); console.log(text);
      return get('orders');
    };`);

  expect(state).toBe('complete');
});

test('a table whose name a loop puts together is not known', () => {
  const reading = readJavaScript(`${CLIENT} export const handler = async ({ parts }) => { let name = 'a'; for (const _ of parts) name += 'b'; return get(name); };`);

  expect(callsIn(reading)).toEqual(['GetItem', 'GetItem a', 'GetItem ab']);
});

test.each(['`${name}`', "'' + name", "`${name}${''}`"])('a table is named by a text that equals one of its parts: %s', (table) => {
  const reading = readJavaScript(`${CLIENT} const name = 'orders'; export const handler = async () => get(${table});`);

  expect([callsIn(reading), reading.state]).toEqual([['GetItem orders'], 'complete']);
});

test('a promise that is rejected leaves nothing open', () => {
  const { state } = readJavaScript(`${CLIENT}
    export const handler = (event) => new Promise((resolve, reject) => { if (!event.id) return reject(new Error('no id')); resolve(get('orders')); });`);

  expect(state).toBe('complete');
});

test.each([
  ['catch', 'new Promise((resolve, reject) => reject(() => get("orders"))).catch((again) => again())'],
  ['then', 'new Promise((resolve, reject) => reject(() => get("orders"))).then(() => 1, (again) => again())'],
  ['a rejected promise', 'Promise.reject(() => get("orders")).catch((again) => again())'],
])('what is thrown reaches the handler of errors by %s', (_, expression) => {
  expect(callsIn(readJavaScript(`${CLIENT} export const handler = async () => ${expression};`))).toEqual(['GetItem orders']);
});

test('a function that is called in very many ways has the arguments of all', () => {
  const calls = Array.from({ length: 30 }, (_, index) => `f("${index}", () => 1);`).join(' ');
  const reading = readJavaScript(`${CLIENT} function f() { return arguments[1](); } export const handler = async () => { ${calls} f("last", () => get("orders")); };`);

  expect(callsIn(reading)).toEqual(['GetItem orders']);
});

test('two tables that a helper gets one after the other stay apart', () => {
  const reading = readJavaScript(`${CLIENT}
    const save = (table) => client.putItem({ TableName: table }); let table = 'first';
    const read = () => get(table);
    export const handler = async () => { await read(); save('second'); table = 'third'; await read(); };`);

  expect(callsIn(reading)).toEqual(['GetItem first', 'GetItem third', 'PutItem second']);
});

test('a method of a list that gets itself to call ends', () => {
  const reading = readJavaScript(`
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
const list = [() => client.send(new GetItemCommand({ TableName: 'orders' }))];
list.push(list.reduce);
export const handler = async () => list.reduce((done, step) => step(list.reduce, done));
`);

  expect([callsIn(reading), reading.unknown]).toEqual([['GetItem orders'], []]);
});
