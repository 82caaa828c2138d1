import { Sources } from './support';

/** A way in which JavaScript calls DynamoDB, with what is to be found in it. */
export interface CodeForm {
  readonly title: string;
  readonly code: string | Sources;
  readonly calls: readonly string[];
}

const V3 = `
  import { DynamoDBClient, GetItemCommand, PutItemCommand, DynamoDB, paginateScan, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocumentClient, DynamoDBDocument, GetCommand, PutCommand, QueryCommand, UpdateCommand, DeleteCommand, BatchWriteCommand,
    TransactWriteCommand, TransactGetCommand, ExecuteStatementCommand, BatchExecuteStatementCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
  const client = new DynamoDBClient({});
  const document = DynamoDBDocumentClient.from(client);
`;

export const JAVASCRIPT_FORMS: readonly CodeForm[] = [
  {
    title: 'a command of the low-level client',
    code: `${V3} export const handler = async () => client.send(new GetItemCommand({ TableName: process.env.ORDERS, Key: {} }));`,
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'a command of the document client, with its parameters in a variable',
    code: `${V3} export const handler = async (event) => {
      const params = { TableName: process.env.ORDERS };
      params.Item = event;
      return document.send(new PutCommand(params));
    };`,
    calls: ['PutItem ${ORDERS}'],
  },
  {
    title: 'the aggregated clients',
    code: `${V3} const low = new DynamoDB(); const high = DynamoDBDocument.from(client);
      export const handler = async () => { await low.deleteItem({ TableName: 'orders', Key: {} }); await high.update({ TableName: 'orders', Key: {} }); };`,
    calls: ['DeleteItem orders', 'UpdateItem orders'],
  },
  {
    title: 'an index by a variable, and the table in the same function without one',
    code: `${V3} const { ORDERS, INDEX } = process.env;
      export const handler = async () => {
        await document.send(new QueryCommand({ TableName: ORDERS, IndexName: INDEX }));
        await document.send(new QueryCommand({ TableName: ORDERS }));
      };`,
    calls: ['Query ${ORDERS}', 'Query ${ORDERS} ${INDEX}'],
  },
  {
    title: 'a helper that reads variables, called for two of them',
    code: `${V3} function required(name) { const value = process.env[name]; if (!value) throw new Error(name); return value; }
      const orders = required('ORDERS'); const customers = required('CUSTOMERS');
      export const handler = async () => {
        await document.send(new GetCommand({ TableName: orders })); await document.send(new PutCommand({ TableName: customers }));
      };`,
    calls: ['GetItem ${ORDERS}', 'PutItem ${CUSTOMERS}'],
  },
  {
    title: 'a variable with a default',
    code: `${V3} const table = process.env.ORDERS ?? 'local-orders';
      export const handler = async () => document.send(new GetCommand({ TableName: table || '' }));`,
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'a class with a table of its own in each instance, and a subclass',
    code: `${V3}
      class Store {
        constructor(table) { this.table = table; }
        read(id) { return document.send(new GetCommand({ TableName: this.table, Key: { id } })); }
        write(Item) { return document.send(new PutCommand({ TableName: this.table, Item })); }
      }
      class Archive extends Store {
        static table = process.env.ARCHIVE;
        constructor() { super(Archive.table); }
        async write(item) { await super.write(item); return this.read(item.id); }
      }
      const orders = new Store(process.env.ORDERS); const archive = new Archive();
      export const handler = async (event) => { await orders.read(event.id); await archive.write(event); };`,
    calls: ['GetItem ${ARCHIVE}', 'GetItem ${ORDERS}', 'PutItem ${ARCHIVE}'],
  },
  {
    title: 'a client as a parameter, and functions in another file',
    code: {
      'index.mjs': `${V3} import { read } from './store.mjs'; import * as writes from './writes.mjs';
        export const handler = async (event) => { await read(document, event.id); await writes.write(event); };`,
      'store.mjs': `import { GetCommand } from '@aws-sdk/lib-dynamodb';
        export const read = (db, id) => db.send(new GetCommand({ TableName: process.env.ORDERS, Key: { id } }));
        export const unused = (db) => db.send(new GetCommand({ TableName: 'unused' }));`,
      'writes.mjs': `${V3} export async function write(Item) { await document.send(new PutCommand({ TableName: process.env.ORDERS, Item })); }
        export async function remove(Key) { await document.send(new DeleteCommand({ TableName: process.env.ORDERS, Key })); }`,
    },
    calls: ['GetItem ${ORDERS}', 'PutItem ${ORDERS}'],
  },
  {
    title: 'paginators and waiters',
    code: `${V3} export const handler = async () => {
        for await (const page of paginateQuery({ client: document }, { TableName: process.env.ORDERS, IndexName: 'byStatus' })) console.log(page);
        for await (const page of paginateScan({ client }, { TableName: process.env.CUSTOMERS })) console.log(page);
        await waitUntilTableExists({ client, maxWaitTime: 9 }, { TableName: process.env.ORDERS });
      };`,
    calls: ['DescribeTable ${ORDERS}', 'Query ${ORDERS} byStatus', 'Scan ${CUSTOMERS}'],
  },
  {
    title: 'a transaction whose parts are pushed to a list',
    code: `${V3} export const handler = async (event) => {
        const parts = [{ ConditionCheck: { TableName: process.env.CUSTOMERS } }];
        for (const Item of event.items) parts.push({ Put: { TableName: process.env.ORDERS, Item } });
        if (event.old) parts.push(remove(event.old));
        await document.send(new TransactWriteCommand({ TransactItems: parts }));
      };
      function remove(Key) { return { Delete: { TableName: process.env.ORDERS, Key } }; }`,
    calls: ['TransactWriteItems.ConditionCheck ${CUSTOMERS}', 'TransactWriteItems.Delete ${ORDERS}', 'TransactWriteItems.Put ${ORDERS}'],
  },
  {
    title: 'a transaction whose parts are mapped and spread',
    code: `${V3} export const handler = async (event) => document.send(new TransactGetCommand({ TransactItems: [
        ...event.ids.map((id) => ({ Get: { TableName: process.env.ORDERS, Key: { id } } })), { Get: { TableName: process.env.CUSTOMERS } }] }));`,
    calls: ['TransactGetItems.Get ${CUSTOMERS}', 'TransactGetItems.Get ${ORDERS}'],
  },
  {
    title: 'a batch with the table as a key, sent again with what is left',
    code: `${V3} export const handler = async (event) => {
        let RequestItems = { [process.env.ORDERS]: event.items.map((Item) => ({ PutRequest: { Item } })) };
        while (Object.keys(RequestItems).length > 0) RequestItems = (await document.send(new BatchWriteCommand({ RequestItems }))).UnprocessedItems;
      };`,
    calls: ['BatchWriteItem ${ORDERS}'],
  },
  {
    title: 'PartiQL in all verbs',
    code: `${V3} const T = process.env.ORDERS;
      export const handler = async () => {
        await document.send(new ExecuteStatementCommand({ Statement: \`SELECT * FROM "\${T}"."byStatus" WHERE status = ?\` }));
        await document.send(new ExecuteStatementCommand({ Statement: 'INSERT INTO "' + T + '" VALUE {}' }));
        await document.send(new BatchExecuteStatementCommand({ Statements: [
          { Statement: "UPDATE orders SET a = 1 WHERE id = 'x'" }, { Statement: "delete from orders where id = 'x'" }] }));
      };`,
    calls: ['BatchExecuteStatement.DELETE orders', 'BatchExecuteStatement.UPDATE orders', 'ExecuteStatement.INSERT ${ORDERS}', 'ExecuteStatement.SELECT ${ORDERS} byStatus'],
  },
  {
    title: 'the SDK v2, with a promise and with a callback',
    code: `const AWS = require('aws-sdk'); const document = new AWS.DynamoDB.DocumentClient(); const low = new AWS.DynamoDB({ region: 'eu-west-1' });
      exports.handler = (event, context, callback) => {
        document.get({ TableName: process.env.ORDERS, Key: {} }, (error, data) => {
          if (error) return callback(error);
          low.putItem({ TableName: process.env.ORDERS, Item: data }).promise().then(() => document.query({ TableName: process.env.ORDERS }).promise());
        });
      };`,
    calls: ['GetItem ${ORDERS}', 'PutItem ${ORDERS}', 'Query ${ORDERS}'],
  },
  {
    title: 'the SDK v2 traced by X-Ray',
    code: `const xray = require('aws-xray-sdk'); const AWS = xray.captureAWS(require('aws-sdk'));
      const document = new AWS.DynamoDB.DocumentClient();
      exports.handler = async () => document.scan({ TableName: process.env.ORDERS }).promise();`,
    calls: ['Scan ${ORDERS}'],
  },
  {
    title: 'the SDK v2 by the file of the client',
    code: `import DynamoDB from 'aws-sdk/clients/dynamodb'; const document = new DynamoDB.DocumentClient();
      export const handler = async () => document.delete({ TableName: process.env.ORDERS, Key: {} }).promise();`,
    calls: ['DeleteItem ${ORDERS}'],
  },
  {
    title: 'functions in an object and in a map, chosen by the event',
    code: `${V3}
      const actions = { read: (id) => document.send(new GetCommand({ TableName: process.env.ORDERS })), write: async () => client.send(new PutItemCommand({ TableName: process.env.ORDERS })) };
      const others = new Map([['remove', () => document.send(new DeleteCommand({ TableName: process.env.ORDERS }))]]);
      export const handler = async ({ action }) => actions[action]?.() ?? others.get(action)();`,
    calls: ['DeleteItem ${ORDERS}', 'GetItem ${ORDERS}', 'PutItem ${ORDERS}'],
  },
  {
    title: 'commands made apart from the client',
    code: `${V3} const commands = new Map([['put', (Item) => new PutCommand({ TableName: process.env.ORDERS, Item })]]);
      export const handler = async (event) => { const command = commands.get(event.kind)(event); return document.send(command); };`,
    calls: ['PutItem ${ORDERS}'],
  },
  {
    title: 'a function that is bound, applied, and called by a promise',
    code: `${V3}
      async function read(table, id) { return document.send(new GetCommand({ TableName: table, Key: { id } })); }
      const readOrders = read.bind(null, process.env.ORDERS);
      export const handler = async (event) => { await readOrders(1); await read.apply(undefined, [process.env.CUSTOMERS, 2]); return Promise.resolve(event).then(write); };
      const write = (Item) => document.send(new PutCommand({ TableName: process.env.ORDERS, Item }));`,
    calls: ['GetItem ${CUSTOMERS}', 'GetItem ${ORDERS}', 'PutItem ${ORDERS}'],
  },
  {
    title: 'a client that is made when it is first used',
    code: `${V3} let cached; const db = () => cached ??= DynamoDBDocument.from(new DynamoDBClient());
      export const handler = async () => db().put({ TableName: process.env.ORDERS, Item: {} });`,
    calls: ['PutItem ${ORDERS}'],
  },
  {
    title: 'parameters from a spread and a function',
    code: `${V3} const base = { TableName: process.env.ORDERS };
      const byStatus = (status) => ({ ...base, IndexName: 'byStatus', ExpressionAttributeValues: { ':s': status } });
      export const handler = async () => document.send(new QueryCommand(Object.assign({}, byStatus('x'), { Limit: 1 })));`,
    calls: ['Query ${ORDERS} byStatus'],
  },
  {
    title: 'one of several handlers in a file',
    code: {
      'index.mjs': `${V3}
        export const create = async (event) => document.send(new PutCommand({ TableName: process.env.ORDERS, Item: event }));
        export const remove = async ({ id }) => document.send(new DeleteCommand({ TableName: process.env.ORDERS, Key: { id } }));
        export const handler = async ({ id }) => document.send(new GetCommand({ TableName: process.env.ORDERS, Key: { id } }));`,
    },
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'a function that calls itself for all that objects hold',
    code: {
      'index.mjs': `${V3}
        const clean = (value) => { if (typeof value === 'object') { for (const key in value) value[key] = clean(value[key]); } return value; };
        export const handler = async (event) => document.send(new PutCommand({ TableName: process.env.ORDERS, Item: clean({ ...event, a: { b: [event] } }) }));`,
    },
    calls: ['PutItem ${ORDERS}'],
  },
  {
    title: 'CommonJS that exports a function that makes classes',
    code: {
      'index.mjs': `${V3} import mixin from './mixin.cjs';
        class Store extends mixin(Object) { read(id) { return document.send(new GetCommand({ TableName: this.table, Key: { id } })); } }
        export const handler = async (event) => { const store = new Store(); event.stores = { ...event }; Object.assign(event, event); return store.read(event.id); };`,
      'mixin.cjs': 'module.exports = (Base) => class extends Base { get table() { return process.env.ORDERS; } };',
    },
    calls: ['GetItem ${ORDERS}'],
  },
  {
    title: 'one of two modules that a bundler marks with a number when loading fails',
    code: `${V3} const wrap = (load, mod) => () => {
        try { return mod || load((mod = { exports: {} }).exports, mod), mod.exports; } catch (error) { throw mod = 0, error; }
      };
      const requireOrders = wrap((exports) => { exports.read = (id) => document.send(new GetCommand({ TableName: 'orders', Key: { id } })); });
      const requireCustomers = wrap((exports, module) => {
        const remove = (id) => document.send(new DeleteCommand({ TableName: 'customers', Key: { id } }));
        module.exports = { remove, read: remove };
      });
      const [orders, customers] = [requireOrders(), requireCustomers()];
      export const handler = async ({ id }) => orders.read(id) && customers.named;`,
    calls: ['GetItem orders'],
  },
];

