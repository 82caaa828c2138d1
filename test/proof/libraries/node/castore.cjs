// @see https://github.com/castore-dev/castore/tree/main/packages/event-storage-adapter-dynamodb
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBSingleTableEventStorageAdapter } = require('@castore/event-storage-adapter-dynamodb');

const context = { eventStoreId: 'orders' };
const created = (aggregateId) => ({ aggregateId, version: 1, type: 'CREATED', timestamp: new Date().toISOString() });

async function main() {
  const adapter = new DynamoDBSingleTableEventStorageAdapter({ tableName: process.env.TABLE, dynamoDBClient: new DynamoDBClient({}) });
  await adapter.pushEvent(created('a'), context);
  await adapter.pushEvent(created('a'), { ...context, force: true });
  await adapter.getEvents('a', context);
  await adapter.listAggregateIds(context);
  const grouped = ['b', 'c'].map((aggregateId) => Object.assign(adapter.groupEvent(created(aggregateId)), { context }));
  await adapter.pushEventGroup({}, ...grouped);
}

main();
