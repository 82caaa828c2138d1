import { cpSync, mkdirSync, mkdtempSync } from 'fs';
import { join } from 'path';
import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { App } from 'aws-cdk-lib';
import { ClientLibraryStack } from '../../examples/client-library/client-library-stack';
import { OwnerStack } from '../../examples/cross-account/owner-stack';
import { ReaderStack } from '../../examples/cross-account/reader-stack';
import { DataProtectionStack } from '../../examples/data-protection/data-protection-stack';
import { GlobalTableStack } from '../../examples/global-table/global-table-stack';
import { RegionStack } from '../../examples/global-table/region-stack';
import { MigrationStack } from '../../examples/migration/migration-stack';
import { MultiTenantStack } from '../../examples/multi-tenant/multi-tenant-stack';
import { PrivateNetworkStack } from '../../examples/private-network/private-network-stack';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';
import { TransactionsStack } from '../../examples/transactions/transactions-stack';
import { LocalClient } from '../../src/local';
import { EXAMPLES } from '../support/example';

type Invoke = (name: string, event: unknown, file?: string) => Promise<any>;

/** What is done with an example: with all of its functions, and with all of their features. */
export interface ExampleRun {
  readonly example: string;
  /** Whether an emulator without streams, transactions and statements is enough, which starts sooner. */
  readonly simple?: boolean;
  readonly stacks: (app: App) => void;
  readonly run: (invoke: Invoke, local: LocalClient) => Promise<void>;
}

/** Invokes the handlers of functions as these functions, from a copy, so that all modules are loaded anew. */
export function invoking(local: LocalClient, example: string): Invoke {
  mkdirSync(REPORTS, { recursive: true });
  const folder = mkdtempSync(join(REPORTS, 'handlers-'));
  cpSync(join(EXAMPLES, example, 'handlers'), folder, { recursive: true });
  return (name, event, file = name.toLowerCase()) => local.as(name, async () => {
    const { handler } = await import(join(folder, `${file}.mjs`));
    return handler(event, { getRemainingTimeInMillis: () => 10_000 });
  });
}

/** Inside the project, so that the handlers find the SDK, which Lambda's runtime has. */
const REPORTS = join(__dirname, '../../test-reports');

/** Backups, exports and the like are authorized here, though no emulator knows them. */
async function unanswered(done: Promise<unknown>): Promise<void> {
  await done.catch((error) => { if (error.name !== 'UnknownOperationException') throw error; });
}

/** Does what an event source mapping does. */
async function pollStream(local: LocalClient, name: string, table: string): Promise<void> {
  const streams = new DynamoDBStreamsClient({ ...local.clientConfigOf(name), maxAttempts: 1 });
  await streams.send(new ListStreamsCommand({}));
  const [{ eventSourceARN: StreamArn }] = await local.records(table);
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const [{ ShardId }] = StreamDescription!.Shards!;
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }));
  await streams.send(new GetRecordsCommand({ ShardIterator }));
}

const account = '111111111111';

