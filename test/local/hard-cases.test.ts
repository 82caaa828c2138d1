import { request } from 'https';
import { DescribeTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { App, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, Effect, PolicyStatement, Role, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ask, signedBy } from './client';
import { useDynalite } from './dynalite-server';
import { ENV, synthesizeOrders } from './orders-app';
import { OwnerStack } from '../../examples/cross-account/owner-stack';
import { ReaderStack } from '../../examples/cross-account/reader-stack';
import { GlobalTableStack } from '../../examples/global-table/global-table-stack';
import { RegionStack } from '../../examples/global-table/region-stack';
import { LambdaTableAccess, TableFeature } from '../../src';
import { LocalAccess, RunOptions } from '../../src/local';
import { RunningApp } from '../../src/local/running-app';
import { summarizeRecorded } from '../../src/local/summary/recorded-features';
import { summarize } from '../../src/local/summary/summarize';

const ITEM = { customer: { S: 'c' }, number: { N: '1' }, hash: { B: new Uint8Array([1, 2]) }, status: { S: 'PLACED' } };

type Change = (stack: Stack, functions: Record<string, LambdaFunction>) => void;

/** Does something with the app of orders, changed or not, on loopback. */
async function withApp(change: Change | undefined, work: (local: LocalAccess) => Promise<void>, options: Partial<RunOptions> = {}): Promise<void> {
  const local = await LocalAccess.start({ assembly: synthesizeOrders(change), emulator: 'dynalite', ...options });
  try {
    await work(local);
  } finally {
    await local.stop();
  }
}

const scan = (local: LocalAccess, name: string, others = {}) => new DynamoDBClient({ ...local.clientConfigOf(name), maxAttempts: 1 })
  .send(new ScanCommand({ TableName: local.environmentOf(name).ORDERS_TABLE, ...others }));
const put = (local: LocalAccess, name: string) => new DynamoDBClient({ ...local.clientConfigOf(name), maxAttempts: 1 })
  .send(new PutItemCommand({ TableName: local.environmentOf(name).ORDERS_TABLE, Item: ITEM }));

test('a statement on a resource that is not known allows nothing, is noted, and leaves the others as they are', async () => {
  await withApp((stack, { Writer }) => {
    const machine = new CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine' });
    Writer.addToRolePolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine.ref] }));
  }, async (local) => {
    await put(local, 'Writer');

    expect(local.summary().notes).toEqual([
      expect.stringMatching(/^Shop\/Writer, \w+, statement \d: \{"Ref":"Machine"\} is not known before deployment; nothing is allowed on it here$/),
      'dynalite lets no items of Shop/Orders expire',
    ]);
    expect(local.summary().errors).toEqual([]);
  });
});

test('a denial of a resource that is not known is an error of the summary', async () => {
  await withApp((stack, { Writer }) => {
    const machine = new CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine' });
    Writer.addToRolePolicy(new PolicyStatement({ effect: Effect.DENY, actions: ['states:StartExecution'], resources: [machine.ref] }));
  }, async (local) => {
    expect(local.summary().errors).toEqual([expect.stringContaining('is not known before deployment; what it denies is not denied here')]);
  });
});

test('a condition that failed is named, with the value of the request', async () => {
  await withApp((_stack, { Reader }) => {
    Reader.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'], conditions: { StringEquals: { 'dynamodb:Select': 'COUNT' } } }));
  }, async (local) => {
    await scan(local, 'Reader', { Select: 'COUNT' });

    await expect(scan(local, 'Reader')).rejects.toThrow('[cdk-dynamo-access: Reader on Orders: dynamodb:Scan is allowed only under conditions: '
      + 'dynamodb:Select was ALL_ATTRIBUTES; the policy has StringEquals COUNT]');
  });
});

test('number and binary keys, local indexes and projections are those of the template', async () => {
  await withApp(undefined, async (local) => {
    await put(local, 'Writer');
    const client = new DynamoDBClient(local.administrator);
    const { ORDERS_TABLE: TableName } = local.environmentOf('Reader');
    const { Items } = await client.send(new ScanCommand({ TableName, IndexName: 'byStatus' }));

    expect(Items).toEqual([{ customer: ITEM.customer, number: ITEM.number, status: ITEM.status }]);
    await expect(client.send(new GetItemCommand({ TableName, Key: { customer: ITEM.customer, number: { S: '1' } } }))).rejects.toThrow('does not match the schema');
  });
});

