import {
  CreateTableCommand, CreateTableCommandInput, DeleteTableCommand, DynamoDBClient, KeySchemaElement, ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { Loopback, PLACE, REPLICA_REGION } from './loopback';
import { Assembly, readAssembly, TableRecord } from '../../src/policy/read-assembly';

/** A cloud assembly as it would be deployed: its keys, aliases, log groups and tables on loopback. */
export class Deployment {
  public readonly assembly: Assembly;
  private readonly client: DynamoDBClient;

  public constructor(aws: Loopback, directory: string) {
    this.assembly = readAssembly(directory, { ...PLACE, partition: 'aws' });
    this.client = new DynamoDBClient(aws.administrator);
    for (const { arn, name, policy, aliases } of this.assembly.keys) {
      aws.keys.create(PLACE, name);
      aws.endpoint.resourcePolicies.set(arn, policy);
      // where it is a multi-Region key, its replica; nothing names it otherwise
      aws.endpoint.resourcePolicies.set(arn.replace(PLACE.region, REPLICA_REGION), policy);
      for (const alias of aliases) aws.keys.addAlias(PLACE, alias, arn);
    }
    for (const { name } of this.assembly.logGroups) aws.logs.create(PLACE, name);
  }

  /** Makes the tables, empty, in the place of those that there are. */
  public async reset(): Promise<void> {
    for (const table of this.assembly.tables) {
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
function creationOf({ name, partitionKey, sortKey, indexes, stream, key }: TableRecord): CreateTableCommandInput {
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
