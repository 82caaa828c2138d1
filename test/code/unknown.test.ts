import { callsIn, readJavaScript, readPython, unknownIn } from './support';

const V3 = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument, GetCommand, TransactWriteCommand, BatchGetCommand, ExecuteStatementCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
const document = DynamoDBDocument.from(new DynamoDBClient());
`;
const handler = (body: string) => `${V3} export const handler = async (event) => { ${body} };`;

describe('JavaScript that can\'t be told', () => {
  test.each<[title: string, code: string, unknown: string[]]>([
    ['a table from the event', handler('await document.get({ TableName: event.table });'), ['table 5: the table of GetItem: the event or context of the handler']],
    ['a method whose name is computed', handler('await document[event.operation]({ TableName: "orders" });'), ['call 5: the name of the method of a client is computed']],
    ['a command that is computed', handler('await document.send(event.command);'), ['call 5: a command that is not known is sent']],
    ['parts of a transaction that are not followed', handler('await document.send(new TransactWriteCommand({ TransactItems: event.items }));'),
      ['parts 5: the parts of TransactWriteItems are not all followed']],
    ['parts of which one is not followed', handler('await document.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName: "orders" } }, event.more] }));'),
      ['parts 5: the parts of TransactWriteItems are not all followed']],
    ['tables of a batch that are not followed', handler('await document.send(new BatchGetCommand({ RequestItems: { [event.table]: {} } }));'), ['table 5: the tables of BatchGetItem are not all followed']],
    ['a statement that is not followed', handler('await document.send(new ExecuteStatementCommand({ Statement: event.statement }));'),
      ['parts 5: the statement of ExecuteStatement is not followed', 'table 5: the table of ExecuteStatement: no value reaches it']],
    ['an index from the event', handler('await document.query({ TableName: "orders", IndexName: event.index });'), ['index 5: the index of Query: the event or context of the handler']],
    ['parameters that are spread', handler('await document.query({ TableName: "orders", ...event.more });'),
      ['index 5: the index of Query: the event or context of the handler', 'table 5: the table of Query: the event or context of the handler']],
    ['parameters that are spread before the table', handler('await document.query({ ...event.more, TableName: "orders" });'),
      ['index 5: the index of Query: the event or context of the handler']],
    ['a client that is handed to a library', `import { Store } from 'some-store'; ${handler('await new Store(document).save(event);')}`,
      ['call 5: a client is asked for save, which is not known', 'client 5: a DynamoDB client is handed to some-store (Store)', 'module 1: the library some-store is not in the asset: it may come from a layer outside of the app']],
    ['a module whose name is computed', handler('(await import(event.module)).run();'), ['module 5: the name of the module that is loaded is computed']],
    ['a file that is not there', `import './missing.mjs'; ${handler('')}`, ['module 1: the module ./missing.mjs is not in the asset']],
    ['code that is text', handler('eval(event.code);'), ['language 5: eval reaches code that is not followed']],
    ['other programs', `import { exec } from 'node:child_process'; ${handler('exec("aws dynamodb scan");')}`, ['language 1: node:child_process runs code that is not followed']],
    ['signed requests', `import { SignatureV4 } from '@smithy/signature-v4'; ${handler('')}`, ['library 1: @smithy/signature-v4 signs requests of its own']],
    ['requests signed by the SDK v2', `import AWS from 'aws-sdk'; ${handler('new AWS.Signers.V4(event.request, "dynamodb");')}`, ['library 5: aws-sdk signs requests that are not followed']],
    ['a library with a client profile', `import { makeIdempotent } from '@aws-lambda-powertools/idempotency'; ${handler('')}`,
      ['library 1: uses the idempotency utility of Powertools for AWS Lambda: see ClientProfile.powertoolsIdempotency()']],
    ['a function that no value reaches', handler('let write; await write(event);'), ['call 5: what is called here is not known']],
    ['a handler that isn\'t a function', `${V3} export const handler = 'none';`, ['call: the handler index.handler is not a function of the code']],
  ])('%s is said', (_, code, unknown) => {
    const reading = readJavaScript(code);

    expect([reading.state, unknownIn(reading)]).toEqual(['open', unknown]);
  });

  test('a variable that the function doesn\'t have leaves its default', () => {
    const code = handler('await document.get({ TableName: process.env.ORDERS ?? "orders" });');

    expect([callsIn(readJavaScript(code, { variables: [] })), callsIn(readJavaScript(code, { variables: ['ORDERS'] }))])
      .toEqual([['GetItem ${ORDERS}', 'GetItem orders'], ['GetItem ${ORDERS}']]);
  });

  test('a client of another service that is handed to a library opens nothing', () => {
    const code = `import { SNSClient } from '@aws-sdk/client-sns'; import AWS from 'aws-sdk'; import pino from 'pino';
      export const handler = async () => pino(new SNSClient(), new AWS.S3());`;

    expect(readJavaScript(code).state).toBe('complete');
  });

  test('requests to something unknown are likely', () => {
    expect(callsIn(readJavaScript('export const handler = async ({ db }) => db.put({ TableName: "orders", Item: {} });'))).toEqual(['PutItem orders (likely)']);
  });

  test.each([
    ['cannot be parsed', { 'index.mjs': 'const = 1;' }, 'index.mjs cannot be parsed: Unexpected token (1:6)'],
    ['is not there', { 'other.mjs': '' }, 'the file of the handler index.handler is not in the asset'],
    ['has the SDK in it', { 'index.mjs': 'const target = "DynamoDB_20120810.GetItem"; export const handler = 1;' },
      'index.mjs has the AWS SDK bundled into it in a form that cannot be told from the app\'s own code'],
  ])('a file that %s is not read', (_, files, reason) => {
    expect(readJavaScript(files)).toEqual({ state: 'not read', calls: [], unreached: [], unknown: [{ kind: 'code', reason }] });
  });
});

describe('Python that can\'t be told', () => {
  const python = (body: string) => `import boto3\nclient = boto3.client("dynamodb")\ndef handler(event, context):\n    ${body}\n`;

  test.each<[title: string, code: string, unknown: string[]]>([
    ['a table from the event', python('client.get_item(TableName=event["table"])'), ['table 4: the table of GetItem: the event or context of the handler']],
    ['a method whose name is computed', python('getattr(client, event["operation"])(TableName="orders")'), ['call 4: the name of the method of a client is computed']],
    ['a service that is computed', python('boto3.client(event["service"]).list_tables()'), ['call 4: the service of a client is computed']],
    ['parameters that are not followed', python('client.scan(**event)'), ['index 4: the index of Scan: the event or context of the handler', 'table 4: the table of Scan: the event or context of the handler']],
    ['other programs', `import subprocess\n${python('subprocess.run(["aws"])')}`, ['language 1: subprocess runs code that is not followed']],
    ['a library that is not there', `import some_orm\n${python('some_orm.save()')}`, ['module 1: the library some_orm is not in the asset: it may come from a layer outside of the app']],
  ])('%s is said', (_, code, unknown) => {
    const reading = readPython(code);

    expect([reading.state, unknownIn(reading)]).toEqual(['open', unknown]);
  });

  test('a file that cannot be parsed is not read', () => {
    expect(readPython('def handler(:\n')).toEqual({ state: 'not read', calls: [], unreached: [], unknown: [{ kind: 'code', reason: 'main.py cannot be parsed: the syntax is not Python\'s' }] });
  });
});
