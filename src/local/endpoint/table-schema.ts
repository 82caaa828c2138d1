import { TableSchema } from './dynamodb-permissions';
import { AnyParameters } from './permission';

/** Reads the facts that authorization needs from the request that creates a table. */
export function readSchema({ KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes, SSESpecification }: AnyParameters): TableSchema {
  return {
    partitionKey: findPartitionKey(KeySchema),
    indexes: { ...partitionKeys(GlobalSecondaryIndexes), ...partitionKeys(LocalSecondaryIndexes) },
    tableKey: SSESpecification?.KMSMasterKeyId,
  };
}

/** The same after a request that changes the table. */
export function updateSchema(schema: TableSchema, { GlobalSecondaryIndexUpdates = [], SSESpecification }: AnyParameters): TableSchema {
  const created = GlobalSecondaryIndexUpdates.flatMap(({ Create }: AnyParameters) => Create ?? []);
  return {
    ...schema,
    indexes: { ...schema.indexes, ...partitionKeys(created) },
    tableKey: SSESpecification?.KMSMasterKeyId ?? schema.tableKey,
  };
}

function partitionKeys(indexes: readonly any[] = []): Record<string, string> {
  return Object.fromEntries(indexes.map(({ IndexName, KeySchema }) => [IndexName, findPartitionKey(KeySchema)]));
}

function findPartitionKey(keySchema: readonly any[]): string {
  return keySchema.find(({ KeyType }) => KeyType === 'HASH').AttributeName;
}