describe('sessions of a role', () => {
  const change = (stack: Stack, { Counter }: Record<string, LambdaFunction>) => {
    const tenant = new Role(stack, 'Tenant', { roleName: 'tenant', assumedBy: new SessionTagsPrincipal(new ArnPrincipal(Counter.role!.roleArn)) });
    tenant.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'], conditions: { StringEquals: { 'aws:PrincipalTag/plan': 'gold' } } }));
    Counter.addToRolePolicy(new PolicyStatement({ actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [tenant.roleArn] }));
  };
  const RoleArn = 'arn:aws:iam::111122223333:role/tenant';
  const assume = async (local: LocalAccess, plan: string, others = {}) => {
    const sts = new STSClient({ ...local.clientConfigOf('Counter'), maxAttempts: 1 });
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 's', Tags: [{ Key: 'plan', Value: plan }], ...others }));
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = Credentials!;
    return { ...local.administrator, maxAttempts: 1, credentials: { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! } };
  };

  test('have the permissions of the role, under the tags of the session', async () => {
    await withApp(change, async (local) => {
      const { ORDERS_TABLE: TableName } = local.environmentOf('Counter');
      const [gold, silver] = [await assume(local, 'gold'), await assume(local, 'silver')];
      // inside of the work of another function too
      await local.as('Writer', () => new DynamoDBClient(gold).send(new ScanCommand({ TableName })));

      await expect(new DynamoDBClient(silver).send(new ScanCommand({ TableName }))).rejects.toThrow('aws:PrincipalTag/plan was silver');
      expect((await new STSClient(gold).send(new GetCallerIdentityCommand({}))).Arn).toBe('arn:aws:sts::111122223333:assumed-role/tenant/s');
    });
  });

  test('have the tables of the worker that assumes the role', async () => {
    await withApp((stack, functions) => {
      change(stack, functions);
      functions.Counter.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['*'] }));
    }, async (local) => {
      const { ORDERS_TABLE: TableName } = local.environmentOf('Counter');
      const inSpace = { ...local.administrator, credentials: { accessKeyId: 'Counter.client@2', secretAccessKey: 'local' } };
      await new DynamoDBClient(inSpace).send(new PutItemCommand({ TableName, Item: ITEM }));
      const { Credentials } = await new STSClient(inSpace).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 's', Tags: [{ Key: 'plan', Value: 'gold' }] }));
      const session = { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: 'local' };
      const { Count } = await new DynamoDBClient({ ...local.administrator, credentials: session }).send(new ScanCommand({ TableName }));

      expect([Count, (await new DynamoDBClient(local.administrator).send(new ScanCommand({ TableName }))).Count]).toEqual([1, 0]);
    });
  });

  test('with a policy of their own are refused', async () => {
    await withApp(change, async (local) => {
      await expect(assume(local, 'gold', { Policy: '{}' })).rejects.toThrow('not modelled: sessions with Policy');
    });
  });

  test('are only for those whom the role trusts', async () => {
    await withApp((stack, functions) => {
      change(stack, functions);
      functions.Writer.addToRolePolicy(new PolicyStatement({ actions: ['sts:*'], resources: ['*'] }));
    }, async (local) => {
      const sts = new STSClient({ ...local.clientConfigOf('Writer'), maxAttempts: 1 });

      await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 's' }))).rejects.toThrow('because no role trust policy allows the sts:AssumeRole action');
    });
  });
});

