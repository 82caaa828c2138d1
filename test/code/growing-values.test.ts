import { callsIn, readJavaScript, readPython, unknownIn } from './support';

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

describe('data that grows without end is not told apart', () => {
  test.each([
    ['entries of entries', 'const walk = (data) => { for (const each of Array.isArray(data) ? data : Object.entries(data)) walk(each); }; walk(event);'],
    ['causes of causes', 'try { fail(event); } catch (error) { let each = error; while (each.cause) { console.log(each.stack); each = each.cause; } }'],
    ['errors about errors', `class Failed extends Error { constructor(message, cause) { super(message); this.cause = cause; } }
      try { fail(event); } catch (error) { console.log(new Failed('a' + error.message, new Failed('b', new Failed(event.id, error)))); }`],
    ['lists of results', 'const all = []; for (const id of event.ids) all.push({ id, size: all.length }); console.log(all.map(({ id, size }) => `${id} of ${size}`));'],
  ])('%s', (_, statements) => {
    const reading = readJavaScript(`${CLIENT} function fail({ id }) { if (id) throw new Error(id); }
      export const handler = async (event) => { ${statements} return get('orders'); };`);

    expect([callsIn(reading), reading.state]).toEqual([['GetItem orders'], 'complete']);
  });

  test('but a text with a part of the event still says which table a statement reads', () => {
    const reading = readJavaScript(`${CLIENT} export const handler = async ({ id }) => {
      const condition = \`WHERE id = '\${id}'\`; const from = \`FROM "orders" \${condition}\`;
      return client.executeStatement({ Statement: 'SELECT * ' + from });
    };`);

    expect([callsIn(reading), reading.state]).toEqual([['ExecuteStatement.SELECT orders'], 'complete']);
  });

  test('a table with a part of the event in its name is not known', () => {
    const reading = readJavaScript(`${CLIENT} export const handler = async ({ id }) => get(\`orders-\${id}\`);`);

    expect([callsIn(reading), reading.state]).toEqual([['GetItem'], 'open']);
  });

  test('an error may name a table', () => {
    const reading = readJavaScript(`${CLIENT} class Missing extends Error { constructor(table) { super(); this.table = table; } }
      const first = () => { throw new Missing('first'); }; const second = () => { throw new Missing('second'); };
      export const handler = async (event) => { try { if (event.id) first(); second(); } catch (error) { return get(error.table); } };`);

    expect(callsIn(reading)).toEqual(expect.arrayContaining(['GetItem first', 'GetItem second']));
  });

  test('each element of a long list is called', () => {
    const adds = Array.from({ length: 12 }, (_, index) => `steps.push({ run: () => get('table${index}') });`).join(' ');
    const reading = readJavaScript(`${CLIENT} const steps = []; ${adds} export const handler = async () => Promise.all(steps.map(({ run }) => run()));`);

    expect(callsIn(reading)).toHaveLength(12);
  });

  test('parameters that a library gets empty, and that are filled later, leave the calls open', () => {
    const reading = readJavaScript(`${CLIENT} import { copy } from 'copies'; const params = copy({}); params.TableName = 'orders';
      export const handler = async () => client.getItem(params);`);

    expect(reading.state).toBe('open');
  });

  test('parameters that a library gets and gives back are followed', () => {
    const reading = readJavaScript(`${CLIENT} import { copy } from 'copies'; export const handler = async () => client.getItem(copy({ TableName: 'orders' }));`);

    expect(callsIn(reading)).toEqual(['GetItem orders']);
  });
});

test('lists that are copies of each other hold the parts of a transaction', () => {
  const reading = readJavaScript(`${CLIENT} export const handler = async () => {
    const [some, others] = [[{ Put: { TableName: 'orders' } }], []];
    Object.assign(some, others); Object.assign(others, some);
    await client.transactWriteItems({ TransactItems: others });
  };`);

  expect(callsIn(reading)).toEqual(['TransactWriteItems.Put orders']);
});

test.each<[string, number, string[]]>([
  ['a table that may be one of 20 names is each of them', 20, Array.from({ length: 20 }, (_, index) => `GetItem t${index + 10}`)],
  ['a table that may be one of more names is not known', 21, ['GetItem']],
])('%s', (_name, count, calls) => {
  const names = Array.from({ length: count }, (_, index) => `'t${index + 10}'`).join(', ');
  const reading = readJavaScript(`${CLIENT} export const handler = async ({ at }) => get([${names}][at]);`);

  expect(callsIn(reading)).toEqual(calls);
});

describe('Code after a function that calls itself and takes too many steps', () => {
  const program = (first: string, lines: number) => `import boto3
table = boto3.resource('dynamodb').Table('orders')
def copy(value):
    ${first}
${'    value["a"]["b"]\n'.repeat(lines)}
def handler(event, context):
    copy(event)
    table.put_item(Item=event)
`;

  test('is followed, and there may be other calls', () => {
    const reading = readPython(program('copy([value])', 14_000));

    expect([callsIn(reading), unknownIn(reading)]).toEqual([['PutItem orders'], ['budget: the code has more ways to go than are followed']]);
  });

  test('is followed as usual if that function takes few steps', () => {
    const reading = readPython(program('copy([value])', 100));

    expect([callsIn(reading), reading.state]).toEqual([['PutItem orders'], 'complete']);
  });
});
