import { TOOLBOX0_PROGRAMS } from './toolbox0-programs';
import { callsIn, readJavaScript, unknownIn } from '../support';

const SCHEMA = `{ model: { entity: 'user', service: 'shop', version: '1' }, attributes: {}, indexes: {
  primary: { pk: { field: 'pk', composite: ['id'] }, sk: { field: 'sk', composite: [] } },
  byEmail: { index: 'gsi1', pk: { field: 'gsi1pk', composite: ['email'] }, sk: { field: 'gsi1sk', composite: [] } },
} }`;

function readCalls(imports: string, setup: string, body: string): string[] {
  return callsIn(readJavaScript(`${imports}\n${setup}\nexport const handler = async (event) => { ${body} };\n`));
}

describe('an entity of ElectroDB', () => {
  const imports = "import { Entity, Service } from 'electrodb';\nimport { DynamoDBClient } from '@aws-sdk/client-dynamodb';";
  const read = (config: string, body: string) => readCalls(imports, `const User = new Entity(${SCHEMA}, ${config});`, body);

  test.each([
    ['the environment', '{ table: process.env.TABLE, client: new DynamoDBClient({}) }', 'PutItem ${TABLE} by ElectroDB'],
    ['nothing that is known', '{ client: new DynamoDBClient({}) }', 'PutItem by ElectroDB'],
    ['a client with other credentials', '{ table: "users", client: new DynamoDBClient({ credentials: {} }) }', 'PutItem users (other credentials) by ElectroDB'],
  ])('has a table from %s', (_, config, call) => {
    expect(read(config, 'await User.create(event).go();')).toEqual([call]);
  });

  test.each([
    ['gets one item or a list', 'User.get(event.key)', ['BatchGetItem users (likely) by ElectroDB', 'GetItem users (likely) by ElectroDB']],
    ['gets one item', 'User.get({ id: event.id })', ['GetItem users by ElectroDB']],
    ['gets a list', 'User.get([{ id: event.id }])', ['BatchGetItem users by ElectroDB']],
    ['writes one item or a list', 'User.put(event.all ? [{ id: "1" }] : { id: "1" })', ['BatchWriteItem users (likely) by ElectroDB', 'PutItem users (likely) by ElectroDB']],
    ['finds by a filter that is not known', 'User.find(event.filter)', ['Query users (likely) by ElectroDB', 'Scan users (likely) by ElectroDB']],
    ['finds by attributes', 'User.find({ email: event.email })', ['Query users gsi1 by ElectroDB']],
  ])('%s', (_, call, calls) => {
    expect(read('{ table: "users" }', `await ${call}.go();`)).toEqual(calls);
  });

  test('has the table that is set later', () => {
    expect(read('{}', 'User.setTableName("users"); await User.get({ id: "1" }).go();')).toEqual(['GetItem users by ElectroDB']);
  });

  test('asks an index that is not known where the name of the pattern is computed', () => {
    const reading = readJavaScript(`${imports}\nconst User = new Entity(${SCHEMA}, { table: 'users' });\nexport const handler = (event) => User.query[event.by]({}).go();`);

    expect(callsIn(reading)).toEqual(['Query users by ElectroDB']);
    expect(unknownIn(reading)).toContainEqual(expect.stringContaining('the index of Query'));
  });

  test('gets the items of an index from the table if the query hydrates', () => {
    expect(read('{ table: "users" }', 'await User.query.byEmail({ email: "e" }).go({ hydrate: true });'))
      .toEqual(['BatchGetItem users by ElectroDB', 'Query users gsi1 by ElectroDB']);
  });

  test('does not get the items from the table if the query does not hydrate', () => {
    expect(read('{ table: "users" }', 'await User.query.byEmail({ email: "e" }).go({ hydrate: false });')).toEqual(['Query users gsi1 by ElectroDB']);
  });

  test('names its table in parameters that another client sends', () => {
    expect(readCalls(`${imports}\nimport { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';`, `const User = new Entity(${SCHEMA}, { table: 'users' });
      const documents = DynamoDBDocument.from(new DynamoDBClient({}));`, 'await documents.query(User.query.byEmail({ email: "e" }).params());'))
      .toEqual(['Query users gsi1']);
  });

  test('belongs to the table of its service', () => {
    expect(readCalls(imports, `const shop = new Service({ user: ${SCHEMA} }, { table: 'shop' });`, 'await shop.entities.user.get({ id: "1" }).go();'))
      .toEqual(['GetItem shop by ElectroDB']);
  });

  test('leaves the state open, because the library may make other requests', () => {
    const reading = readJavaScript(`${imports}\nconst User = new Entity(${SCHEMA}, { table: 'users' });\nexport const handler = () => User.get({ id: "1" }).go();`);

    expect(unknownIn(reading)).toEqual(['library 1: uses ElectroDB: see ClientProfile.electrodb()']);
  });

  test('calls the functions of its attributes', () => {
    expect(readCalls(`${imports}\nimport { DynamoDB } from '@aws-sdk/client-dynamodb';`, `const client = new DynamoDB({});
      const User = new Entity({ attributes: { id: { default: () => client.getItem({ TableName: 'ids' }) } } }, { table: 'users' });`, 'await User.create({}).go();'))
      .toEqual(['GetItem ids', 'PutItem users by ElectroDB']);
  });
});