test('the URL of a queue leads to the endpoint, which refuses the message and counts it', async () => {
  await withApp(undefined, async (local) => {
    const { QUEUE_URL } = local.environmentOf('Writer');
    const { status } = await fetch(QUEUE_URL, {
      method: 'POST',
      headers: { 'authorization': signedBy('Writer', 'sqs'), 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
      body: JSON.stringify({ QueueUrl: QUEUE_URL, MessageBody: 'm' }),
    });

    expect([status, local.summary().refused]).toEqual([400, { sqs: 1 }]);
  });
});

test('a feature that event source mappings use is not reported as unused', async () => {
  await withApp((stack, { Counter }) => {
    new LambdaTableAccess(stack, 'Follow', { function: Counter, table: stack.node.findChild('Orders') as Table, features: [TableFeature.STREAM_TRIGGER, TableFeature.SCAN] });
  }, async (local) => {
    expect(local.summary().functions.find(({ name }) => name === 'Counter')!.unused).toEqual([
      { table: 'Shop/Counts', features: ['UPDATE_ITEM'] }, { table: 'Shop/Orders', features: ['SCAN'] },
    ]);
  });
});

describe('tables elsewhere:', () => {
  const account = '111111111111';
  const get = (local: LocalAccess, name: string, TableName: string, Key: Record<string, { S: string }>) =>
    new DynamoDBClient({ ...local.clientConfigOf(name), maxAttempts: 1 }).send(new GetItemCommand({ TableName, Key }));
  const withStacks = async (make: (app: App) => void, work: (local: LocalAccess) => Promise<void>) => {
    const app = new App({ context: { 'aws:cdk:enable-path-metadata': true }, analyticsReporting: false });
    make(app);
    const local = await LocalAccess.start({ assembly: app.synth().directory, emulator: 'dynalite' });
    await work(local).finally(() => local.stop());
  };
  const makeOwner = (app: App, readerAccount: string) => {
    const owner = new OwnerStack(app, 'Owner', { env: { account, region: 'eu-west-1' }, readerAccount });
    new ReaderStack(app, 'Reader', { env: { account: '222222222222', region: 'eu-west-1' }, orders: owner.orders });
  };
  const Key = { customerId: { S: 'c' }, orderId: { S: 'o' } };

  test('one of another account is read by its ARN, as its policy allows', async () => {
    await withStacks((app) => makeOwner(app, '222222222222'), async (local) => {
      const { ORDERS_TABLE } = local.environmentOf('Report');

      expect((await get(local, 'Report', ORDERS_TABLE, Key)).$metadata.httpStatusCode).toBe(200);
    });
  });

  test('one of another account whose policy allows a third account is refused, by its policy', async () => {
    await withStacks((app) => makeOwner(app, '333333333333'), async (local) => {
      const { ORDERS_TABLE } = local.environmentOf('Report');

      await expect(get(local, 'Report', ORDERS_TABLE, Key)).rejects.toThrow('because no resource-based policy allows the dynamodb:GetItem action');
    });
  });

  test('a replica has the items of the table, and a key of its own', async () => {
    const replicaKey = `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555`;
    await withStacks((app) => {
      const { scores } = new GlobalTableStack(app, 'Global', { env: { account, region: 'eu-west-1' }, replicaKeyArns: { 'us-east-1': replicaKey } });
      new RegionStack(app, 'UsEast1', { env: { account, region: 'us-east-1' }, scores });
    }, async (local) => {
      const [recorder, leaderboard] = ['Recorder', 'Leaderboard'].map((name) => local.environmentOf(name));
      await new DynamoDBClient(local.clientConfigOf('Recorder')).send(new PutItemCommand({
        TableName: recorder.TABLE_NAME, Item: { game: { S: 'g' }, player: { S: 'p' }, score: { N: '1' } },
      }));
      const { Items } = await new DynamoDBClient(local.clientConfigOf('Leaderboard')).send(new QueryCommand({
        TableName: leaderboard.TABLE_NAME, IndexName: 'byScore', KeyConditionExpression: 'game = :g', ExpressionAttributeValues: { ':g': { S: 'g' } },
      }));

      expect([recorder.AWS_REGION, leaderboard.AWS_REGION, Items!.length]).toEqual(['eu-west-1', 'us-east-1', 1]);
    });
  });
});

describe('functions are found by name:', () => {
  const inline = { runtime: Runtime.NODEJS_22_X, code: Code.fromInline('exports.handler = () => {}'), handler: 'index.handler' };
  const synthesize = (make: (app: App) => void) => {
    const app = new App({ context: { 'aws:cdk:enable-path-metadata': true }, analyticsReporting: false });
    make(app);
    return app.synth().directory;
  };
  const start = (make: (app: App) => void) => LocalAccess.start({ assembly: synthesize(make), emulator: 'dynalite' });

  test('those of the same id in two stages, and in nested stacks, by as much of their paths as it takes', async () => {
    const local = await start((app) => {
      for (const name of ['Beta', 'Prod']) {
        const stack = new Stack(new Stage(app, name), 'Api', { env: ENV });
        new LambdaFunction(stack, 'Handler', inline);
        new LambdaFunction(new NestedStack(stack, 'Jobs'), 'Handler', inline);
      }
      new LambdaFunction(new Stack(app, 'Tools', { env: ENV }), 'Other', inline);
    });
    await local.stop();

    expect([...local.functions].sort()).toEqual(['Beta.Api.Handler', 'Beta.Api.Jobs.Handler', 'Other', 'Prod.Api.Handler', 'Prod.Api.Jobs.Handler']);
  });

  test('one with a role from outside of the app, and one of SAM, are noted', async () => {
    const local = await start((app) => {
      const stack = new Stack(app, 'Shop', { env: ENV });
      new LambdaFunction(stack, 'Known', inline);
      new LambdaFunction(stack, 'Imported', { ...inline, role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/theirs') });
      new CfnResource(stack, 'Sam', { type: 'AWS::Serverless::Function', properties: { Handler: 'index.handler' } });
    });
    await local.stop();

    expect([local.functions, local.summary().notes]).toEqual([['Known', 'Sam'], [
      'Shop/Sam is a function of SAM, whose role CloudFormation makes at deployment; it runs with the policies of the template that this tool can read',
      'Shop/Imported runs with a role that the app does not declare; its permissions are not known',
    ]]);
  });

  test('a name that there isn\'t is refused, with those that there are', async () => {
    await withApp(undefined, async (local) => {
      await expect(local.as('Readr', () => undefined)).rejects.toThrow('the app has no function Readr; expected Reader, Writer, Counter');
    });
  });
});

describe('an emulator at a URL', () => {
  const emulator = useDynalite();

  test('has ARNs of its own, in whose place answers have those of the app', async () => {
    await withApp(undefined, async (local) => {
      const { ORDERS_TABLE: TableName } = local.environmentOf('Reader');
      const { Table: described } = await new DynamoDBClient(local.administrator).send(new DescribeTableCommand({ TableName }));

      expect(described!.TableArn).toBe(`arn:aws:dynamodb:eu-west-1:111122223333:table/${TableName}`);
    }, { emulator: emulator.url });
  });

  test('keeps the items that it has, and is emptied only if that is asked for', async () => {
    await withApp(undefined, async (local) => { await put(local, 'Writer'); }, { emulator: emulator.url });
    await withApp(undefined, async (local) => {
      const client = new DynamoDBClient(local.administrator);
      const { ORDERS_TABLE: TableName } = local.environmentOf('Reader');
      expect((await client.send(new ScanCommand({ TableName }))).Items).toHaveLength(1);
      await expect(local.reset()).rejects.toThrow(`the tables at ${emulator.url} may hold items of others; start with the option 'reset' to empty them`);
    }, { emulator: emulator.url });
    await withApp(undefined, async (local) => {
      const { ORDERS_TABLE: TableName } = local.environmentOf('Reader');
      expect((await new DynamoDBClient(local.administrator).send(new ScanCommand({ TableName }))).Items).toEqual([]);
    }, { emulator: emulator.url, reset: true });
  });
});

test('a client that knows no variables for endpoints is led to the endpoint, not to the internet', async () => {
  await withApp(undefined, async (local) => {
    const status = await local.as('Reader', () => new Promise((resolve, reject) => {
      request({ hostname: 'dynamodb.eu-west-1.amazonaws.com', method: 'POST', path: '/', headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' } },
        (response) => resolve([response.statusCode, response.headers['x-amzn-errortype']])).on('error', reject).end('{}');
    }));

    expect(status).toEqual([400, 'AccessDeniedException']);
  });
});

test('the variables of the process are as they were once the app is stopped', async () => {
  const before = { ...process.env, AWS_PROFILE: 'mine' };
  process.env.AWS_PROFILE = 'mine';
  await withApp(undefined, async () => expect([process.env.AWS_PROFILE, process.env.AWS_ACCESS_KEY_ID]).toEqual([undefined, 'nobody']));
  const after = { ...process.env };
  delete process.env.AWS_PROFILE;

  expect(after).toEqual(before);
});

test('nothing listens beyond this machine', async () => {
  await withApp(undefined, async (local) => expect(new URL(local.administrator.endpoint).hostname).toBe('127.0.0.1'));
});

describe('of a table that the app imports', () => {
  const assembly = () => synthesizeOrders((stack, { Counter }) => {
    const table = Table.fromTableAttributes(stack, 'Theirs', { tableName: 'theirs', globalIndexes: ['byName'] });
    new LambdaTableAccess(stack, 'Import', { function: Counter, table, features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.SCAN] });
  });
  const work = async (running: RunningApp) => {
    const create = { TableName: 'theirs', AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' };
    await ask(running.url, 'administrator', 'CreateTable', create);
    await ask(running.url, 'Counter', 'GetItem', { TableName: 'theirs', Key: { pk: { S: 'a' } } });
    await ask(running.url, 'Counter', 'Query', { TableName: 'theirs', KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } });
  };

  test('unused features are in the summary', async () => {
    const running = await RunningApp.start({ assembly: assembly(), emulator: 'dynalite' });
    await work(running);
    running.stop();

    expect(summarize(running).functions[2].unused).toContainEqual({ table: 'Shop/Theirs', features: ['PUT_ITEM', 'SCAN'] });
  });

  test('features are recorded', async () => {
    const running = await RunningApp.start({ assembly: assembly(), emulator: 'dynalite', mode: 'record' });
    await work(running);
    running.stop();

    expect(summarizeRecorded(running).functions.find(({ name }) => name === 'Counter')!.tables).toContainEqual({
      table: 'Shop/Theirs', features: ['QUERY.onTable()', 'READ_ITEM'], missing: ['QUERY.onTable()'], unused: ['PUT_ITEM', 'SCAN'],
    });
  });
});
