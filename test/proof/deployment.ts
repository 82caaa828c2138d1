import {
  CreateTableCommand, CreateTableCommandInput, DeleteTableCommand, DynamoDBClient, KeySchemaElement, ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { Loopback, PLACE, REPLICA_REGION } from './loopback';
import {
  Assembly, AttachedPolicy, KeyRecord, LogGroupRecord, readAssembly, RoleRecord, TableRecord,
} from '../../src/policy/read-assembly';

/** What there is after a deployment: what a cloud assembly declares, or what was read back. */
export interface Deployed {
  readonly roles: readonly DeployedRole[];
  /** One for each Region that a table has a replica in. */
  readonly tables: readonly DeployedTable[];
  readonly keys: readonly Pick<KeyRecord, 'name' | 'arn' | 'account' | 'region' | 'policy' | 'aliases'>[];
  readonly logGroups: readonly Pick<LogGroupRecord, 'name'>[];
}

export interface DeployedRole extends Pick<RoleRecord, 'name' | 'arn' | 'account'> {
  readonly policies: readonly Pick<AttachedPolicy, 'name' | 'document'>[];
  readonly boundary?: Pick<AttachedPolicy, 'document'>;
}

export type DeployedTable = Pick<TableRecord,
  'name' | 'arn' | 'account' | 'region' | 'partitionKey' | 'sortKey' | 'indexes' | 'stream' | 'key' | 'policy'>;

/** Reads a cloud assembly as it would be deployed to loopback. */
export function readDeployable(directory: string): Assembly {
  return readAssembly(directory, { ...PLACE, partition: 'aws' });
}

/** A deployment on loopback: its keys, aliases, log groups and tables. */
export class Deployment {
  /** Each table with its replicas in other Regions. */
  private readonly tables: { table: DeployedTable; replicas: DeployedTable[]; client: DynamoDBClient }[];

  public constructor(private readonly aws: Loopback, public readonly deployed: Deployed) {
    const { tables, keys, logGroups } = deployed;
    this.tables = tables.filter(({ region }) => region === PLACE.region).map((table) => ({
      table,
      replicas: tables.filter(({ name, region }) => name === table.name && region !== PLACE.region),
      client: new DynamoDBClient(aws.administratorOf(table.account)),
    }));
    for (const { arn, policy } of tables) if (policy) aws.endpoint.resourcePolicies.set(arn, policy);
    for (const { key } of tables) if (key && !keys.some(({ arn }) => arn === key)) this.makeImportedKey(key);
    for (const { arn, name, account, region, policy, aliases } of keys) {
      const place = { account, region };
      aws.keys.createKey(place, name);
      aws.endpoint.resourcePolicies.set(arn, policy);
      // where it is a multi-Region key, its replica; nothing names it otherwise
      aws.endpoint.resourcePolicies.set(arn.replace(PLACE.region, REPLICA_REGION), policy);
      for (const alias of aliases) aws.keys.addAlias(place, alias, arn);
    }
    for (const { name } of logGroups) aws.logs.createLogGroup(PLACE, name);
  }

  /** Makes the tables, empty, in the place of those that there are. */
  public async reset(): Promise<void> {
    for (const { table, replicas, client } of this.tables) {
      await deleteTable(client, table.name);
      await client.send(new CreateTableCommand(creationOf(table)));
      for (const { arn, key } of replicas) this.aws.dynamoDb.addReplica(table.arn, arn, key);
    }
  }

  /** A key that the deployment only names, with the policy that a key has if it is made without one. */
  private makeImportedKey(key: string): void {
    const [,,, region, account, resource] = key.split(':');
    this.aws.keys.createKey({ region, account }, resource.replace('key/', ''));
    this.aws.endpoint.resourcePolicies.set(key, {
      Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    });
  }
}

async function deleteTable(client: DynamoDBClient, TableName: string): Promise<void> {
  try {
    await client.send(new DeleteTableCommand({ TableName }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/** A table whose keys are all strings, and whose indexes have all attributes. */
function creationOf({ name, partitionKey, sortKey, indexes, stream, key }: DeployedTable): CreateTableCommandInput {
  const indexed = indexes.filter(({ type }) => type !== 'vector'); // which emulators don't know
  const attributes = [...partitionKey, ...sortKey, ...indexed.flatMap((index) => [...index.partitionKey, ...index.sortKey])];
  const indexesOf = (type: string) => indexed.filter((index) => index.type === type).map((index) => ({
    IndexName: index.name, KeySchema: keySchemaOf(index), Projection: { ProjectionType: 'ALL' as const },
  }));
  const [global, local] = [indexesOf('global'), indexesOf('local')];
  return {
    TableName: name,
    AttributeDefinitions: [...new Set(attributes)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchemaOf({ partitionKey, sortKey }),
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: global.length > 0 ? global : undefined,
    LocalSecondaryIndexes: local.length > 0 ? local : undefined,
    StreamSpecification: stream ? { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } : undefined,
    SSESpecification: key ? { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key } : undefined,
  };
}

function keySchemaOf({ partitionKey, sortKey }: Pick<TableRecord, 'partitionKey' | 'sortKey'>): KeySchemaElement[] {
  return [
    ...partitionKey.map((AttributeName) => ({ AttributeName, KeyType: 'HASH' as const })),
    ...sortKey.map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' as const })),
  ];
}
