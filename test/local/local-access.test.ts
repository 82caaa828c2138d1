import { execFileSync } from 'child_process';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { synthesizeOrders } from './orders-app';
import { LocalAccess } from '../../src/local';

const ITEM = { customer: { S: 'c' }, number: { N: '1' }, status: { S: 'PLACED' }, total: { N: '12' } };
const CALLS = Number(process.env.PARALLEL_CALLS ?? 150);
let local: LocalAccess;
/** One client of all functions, as modules have it that several handlers import. */
let shared: DynamoDBClient;

beforeAll(async () => {
  local = await LocalAccess.start({ assembly: synthesizeOrders(), emulator: 'dynalite' });
  shared = new DynamoDBClient({ maxAttempts: 1 });
});
afterAll(() => local.stop());
beforeEach(() => local.reset());

const put = () => shared.send(new PutItemCommand({ TableName: process.env.ORDERS_TABLE, Item: ITEM }));
const get = () => shared.send(new GetItemCommand({ TableName: process.env.ORDERS_TABLE, Key: { customer: ITEM.customer, number: ITEM.number } }));
const update = () => shared.send(new UpdateItemCommand({
  TableName: process.env.COUNTS_TABLE, Key: { day: { N: '1' } }, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } },
}));

test('functions are named by the ends of their paths', () => {
  expect(local.functions).toEqual(['Reader', 'Writer', 'Counter']);
});

test('a function does what its policies allow', async () => {
  await local.as('Writer', put);

  expect((await local.as('Reader', get)).Item).toEqual(ITEM);
});

test('a function is refused what its policies do not allow, in the words of AWS, with the feature to add', async () => {
  await expect(local.as('Reader', put)).rejects.toThrow(expect.objectContaining({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/^User: arn:aws:sts::111122223333:assumed-role\/Shop-ReaderServiceRole[\w-]+\/Shop-Reader[\w-]+ is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:111122223333:table\/Shop-Orders[\w-]+ because no identity-based policy allows the dynamodb:PutItem action \[cdk-dynamo-access: Reader on Orders: features: \[TableFeature\.PUT_ITEM\]\]$/),
  }));
});

test('a function that has nothing on a table hears which table it has', async () => {
  await expect(local.as('Counter', put)).rejects.toThrow('[cdk-dynamo-access: Counter on Orders: Counter has nothing on this table, it has Counts; features: [TableFeature.PUT_ITEM]]');
});

test('an index is named by its feature', async () => {
  const query = () => shared.send(new QueryCommand({
    TableName: process.env.ORDERS_TABLE, IndexName: 'byStatus', KeyConditionExpression: '#s = :s', ExpressionAttributeNames: { '#s': 'status' }, ExpressionAttributeValues: { ':s': { S: 'PLACED' } },
  }));
  await local.as('Writer', put);

  expect((await local.as('Reader', query)).Items).toEqual([ITEM]);
  await expect(local.as('Writer', query)).rejects.toThrow('features: [TableFeature.QUERY.onIndexes(\'byStatus\')]]');
});

test('parallel calls of three functions over one client are each decided by the permissions of their own', async () => {
  const work = { Reader: get, Writer: put, Counter: update };
  const names = Object.keys(work) as (keyof typeof work)[];
  const wrong = await Promise.all(Array.from({ length: CALLS }, async (_, index) => {
    const [name, other] = [names[index % 3], names[Math.floor(index / 3) % 3]];
    const outcome = await local.as(name, async () => {
      await new Promise((resolve) => setTimeout(resolve, index % 7));
      return process.env.WHO === name && work[other]().then(() => 'allowed', ({ name: error }) => error);
    });
    return outcome === (name === other ? 'allowed' : 'AccessDeniedException') ? [] : [`${name} ${other}: ${outcome}`];
  }));

  expect(wrong.flat()).toEqual([]);
});

test('code that acts as nobody is refused', async () => {
  await expect(new DynamoDBClient({ maxAttempts: 1 }).send(new ScanCommand({ TableName: 'Shop-Orders' })))
    .rejects.toThrow('no caller nobody; expected Reader');
});

test('the administrator reaches everything, inside of a function\'s work too', async () => {
  const client = new DynamoDBClient(local.administrator);
  await local.as('Reader', () => client.send(new PutItemCommand({ TableName: process.env.ORDERS_TABLE, Item: ITEM })));

  expect((await local.as('Reader', get)).Item).toEqual(ITEM);
});

test('a client of a function is the function\'s, wherever it is used', async () => {
  const client = new DynamoDBClient(local.clientConfigOf('Writer'));
  const { ORDERS_TABLE: TableName } = local.environmentOf('Writer');

  await expect(local.as('Reader', () => client.send(new PutItemCommand({ TableName, Item: ITEM })))).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
});

test('a process that a function starts has its environment', async () => {
  const said = await local.as('Counter', () => execFileSync(process.execPath, ['-p', 'process.env.AWS_ACCESS_KEY_ID + process.env.WHO'], { encoding: 'utf8', env: { ...process.env } }));

  expect(said).toBe('CounterCounter\n');
});

test('the URL of a queue leads to the endpoint, not to the internet', () => {
  expect(local.environmentOf('Writer').QUEUE_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/111122223333\/Shop-Queue[\w-]+$/);
});

describe('an expected denial', () => {
  test('is none of the summary, even if the code swallows it', async () => {
    const before = local.summary().functions.map(({ denied }) => denied);
    await local.denied('Counter', () => get().catch(() => undefined), 'dynamodb:GetItem');

    expect(local.summary().functions.map(({ denied }) => denied)).toEqual(before);
  });

  test('that does not come is an error', async () => {
    await expect(local.denied('Writer', put)).rejects.toThrow('expected that Writer is denied something, but nothing was denied');
  });

  test('of another action is an error', async () => {
    await expect(local.denied('Reader', put, 'dynamodb:Scan')).rejects.toThrow('expected that Reader is denied dynamodb:Scan, but dynamodb:PutItem was denied');
  });
});

test('the summary says what was denied and what is not used', async () => {
  const own = await LocalAccess.start({ assembly: synthesizeOrders(), emulator: 'dynalite' });
  const client = new DynamoDBClient({ ...own.clientConfigOf('Reader'), maxAttempts: 1 });
  const { ORDERS_TABLE: TableName } = own.environmentOf('Reader');
  const scan = () => client.send(new ScanCommand({ TableName })).catch(() => undefined);
  await scan();
  await scan();
  await client.send(new GetItemCommand({ TableName, Key: { customer: ITEM.customer, number: ITEM.number } }));
  const { functions: [reader] } = own.summary();
  await own.stop();

  expect(reader).toEqual({
    name: 'Reader',
    construct: 'Shop/Reader',
    asked: 3,
    denied: [{ operation: 'Scan', action: 'dynamodb:Scan', resource: 'Orders', reason: 'implicit-deny', count: 2, remedy: 'features: [TableFeature.SCAN.onTable()]' }],
    unused: [{ table: 'Shop/Orders', features: ['QUERY.onIndexes(\'byStatus\')'] }],
  });
});
