import { transformSync } from 'esbuild';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { callsIn, readJavaScript } from './support';

const COMPILERS: Readonly<Record<string, (code: string) => string>> = {
  'esbuild': (code) => transformSync(code, { loader: 'ts', target: 'node20' }).code,
  'esbuild, minified': (code) => transformSync(code, { loader: 'ts', target: 'node20', minify: true }).code,
  'TypeScript': (code) => transpileModule(code, { compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext } }).outputText,
};

const REPOSITORY = `
  import { DynamoDB } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDB();
  function logged(method, context) {
    return function (...args) { console.log(String(context.name)); return method.call(this, ...args); };
  }
  class Repository {
    constructor(table) { this.table = table; }
    @logged get(id) { return client.getItem({ TableName: this.table, Key: { id } }); }
    @logged put(Item) { return client.putItem({ TableName: this.table, Item }); }
    @logged async load(id) { return this.get(id); }
  }
  class Orders extends Repository {
    @logged list() { return client.query({ TableName: this.table, IndexName: 'byDate' }); }
    @logged delete(id) { return client.deleteItem({ TableName: this.table, Key: { id } }); }
  }
  const orders = new Orders('orders');`;

describe.each(Object.keys(COMPILERS))('of classes with decorators that %s compiles', (compiler) => {
  const read = (code: string) => readJavaScript(COMPILERS[compiler](code));

  test('a method that is not called makes no request', () => {
    const reading = read(`${REPOSITORY} export const handler = async (event) => { await orders.load(event.id); return orders.list(); };`);

    expect([callsIn(reading), reading.state]).toEqual([['GetItem orders', 'Query orders byDate'], 'complete']);
  });

  test('requests of a decorator are made when its method is called', () => {
    const code = (call: string) => `
      import { DynamoDB } from '@aws-sdk/client-dynamodb';
      const client = new DynamoDB();
      const counts = (table) => (method) => async function (...args) {
        await client.updateItem({ TableName: table });
        return method.apply(this, args);
      };
      class Orders { @counts('counts') list() { return client.scan({ TableName: 'orders' }); } other() {} }
      export const handler = async () => new Orders().${call}();`;

    expect(callsIn(read(code('list')))).toEqual(['Scan orders', 'UpdateItem counts']);
    expect(callsIn(read(code('other')))).toEqual([]);
  });

  test('what a decorator has for new instances is called with them', () => {
    const reading = read(`
      import { DynamoDB } from '@aws-sdk/client-dynamodb';
      const client = new DynamoDB();
      const loads = (method, { addInitializer }) => { addInitializer(function () { this.loading = client.scan({ TableName: 'orders' }); }); };
      class Orders { @loads list() { return client.query({ TableName: 'orders' }); } }
      export const handler = async () => new Orders();`);

    expect(callsIn(reading)).toEqual(['Scan orders']);
  });

  test.each([
    ['a static method', "@logged static list() { return client.scan({ TableName: 'orders' }); }", 'Orders.list()'],
    ['a private method', "@logged #list() { return client.scan({ TableName: 'orders' }); } list() { return this.#list(); }", 'new Orders().list()'],
    ['a getter', "@logged get list() { return client.scan({ TableName: 'orders' }); }", 'new Orders().list'],
    ['a setter', "@logged set list(by) { client.scan({ TableName: 'orders' }); }", 'new Orders().list = 1'],
    ['a field', "@(() => () => () => client.scan({ TableName: 'orders' })) list = 1;", 'new Orders().list()'],
  ])('%s keeps its requests', (_, member, use) => {
    expect(callsIn(read(`${REPOSITORY.replace(/class Orders[^]*/, '')} class Orders { ${member} } export const handler = async () => { ${use}; };`))).toEqual(['Scan orders']);
  });

  test('a method with a decorator of a library keeps its requests', () => {
    const reading = read(`import { DynamoDB } from '@aws-sdk/client-dynamodb'; import { traced } from 'tracing';
      const client = new DynamoDB();
      class Orders { @traced list() { return client.scan({ TableName: 'orders' }); } }
      export const handler = async () => new Orders().list();`);

    expect([callsIn(reading), reading.state]).toEqual([['Scan orders'], 'open']);
  });
});

