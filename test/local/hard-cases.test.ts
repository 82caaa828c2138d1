import { spawn } from 'child_process';
import { Server } from 'http';
import { request } from 'https';
import { AddressInfo } from 'net';
import { join } from 'path';
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { ArnPrincipal, Effect, PolicyStatement, Role, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { synthesizeOrders } from './orders-app';
import { LocalAccess, RunOptions } from '../../src/local';
import { shortestNames } from '../../src/local/deployment/shortest-names';
import { requireFromProject } from '../../src/local/emulators/project-modules';

const ITEM = { customer: { S: 'c' }, number: { N: '1' }, hash: { B: new Uint8Array([1, 2]) }, status: { S: 'PLACED' } };
const ROOT = join(__dirname, '../..');

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
      expect.stringMatching(/^Shop\/Writer, \w+, statement \d: \{"Ref":"Machine"\} isn't known before deployment; nothing is allowed on it here$/),
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
    expect(local.summary().errors).toEqual([expect.stringContaining('isn\'t known before deployment; what it denies is not denied here')]);
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

describe('an emulator at a URL', () => {
  let emulator: Server;
  let url: string;

  beforeAll(async () => {
    emulator = requireFromProject<(options: object) => Server>('dynalite')({ createTableMs: 0, deleteTableMs: 0 });
    await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
  });
  afterAll(() => { emulator.close(); emulator.closeAllConnections(); });

  test('keeps the items that it has, and is emptied only if that is asked for', async () => {
    await withApp(undefined, async (local) => { await put(local, 'Writer'); }, { emulator: url });
    await withApp(undefined, async (local) => {
      const client = new DynamoDBClient(local.administrator);
      const { ORDERS_TABLE: TableName } = local.environmentOf('Reader');
      expect((await client.send(new ScanCommand({ TableName }))).Items).toHaveLength(1);
      await expect(local.reset()).rejects.toThrow(`the tables at ${url} may hold items of others; start with the option 'reset' to empty them`);
    }, { emulator: url });
    await withApp(undefined, async (local) => {
      const { ORDERS_TABLE: TableName } = local.environmentOf('Reader');
      expect((await new DynamoDBClient(local.administrator).send(new ScanCommand({ TableName }))).Items).toEqual([]);
    }, { emulator: url, reset: true });
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

test('functions of the same id in two stacks are named by as much of their paths as it takes', () => {
  expect([...shortestNames(['App/Beta/Api/Handler', 'App/Prod/Api/Handler', 'App/Prod/Other'])].map(([, name]) => name))
    .toEqual(['Beta.Api.Handler', 'Prod.Api.Handler', 'Other']);
});

test('nothing is left running once the tool is killed', async () => {
  const program = `
    const { spawnWatched } = require(${JSON.stringify(join(ROOT, 'src/local/watched-process'))});
    const child = spawnWatched([process.execPath, '-e', 'console.log(process.pid); setInterval(() => {}, 1000)'], { stdio: 'inherit' });`;
  const tool = spawn(process.execPath, ['--import', 'tsx', '--no-warnings', '-e', program], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => tool.stdout.once('data', (text) => resolve(Number(text))));
  expect(process.kill(pid, 0)).toBe(true);
  tool.kill('SIGKILL');

  const isGone = () => { try { return !process.kill(pid, 0); } catch { return true; } };
  for (let tries = 0; tries < 100 && !isGone(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isGone()).toBe(true);
});

test('nothing listens beyond this machine', async () => {
  await withApp(undefined, async (local) => expect(new URL(local.administrator.endpoint).hostname).toBe('127.0.0.1'));
});