/** What looks like calls, and isn't. */
export const NEAR_MISSES: readonly { readonly title: string; readonly code: string | Sources }[] = [
  { title: 'commands that are imported and not used', code: `${V3} export const handler = async () => 'nothing';` },
  { title: 'functions that nothing calls', code: `${V3} const write = () => document.send(new PutCommand({ TableName: 'orders' })); export const handler = async () => 1;` },
  { title: 'names of actions in texts', code: `${V3} export const handler = async () => ({ Action: ['dynamodb:GetItem'], statement: 'SELECT * FROM "orders"' });` },
  {
    title: 'methods of the same names on other objects', code: `const cache = new Map(); const put = { get: (x) => x };
      export const handler = async (event) => { cache.get('a'); cache.delete('b'); put.get({ TableName: 'orders' }); return event.items.map((each) => each.get); };`,
  },
  {
    title: 'clients of other services', code: `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3'; const s3 = new S3Client();
      export const handler = async () => s3.send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: 'x' }));`,
  },
  {
    title: 'values of DynamoDB that are unmarshalled', code: `import { unmarshall } from '@aws-sdk/util-dynamodb';
      export const handler = async ({ Records }) => Records.map(({ dynamodb }) => unmarshall(dynamodb.NewImage));`,
  },
  { title: 'a client that is only made', code: `${V3} export const handler = async () => { const other = new DynamoDB({}); return client.config.region; };` },
];