describe('a model of dynamoose', () => {
  const imports = "import dynamoose, { model, Schema } from 'dynamoose';";
  const quiet = '{ create: false, waitForActive: false }';

  test('gives items that other libraries may get', () => {
    const reading = readJavaScript(`${imports}\nimport _ from 'lodash';\nconst User = model('users', {}, ${quiet});
      export const handler = async () => _.pick(await User.get('1'), ['name']);`);

    expect(unknownIn(reading)).toEqual(['library 1: uses dynamoose: see ClientProfile.dynamoose()']);
  });

  test('may create its table unless its options say that it does not', () => {
    expect(readCalls(imports, 'const User = model("users", {});', 'await User.get("1");'))
      .toEqual(['CreateTable users (likely) by dynamoose', 'DescribeTable users by dynamoose', 'GetItem users by dynamoose']);
  });

  test('keeps to the options of all tables', () => {
    expect(readCalls(imports, `dynamoose.Table.defaults.set({ create: false, waitForActive: { enabled: false }, prefix: 'app-' });
      const User = model('users', {});`, 'await User.get("1");')).toEqual(['GetItem app-users by dynamoose']);
  });

  test('may set the time to live of a table that it creates', () => {
    expect(readCalls(imports, 'const User = model("users", {}, { waitForActive: false, expires: 60 });', 'await User.get("1");')).toEqual([
      'CreateTable users (likely) by dynamoose', 'DescribeTable users by dynamoose', 'DescribeTimeToLive users (likely) by dynamoose',
      'GetItem users by dynamoose', 'UpdateTimeToLive users (likely) by dynamoose',
    ]);
  });

  test('may update its table', () => {
    expect(readCalls(imports, 'const User = model("users", {}, { create: false, update: true });', 'await User.get("1");'))
      .toEqual(['DescribeTable users by dynamoose', 'GetItem users by dynamoose', 'UpdateTable users (likely) by dynamoose']);
  });

  test.each([
    ['assigned to it', 'User.findOwn = function () { return this.scan().exec(); };'],
    ['added to it', 'User.methods.set("findOwn", function () { return this.scan().exec(); });'],
  ])('has methods that are %s', (_, setup) => {
    expect(readCalls(imports, `const User = model('users', {}, ${quiet}); ${setup}`, 'await User.findOwn();')).toEqual(['Scan users by dynamoose']);
  });

  test('asks an index that is not known where the conditions are computed', () => {
    expect(readCalls(imports, `const User = model('users', { id: String }, ${quiet});`, 'await User.query(event.by).eq(1).exec();')).toEqual(['Query users by dynamoose']);
  });

  test('asks the index that has the attributes of the conditions', () => {
    const schema = "new Schema({ id: { type: String, hashKey: true }, at: { type: String, rangeKey: true }, owner: { type: String, index: { type: 'local', name: 'byOwner' } } })";

    expect(readCalls(imports, `const User = model('users', ${schema}, ${quiet});`, 'await User.query("id").eq(1).where("owner").eq(2).exec();'))
      .toEqual(['Query users byOwner by dynamoose']);
  });
});

