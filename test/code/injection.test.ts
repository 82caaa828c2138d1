import { callsIn, FORMS, inForm, readJavaScript } from './support';

const STORES = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
  const document = DynamoDBDocument.from(new DynamoDBClient());
  class Orders {
    constructor(db, config) { this.db = db; this.config = config; }
    save(Item) { return this.db.put({ TableName: this.config.table, Item }); }
    remove(Key) { return this.db.delete({ TableName: this.config.table, Key }); }
  }
  class Shop {
    constructor(orders) { this.orders = orders; }
    order(item) { return this.orders.save(item); }
  }
`;
/** How compilers write decorators of classes and parameters. */
const DECORATORS = `
  const decorate = (decorators, target, key, kind) => {
    let result = kind > 1 ? void 0 : kind ? Object.getOwnPropertyDescriptor(target, key) : target;
    for (let i = decorators.length - 1, decorator; i >= 0; i--)
      if (decorator = decorators[i]) result = (kind ? decorator(target, key, result) : decorator(result)) || result;
    if (kind && result) Object.defineProperty(target, key, result);
    return result;
  };
  const param = (index, decorator) => (target, key) => decorator(target, key, index);
`;
const TOKENS = 'const TYPES = { Db: Symbol.for("Db"), Config: Symbol.for("Config"), Orders: Symbol("Orders"), Shop: Symbol("Shop") };';
const decorated = (inject: string, injectable = 'injectable()') => `${DECORATORS} ${TOKENS}
  Orders = decorate([${injectable}, param(0, ${inject}(TYPES.Db)), param(1, ${inject}(TYPES.Config))], Orders);
  Shop = decorate([${injectable}, param(0, ${inject}(TYPES.Orders))], Shop);`;
const classes = STORES.replace(/class (\w+) /g, 'let $1 = class ');
const HANDLER = 'export const handler = async (event) => shop.order(event);';
const CONFIG = '{ table: process.env.ORDERS }';

const PROGRAMS: Readonly<Record<string, string>> = {
  'inversify': `import { Container, inject, injectable } from 'inversify'; ${classes} ${decorated('inject')}
    const container = new Container();
    container.bind(TYPES.Db).toConstantValue(document);
    container.bind(TYPES.Config).toDynamicValue(() => (${CONFIG}));
    container.bind(TYPES.Orders).to(Orders).inSingletonScope();
    container.bind(TYPES.Shop).to(Shop);
    const shop = container.get(TYPES.Shop); ${HANDLER}`,
  'a module of inversify': `import { Container, ContainerModule, inject, injectable } from 'inversify'; ${classes} ${decorated('inject')}
    const all = new ContainerModule((bind) => {
      bind(TYPES.Db).toConstantValue(document);
      bind(TYPES.Config).toConstantValue(${CONFIG});
      bind(TYPES.Orders).to(Orders);
      bind(TYPES.Shop).to(Shop);
    });
    const container = new Container();
    container.load(all);
    const shop = container.get(TYPES.Shop); ${HANDLER}`,
  'a factory of inversify': `import { Container, inject, injectable } from 'inversify'; ${classes} ${decorated('inject')}
    const container = new Container();
    container.bind(TYPES.Db).toConstantValue(document);
    container.bind(TYPES.Config).toConstantValue(${CONFIG});
    container.bind(TYPES.Orders).toDynamicValue((context) => new Orders(context.container.get(TYPES.Db), context.container.get(TYPES.Config)));
    container.bind(TYPES.Shop).to(Shop);
    const shop = container.get(TYPES.Shop); ${HANDLER}`,
  'tsyringe': `import { container, inject, injectable } from 'tsyringe'; ${classes} ${decorated('inject')}
    container.register(TYPES.Db, { useValue: document });
    container.register(TYPES.Config, { useFactory: () => (${CONFIG}) });
    container.register(TYPES.Orders, { useClass: Orders });
    const shop = container.resolve(Shop); ${HANDLER}`,
  'typedi': `import { Container, Inject, Service } from 'typedi'; ${classes} ${decorated('Inject', 'Service()')}
    Container.set(TYPES.Db, document);
    Container.set(TYPES.Config, ${CONFIG});
    Container.set(TYPES.Orders, new Orders(Container.get(TYPES.Db), Container.get(TYPES.Config)));
    const shop = Container.get(Shop); ${HANDLER}`,
  'awilix': `import { asClass, asFunction, asValue, createContainer } from 'awilix'; ${STORES}
    class Basket { constructor({ orders }) { this.orders = orders; } order(item) { return this.orders.save(item); } }
    const container = createContainer();
    container.register({ db: asValue(document), orders: asFunction(({ db }) => new Orders(db, ${CONFIG})).singleton() });
    container.register({ shop: asClass(Basket) });
    const { shop } = container.cradle; ${HANDLER}`,
  'properties that are injected': `import { Container, inject, injectable } from 'inversify'; ${classes} ${decorated('inject')}
    let Basket = class { order(item) { return this.orders.save(item); } };
    decorate([inject(TYPES.Orders)], Basket.prototype, 'orders', 2);
    const container = new Container();
    container.bind(TYPES.Db).toConstantValue(document);
    container.bind(TYPES.Config).toConstantValue(${CONFIG});
    container.bind(TYPES.Orders).to(Orders);
    container.bind(TYPES.Shop).to(Basket);
    const shop = container.get(TYPES.Shop); ${HANDLER}`,
};
const LIBRARIES = Object.fromEntries(['inversify', 'tsyringe', 'typedi', 'awilix', 'convict', 'envalid', 'env-var'].flatMap((name) =>
  [[`node_modules/${name}/index.js`, ''], [`node_modules/${name}/LICENSE`, '']]));
const read = (code: string) => readJavaScript({ 'index.mjs': code, ...LIBRARIES });

describe('dependency injection', () => {
  test.each(Object.entries(PROGRAMS))('by %s hands the objects to each other', (_, code) => {
    const reading = read(code);

    expect([callsIn(reading), reading.state, reading.unknown]).toEqual([['PutItem ${ORDERS}'], 'complete', []]);
  });

  test.each([
    ['nothing is bound to a token', PROGRAMS.inversify.replace('container.bind(TYPES.Orders)', 'container.bind(TYPES.Other)')],
    ['a parameter has no token', PROGRAMS.inversify.replace('param(0, inject(TYPES.Orders))', '')],
    ['a method isn\'t known', PROGRAMS.inversify.replace('container.get(TYPES.Shop)', 'container.find(TYPES.Shop)')],
    ['a token is computed', PROGRAMS.inversify.replace('container.get(TYPES.Shop)', 'container.get(globalThis.name)')],
  ])('is open where %s', (_, code) => {
    const reading = read(code);

    expect([callsIn(reading), reading.state]).toEqual([[], 'open']);
  });
});

const document = 'import { DynamoDB } from \'@aws-sdk/client-dynamodb\'; const low = new DynamoDB();';

test('what a container runs when it makes an object is followed', () => {
  const code = PROGRAMS.inversify.replace('.to(Shop)', '.to(Shop).onActivation((context, made) => { document.scan({ TableName: "audit" }); return made; })');

  expect(callsIn(read(code))).toEqual(['PutItem ${ORDERS}', 'Scan audit']);
});

test('a helper with the name of a variable and a default gives the variable', () => {
  const code = `${document} const read = (name, fallback) => {
      if (Object.prototype.hasOwnProperty.call(process.env, name)) return process.env[name];
      return fallback;
    };
    ${scan("read('ORDERS', 'local-orders')").replace(document, '')}`;

  expect(callsIn(readJavaScript(code))).toEqual(['Scan ${ORDERS}']);
});

test('a function that chooses between a variable and a name gives both', () => {
  const code = `${document} const choose = (name, other, all) => all ? process.env[name] : other;
    export const handler = async (event) => low.scan({ TableName: choose('ORDERS', 'archive', event.all) });`;

  expect(callsIn(readJavaScript(code))).toEqual(['Scan ${ORDERS}', 'Scan archive']);
});

const scan = (table: string) => `${document} export const handler = async () => low.scan({ TableName: ${table} });`;

test('convict gives the environment variables of its schema', () => {
  const code = `import convict from 'convict'; const config = convict({ table: { format: String, default: '', env: 'ORDERS' }, db: { index: { env: 'INDEX', default: 'byId' } } });
    config.validate({ allowed: 'strict' }); ${document}
    export const handler = async () => low.query({ TableName: config.get('table'), IndexName: config.get('db.index') });`;

  expect(callsIn(read(code))).toEqual(['Query ${ORDERS} ${INDEX}']);
});

test.each([
  ['envalid', `import { cleanEnv, str } from 'envalid'; const env = cleanEnv(process.env, { ORDERS: str() }); ${scan('env.ORDERS')}`, 'open'],
  ['env-var', `import env from 'env-var'; ${scan('env.get("ORDERS").required().asString()')}`, 'complete'],
])('%s gives the environment variables that it checks', (_, code, state) => {
  const reading = read(code);

  expect([callsIn(reading).at(-1), reading.state]).toEqual(['Scan ${ORDERS}', state]);
});

test('a setting that no schema has is open', () => {
  const reading = read(`import convict from 'convict'; const config = convict({ other: { env: 'OTHER' } }); ${scan('config.get("table")')}`);

  expect([callsIn(reading), reading.state]).toEqual([['Scan'], 'open']);
});

test.each(FORMS)('symbols are keys, $name', (form) => {
  const code = `${document} const save = Symbol('save'); const remove = Symbol('remove');
    const store = { [save]: () => low.putItem({ TableName: 'orders' }), [remove]: () => low.deleteItem({ TableName: 'orders' }) };
    export const handler = async () => store[save]();`;

  expect(callsIn(readJavaScript(inForm(code, form)))).toEqual(['PutItem orders']);
});