const LEGACY: Readonly<Record<string, (code: string) => string>> = {
  'esbuild': (code) => transformSync(code, { loader: 'ts', tsconfigRaw: { compilerOptions: { experimentalDecorators: true } } }).code,
  'esbuild, minified': (code) => transformSync(code, { loader: 'ts', minify: true, tsconfigRaw: { compilerOptions: { experimentalDecorators: true } } }).code,
  'TypeScript': (code) => transpileModule(code, { compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext, experimentalDecorators: true } }).outputText,
  'TypeScript, with its types,': (code) => transpileModule(code, {
    compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext, experimentalDecorators: true, emitDecoratorMetadata: true },
  }).outputText,
};

const LOGGED = `
  function logged(target, name, descriptor) {
    const method = descriptor.value;
    descriptor.value = function (...args) { console.log(name); return method.apply(this, args); };
    return descriptor;
  }`;
const TRACED = "import { Tracer } from '@aws-lambda-powertools/tracer'; const tracer = new Tracer(); const logged = tracer.captureMethod();";
const BINDING = `
  const logged = (target, name, descriptor) => {
    const { value } = descriptor;
    return { configurable: true, get() { return value.bind(this); } };
  };`;

describe.each(Object.keys(LEGACY))('of classes with decorators of TypeScript that %s compiles', (compiler) => {
  const read = (code: string) => readJavaScript(LEGACY[compiler](code));

  test.each([
    ['the descriptor with another method', LOGGED],
    ['what a library gives', TRACED],
    ['nothing', 'const logged = (target, name) => { console.log(name); };'],
  ])('a method whose decorator gives %s makes its requests, and one that is not called makes none', (_, decorator) => {
    const code = REPOSITORY.replace(/function logged[^]*?class/, `${decorator} class`);
    const reading = read(`${code} export const handler = async (event) => { await orders.load(event.id); return orders.list(); };`);

    expect([callsIn(reading), reading.state]).toEqual([['GetItem orders', 'Query orders byDate'], 'complete']);
  });

  test('a method whose decorator is not known may make the requests of others', () => {
    const code = REPOSITORY.replace(/function logged[^]*?class/, "import { logged } from 'tracing'; class");
    const reading = read(`${code} export const handler = async (event) => orders.list();`);

    expect([callsIn(reading).includes('Query orders byDate'), reading.state]).toEqual([true, 'open']);
  });

  test('a method whose decorator gives a getter makes its requests', () => {
    const code = REPOSITORY.replace(/function logged[^]*?class/, `${BINDING} class`);

    expect(callsIn(read(`${code} export const handler = async (event) => orders.list();`))).toEqual(expect.arrayContaining(['Query orders byDate']));
  });

  test('requests of a decorator are made when its method is called', () => {
    const code = (call: string) => `
      import { DynamoDB } from '@aws-sdk/client-dynamodb';
      const client = new DynamoDB();
      const counts = (table) => (target, name, descriptor) => {
        const method = descriptor.value;
        descriptor.value = async function (...args) {
          await client.updateItem({ TableName: table });
          return method.apply(this, args);
        };
      };
      class Orders { @counts('counts') list() { return client.scan({ TableName: 'orders' }); } other() {} }
      export const handler = async () => new Orders().${call}();`;

    expect(callsIn(read(code('list')))).toEqual(['Scan orders', 'UpdateItem counts']);
    expect(callsIn(read(code('other')))).toEqual([]);
  });
});

test('a method stays where a property of its name may also be computed', () => {
  const reading = readJavaScript(`import { DynamoDB } from '@aws-sdk/client-dynamodb';
    const client = new DynamoDB();
    class Orders { get() { return 1; } list() { return client.scan({ TableName: 'orders' }); } }
    Object.defineProperty(Orders.prototype, 'list', process.env.RAW ? Orders.prototype : Object.getOwnPropertyDescriptor(Orders.prototype, 'list'));
    export const handler = async () => new Orders().list();`);

  expect(callsIn(reading)).toEqual(['Scan orders']);
});

test('a function that is only like a helper of a compiler makes its requests', () => {
  const reading = readJavaScript(`import { DynamoDB } from '@aws-sdk/client-dynamodb';
    const client = new DynamoDB();
    const find = (orders, kind, key) => client.getItem({ TableName: 'orders', Key: key });
    const read = (orders, kind, key, other) => (kind ? find(orders, kind, key) : find(orders)) || other;
    export const handler = async () => read([], 'order', {}, null);`);

  expect([callsIn(reading), reading.state]).toEqual([['GetItem orders'], 'complete']);
});
