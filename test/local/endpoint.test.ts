import { crc32, gzipSync } from 'zlib';
import fc from 'fast-check';
import { ask, sendRaw, signedBy } from './client';
import { attributes, makeLargeItem, malformedRequests, roundTrip, sendMalformed, sortSets } from './fuzzed';
import { Observation } from '../../src/local/endpoint/caller';
import { LocalAws } from '../../src/local/local-aws';
import { PolicyStatement } from '../../src/policy/evaluate';

const PLACE = { region: 'eu-west-1', account: '111122223333' };
const TABLE = `arn:aws:dynamodb:eu-west-1:${PLACE.account}:table/Orders`;
const EVERYTHING: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
const problems: string[] = [];
let aws: LocalAws;

beforeAll(async () => {
  aws = await LocalAws.start({ emulator: 'dynalite', report: (problem) => problems.push(problem) });
  addCaller('admin', [EVERYTHING]);
  await ask(aws.endpoint.url, 'admin', 'CreateTable', {
    TableName: 'Orders',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterAll(() => aws.stop());
beforeEach(() => { problems.length = 0; });

function addCaller(name: string, Statement: PolicyStatement[], boundary?: PolicyStatement[]): Observation[] {
  const observations: Observation[] = [];
  aws.endpoint.callers.set(name, {
    arn: `arn:aws:sts::${PLACE.account}:assumed-role/${name}Role/${name}`,
    account: PLACE.account,
    policies: [{ Version: '2012-10-17', Statement }],
    boundary: boundary && { Version: '2012-10-17', Statement: boundary },
    observations,
  });
  return observations;
}

const send = (operation: string, parameters: unknown, caller = 'admin') => ask(aws.endpoint.url, caller, operation, parameters);

describe('items come back byte for byte', () => {
  test('whatever they hold', async () => {
    await fc.assert(fc.asyncProperty(attributes, async (each) => {
      const item = { pk: { S: 'fuzz' }, ...each };
      expect(sortSets(await roundTrip(aws.endpoint.url, 'admin', 'Orders', item))).toEqual(sortSets(item));
    }), { numRuns: 150 });
  });

  test.each(['Orders', TABLE])('with ARNs of tables and streams in them, by the table %s', async (TableName) => {
    const Item = { pk: { S: 'arns' }, arn: { S: TABLE }, stream: { S: `${TABLE}/stream/2026-01-01T00:00:00.000` } };
    await send('PutItem', { TableName, Item });

    expect((await send('GetItem', { TableName, Key: { pk: { S: 'arns' } } })).body).toEqual({ Item });
  });

  test('of 399 kilobytes', async () => {
    const item = makeLargeItem();

    expect(await roundTrip(aws.endpoint.url, 'admin', 'Orders', item)).toEqual(item);
  });

  test('in batches that name the table by its ARN', async () => {
    const Item = { pk: { S: 'batch' }, arn: { S: TABLE } };
    await send('BatchWriteItem', { RequestItems: { [TABLE]: [{ PutRequest: { Item } }] } });

    expect((await send('BatchGetItem', { RequestItems: { [TABLE]: { Keys: [{ pk: { S: 'batch' } }] } } })).body)
      .toEqual({ Responses: { [TABLE]: [Item] }, UnprocessedKeys: {} });
  });
});

describe('a malformed request', () => {
  test.each([
    ['no JSON', '{', 'SerializationException'],
    ['a list', [], 'SerializationException'],
    ['null', null, 'SerializationException'],
    ['an empty object', {}, 'ValidationException'],
    ['a key of null', { TableName: 'Orders', Key: null }, 'ValidationException'],
    ['a number in the place of the table', { TableName: 1, Key: {} }, 'ValidationException'],
  ])('of %s is refused with status 400', async (_what, parameters, type) => {
    const { status, body } = await send('GetItem', parameters);

    expect([status, body.__type]).toEqual([400, type]);
  });

  test('with an empty member of a transaction is refused with status 400', async () => {
    expect(await send('TransactWriteItems', { TransactItems: [{}] })).toMatchObject({ status: 400, body: { __type: 'ValidationException' } });
  });

  test('for an operation that every object has is refused as unknown', async () => {
    expect(await send('constructor', {})).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
  });

  test('never gets a status of 500, and is no failure of the endpoint', async () => {
    await fc.assert(fc.asyncProperty(malformedRequests(['admin']), async (request) => {
      expect(await sendMalformed(aws.endpoint.url, request)).toBeLessThan(500);
    }), { numRuns: 500 });
    expect(problems).toEqual([]);
  });

  test('of gzip that is none is refused with status 400', async () => {
    expect(await ask(aws.endpoint.url, 'admin', 'ListTables', '{}', { 'content-encoding': 'gzip' }))
      .toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
  });
});

test('a compressed request is read', async () => {
  const { body } = await sendRaw(aws.endpoint.url, gzipSync('{}'), {
    'content-type': 'application/x-amz-json-1.0', 'content-encoding': 'gzip', 'x-amz-target': 'DynamoDB_20120810.ListTables', 'authorization': signedBy('admin'),
  });

  expect(body).toEqual({ TableNames: ['Orders'] });
});

test('answers have the checksum that SDKs for Go look for', async () => {
  const { headers, body } = await send('ListTables', {});

  expect(headers['x-amz-crc32']).toBe(String(crc32(JSON.stringify(body))));
});

describe('a denial says the true reason:', () => {
  const READ: PolicyStatement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE };
  test.each<[string, PolicyStatement[], PolicyStatement[] | undefined, string]>([
    ['nothing allows it', [], undefined, 'because no identity-based policy allows the dynamodb:GetItem action'],
    ['a statement denies it', [READ, { ...READ, Effect: 'Deny' }], undefined, 'with an explicit deny in an identity-based policy'],
    ['the boundary does not allow it', [READ], [], 'because no permissions boundary allows the dynamodb:GetItem action'],
    ['the boundary denies it', [READ], [{ ...READ, Effect: 'Deny' }], 'with an explicit deny in a permissions boundary'],
  ])('%s', async (_why, statements, boundary, words) => {
    addCaller('Reader', statements, boundary);
    const { body } = await send('GetItem', { TableName: 'Orders', Key: { pk: { S: 'a' } } }, 'Reader');

    expect(body.message).toBe(`User: arn:aws:sts::111122223333:assumed-role/ReaderRole/Reader is not authorized to perform: dynamodb:GetItem on resource: ${TABLE} ${words}`);
  });

  test('the policy of a table of another account does not allow it', async () => {
    addCaller('Reader', [{ ...READ, Resource: '*' }]);
    const TableName = TABLE.replace(PLACE.account, '444455556666');

    expect((await send('GetItem', { TableName, Key: { pk: { S: 'a' } } }, 'Reader')).body.message)
      .toContain('because no resource-based policy allows the dynamodb:GetItem action');
  });
});

describe('other services', () => {
  const refusal = (service: string, contentType: string) =>
    sendRaw(aws.endpoint.url, '', { 'content-type': contentType, 'authorization': signedBy('admin', service) });

  test('of JSON protocols are refused in JSON', async () => {
    expect(await refusal('states', 'application/x-amz-json-1.0')).toMatchObject({
      status: 400,
      headers: { 'x-amzn-errortype': 'NotServed' },
      body: { __type: 'NotServed', message: 'cdk-dynamo-access serves no states; set AWS_ENDPOINT_URL_SFN to an endpoint that serves it' },
    });
  });

  test('of the query protocol are refused in XML', async () => {
    expect((await refusal('sns', 'application/x-www-form-urlencoded')).body).toMatch(/^<ErrorResponse><Error>.*<Code>NotServed<\/Code>/);
  });

  test('of S3 is refused with the error at the root', async () => {
    expect((await refusal('s3', 'application/xml')).body).toMatch(/^<Error>.*<Code>NotServed<\/Code>/);
  });

  test('are counted', async () => {
    const before = aws.others.refused.get('sqs') ?? 0;
    await refusal('sqs', 'application/x-amz-json-1.0');

    expect(aws.others.refused.get('sqs')).toBe(before + 1);
  });
});

test('an emulator that was stopped is said, with a status after which SDKs do not try again', async () => {
  const stopped = await LocalAws.start({ emulator: 'dynalite', report: (problem) => problems.push(problem) });
  stopped.endpoint.callers.set('admin', { ...aws.endpoint.callers.get('admin')! });
  stopped.emulator.stop();
  const { status, body } = await ask(stopped.endpoint.url, 'admin', 'ListTables', {});
  stopped.stop();

  expect([status, body, problems]).toEqual([400, { __type: 'EmulatorFailure', message: 'dynalite was stopped' }, ['dynalite was stopped']]);
});