describe('DynamoDB-Toolbox', () => {
  test.each(TOOLBOX0_PROGRAMS.handlers)('version 0 makes the request that %s stands for', (body, ...requests) => {
    const program = `${TOOLBOX0_PROGRAMS.beginning}\nexports.handler = async (event) => { ${body} };\n`;

    expect(callsIn(readJavaScript({ 'index.cjs': program }))).toEqual(requests.map((each) => `${each} by DynamoDB-Toolbox`));
  });

  test('has actions in modules of their own', () => {
    expect(readCalls('import { Table } from \'dynamodb-toolbox/table\';\nimport { ScanCommand } from \'dynamodb-toolbox/table/actions/scan\';',
      'const Shop = new Table({ name: process.env.TABLE });', 'await Shop.build(ScanCommand).options({ index: process.env.INDEX }).send();'))
      .toEqual(['Scan ${TABLE} ${INDEX} by DynamoDB-Toolbox']);
  });

  test('has a table that is named later', () => {
    expect(readCalls("import { Entity, PutItemCommand, Table } from 'dynamodb-toolbox';", `const Shop = new Table({});
      const User = new Entity({ name: 'User', table: Shop });`, 'Shop.tableName = process.env.TABLE; await User.build(PutItemCommand).item({}).send();'))
      .toEqual(['PutItem ${TABLE} by DynamoDB-Toolbox']);
  });
});

test.each([
  ['a class of the same name', "class Entity { get() { return this; } go() {} }\nconst User = new Entity({}, { table: 'users' });", 'User.get({ id: "1" }).go();'],
  ['a table of another library', "import { Table } from 'cli-table3';\nconst User = new Table({ name: 'users' });", 'User.scan(); User.get("1");'],
  ['a model that nothing asks', "import dynamoose from 'dynamoose';\nconst User = dynamoose.model('users', {});", 'return new Map().get("users");'],
  ['parameters that nothing sends', `import { Entity } from 'electrodb';\nconst User = new Entity(${SCHEMA}, { table: 'users' });`, 'return User.query.byEmail({ email: "e" }).params();'],
  ['an action of the same name', "import { Table } from 'dynamodb-toolbox';\nclass ScanCommand {}\nconst Shop = new Table({ name: 'shop' });", 'await Shop.build(ScanCommand).send();'],
])('%s makes no request', (_, setup, body) => {
  expect(readCalls('', setup, body)).toEqual([]);
});

test.each([
  ['an action of DynamoDB-Toolbox that is one of two', `import { Table, GetItemCommand, PutItemCommand } from 'dynamodb-toolbox'; const t = { GetItemCommand, PutItemCommand };
    const shop = new Table({ name: 'shop' }); export const handler = (event) => shop.build(t[event.action]).send();`, ['GetItem shop by DynamoDB-Toolbox', 'PutItem shop by DynamoDB-Toolbox'], []],
  ['an action of DynamoDB-Toolbox from the event', `import { Table } from 'dynamodb-toolbox';
    const shop = new Table({ name: 'shop' }); export const handler = (event) => shop.build(event.action).send();`, [], ['call 2: the action of DynamoDB-Toolbox is computed']],
  ['populate of dynamoose', `import dynamoose from 'dynamoose'; const off = { create: false, waitForActive: false };
    const User = dynamoose.model('users', { id: String }, off); const Order = dynamoose.model('orders', { id: String, user: { type: User } }, off);
    export const handler = async (event) => { const order = await Order.get(event.id); await order.populate(); };`, ['GetItem orders by dynamoose', 'GetItem users by dynamoose'], []],
  ['populate of dynamoose with models that are not followed', `import dynamoose from 'dynamoose'; const off = { create: false, waitForActive: false };
    const Order = dynamoose.model('orders', globalThis.schema, off);
    export const handler = async (event) => { const order = await Order.get(event.id); await order.populate(); };`, ['GetItem orders by dynamoose'],
  ['call 3: the models of the items that populate gets are not followed']],
])('%s', (_, code, calls, unknown) => {
  const reading = readJavaScript(code);

  expect([callsIn(reading), unknownIn(reading).filter((each) => !each.startsWith('library'))]).toEqual([calls, unknown]);
});