export const EXAMPLE_RUNS: readonly ExampleRun[] = [
  {
    example: 'quickstart',
    stacks: (app) => new QuickstartStack(app, 'Quickstart'),
    run: async (invoke, local) => {
      const { orderId } = await invoke('Writer', { customerId: 'c', productId: 'p', note: 'a note' });
      const { note } = await invoke('Reader', { customerId: 'c', orderId });
      const listed = await invoke('Reader', { status: 'PLACED' });
      if (note !== 'a note' || listed.length !== 1) throw new Error(`read the note ${note} and ${listed.length} orders`);
      await pollStream(local, 'Consumer', 'Orders');
      await invoke('Consumer', { Records: await local.records('Orders') });
    },
  },
  {
    example: 'transactions',
    stacks: (app) => new TransactionsStack(app, 'Transactions'),
    run: async (invoke, local) => {
      await invoke('Enrol', { customerIds: ['c'] });
      const client = new DynamoDBClient(local.administrator);
      const { LEDGER } = local.environmentOf('Transfer');
      const balance = (accountId: string) => ({ PutRequest: { Item: { accountId: { S: accountId }, entryId: { S: 'BALANCE' }, balance: { N: '10' } } } });
      await client.send(new BatchWriteItemCommand({ RequestItems: { [LEDGER]: [balance('a'), balance('b')] } }));
      await invoke('Transfer', { customerId: 'c', payer: 'a', payee: 'b', amount: 3 });
      const entries = await invoke('Statement', { accountId: 'a', since: '2000' });
      if (entries.length !== 1) throw new Error(`read ${entries.length} entries`);
    },
  },
  {
    example: 'multi-tenant',
    simple: true,
    stacks: (app) => new MultiTenantStack(app, 'MultiTenant'),
    run: async (invoke, local) => {
      const { TENANTS_TABLE: TableName } = local.environmentOf('Api');
      await new DynamoDBClient(local.administrator).send(new PutItemCommand({ TableName, Item: { tenantId: { S: '1' }, active: { BOOL: true } } }));
      const request = (method: object) => ({ requestContext: { authorizer: { tenantId: '1' } }, ...method });
      const { body } = await invoke('Api', request({ httpMethod: 'POST', body: '{"productId":"p","amount":12}' }));
      await invoke('Api', request({ httpMethod: 'GET', pathParameters: { orderId: JSON.parse(body).orderId } }));
      await invoke('Api', request({ httpMethod: 'GET' }));
      const owed = await invoke('Billing', {});
      if (owed['TENANT#1'] !== 12) throw new Error(`owed ${JSON.stringify(owed)}`);
    },
  },
  {
    example: 'client-library',
    simple: true,
    stacks: (app) => new ClientLibraryStack(app, 'ClientLibrary'),
    run: async (invoke, local) => {
      const task = { team: 't', task: 'x' };
      for (const action of ['open', 'finish', 'list', 'drop']) await invoke('Tracker', { id: action, action, ...task, state: 'done' });
      await invoke('Tracker', { id: 'broken', action: 'none' }).catch(() => undefined); // what fails is forgotten
      // ElectroDB reads items and Powertools the records of others, if that is asked of them
      const client = new DynamoDBClient(local.clientConfigOf('Tracker'));
      const { TASKS_TABLE, IDEMPOTENCY_TABLE } = local.environmentOf('Tracker');
      await client.send(new GetItemCommand({ TableName: TASKS_TABLE, Key: { pk: { S: 'a' }, sk: { S: 'b' } } }));
      await client.send(new GetItemCommand({ TableName: IDEMPOTENCY_TABLE, Key: { id: { S: 'a' } } }));
    },
  },
  {
    example: 'private-network',
    simple: true,
    stacks: (app) => new PrivateNetworkStack(app, 'PrivateNetwork'),
    run: async (invoke) => {
      await invoke('Registry', { patientId: 'p', address: 'here' });
      await invoke('Registry', { patientId: 'p' });
    },
  },
  {
    example: 'migration',
    stacks: (app) => new MigrationStack(app, 'Migration'),
    run: async (invoke, local) => {
      const { orderId } = await invoke('Api', { customerId: 'c', productId: 'p' });
      await invoke('Api', { customerId: 'c', orderId });
      await invoke('Api', { status: 'PLACED' });
      await pollStream(local, 'Mailer', 'Orders');
      await invoke('Mailer', { Records: await local.records('Orders') });
    },
  },
  {
    example: 'cross-account',
    simple: true,
    stacks: (app) => {
      const owner = new OwnerStack(app, 'Owner', { env: { account, region: 'eu-west-1' }, readerAccount: '222222222222' });
      new ReaderStack(app, 'Reader', { env: { account: '222222222222', region: 'eu-west-1' }, orders: owner.orders });
    },
    run: async (invoke) => {
      await invoke('Report', { customerId: 'c', orderId: 'o' });
      await invoke('Report', { status: 'PLACED' });
    },
  },
  {
    example: 'global-table',
    simple: true,
    stacks: (app) => {
      const replicaKeyArns = { 'us-east-1': `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555` };
      const { scores } = new GlobalTableStack(app, 'Global', { env: { account, region: 'eu-west-1' }, replicaKeyArns });
      new RegionStack(app, 'UsEast1', { env: { account, region: 'us-east-1' }, scores });
    },
    run: async (invoke) => {
      await invoke('Recorder', { game: 'g', player: 'p', score: 3 });
      const best = await invoke('Leaderboard', { game: 'g' });
      if (best.length !== 1) throw new Error(`the replica has ${best.length} scores`);
    },
  },
  {
    example: 'data-protection',
    simple: true,
    stacks: (app) => new DataProtectionStack(app, 'DataProtection'),
    run: async (invoke) => {
      await unanswered(invoke('Backup', {}));
      await unanswered(invoke('Guard', {}));
      await unanswered(invoke('Export', {}));
      await unanswered(invoke('Restore', { moment: '2026-01-01T00:00:00Z' }));
    },
  },
];
