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
  readonly tables: readonly Pick<TableRecord, 'name' | 'arn' | 'partitionKey' | 'sortKey' | 'indexes' | 'stream' | 'key'>[];
  readonly keys: readonly Pick<KeyRecord, 'name' | 'arn' | 'policy' | 'aliases'>[];
  readonly logGroups: readonly Pick<LogGroupRecord, 'name'>[];
}

export interface DeployedRole extends Pick<RoleRecord, 'name' | 'arn'> {
  readonly policies: readonly Pick<AttachedPolicy, 'name' | 'document'>[];
}

/** Reads a cloud assembly as it would be deployed to loopback. */
export function readDeployable(directory: string): Assembly {
  return readAssembly(directory, { ...PLACE, partition: 'aws' });
}

/** A deployment on loopback: its keys, aliases, log groups and tables. */
export class Deployment {
  private readonly client: DynamoDBClient;

  public constructor(aws: Loopback, public readonly deployed: Deployed) {
    this.client = new DynamoDBClient(aws.administrator);
    for (const { arn, name, policy, aliases } of this.deployed.keys) {
      aws.keys.create(PLACE, name);
      aws.endpoint.resourcePolicies.set(arn, policy);
      // where it is a multi-Region key, its replica; nothing names it otherwise
      aws.endpoint.resourcePolicies.set(arn.replace(PLACE.region, REPLICA_REGION), policy);
      for (const alias of aliases) aws.keys.addAlias(PLACE, alias, arn);
    }
    for (const { name } of this.deployed.logGroups) aws.logs.create(PLACE, name);
  }

  /** Makes the tables, empty, in the place of those that there are. */
  public async reset(): Promise<void> {
    for (const table of this.deployed.tables) {
      await this.deleteTable(table.name);
      await this.client.send(new CreateTableCommand(creationOf(table)));
    }
  }

  private async deleteTable(TableName: string): Promise<void> {
    try {
      await this.client.send(new DeleteTableCommand({ TableName }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }
}

/** A table whose keys are all strings, and whose indexes have all attributes. */
function creationOf({ name, partitionKey, sortKey, indexes, stream, key }: Deployed['tables'][number]): CreateTableCommandInput {
  const indexed = indexes.filter(({ type }) => type !== 'vector'); // which DynamoDB Local doesn't know
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
