/** Programs for DynamoDB-Toolbox 2: a handler for each, after the same beginning. */
export const TOOLBOX_PROGRAMS = {
  beginning: `
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb');
const toolbox = require('dynamodb-toolbox');
const { Table, Entity, item, string, number, GetItemCommand, PutItemCommand, UpdateItemCommand, DeleteItemCommand, QueryCommand, ScanCommand } = require('dynamodb-toolbox');
const { BatchGetCommand, BatchGetRequest, BatchWriteCommand, BatchPutRequest, BatchDeleteRequest, executeBatchGet, executeBatchWrite } = require('dynamodb-toolbox');
const { GetTransaction, PutTransaction, UpdateTransaction, DeleteTransaction, ConditionCheck, executeTransactGet, executeTransactWrite } = require('dynamodb-toolbox');
const { UpdateAttributesCommand, EntityRepository, TableRepository, EntityAccessPattern, TableAccessPattern, DeletePartitionCommand } = toolbox;
const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient(CONFIG));
const Shop = new Table({
  name: 'shop',
  documentClient,
  partitionKey: { name: 'pk', type: 'string' },
  indexes: { byTeam: { type: 'global', partitionKey: { name: 'team', type: 'string' } } },
});
const User = new Entity({ name: 'User', table: Shop, schema: item({ pk: string().key(), team: string().optional(), age: number().optional() }), timestamps: false });
const Later = new Table({ documentClient, partitionKey: { name: 'pk', type: 'string' }, name: () => 'later' });
const Item = new Entity({ name: 'Item', table: Later, schema: item({ pk: string().key() }) });
`,
  handlers: [
    'await User.build(GetItemCommand).key({ pk: "1" }).send()',
    'await User.build(GetItemCommand).key({ pk: "1" }).options({ consistent: true }).send()',
    'await User.build(PutItemCommand).item({ pk: "1" }).send()',
    'await User.build(UpdateItemCommand).item({ pk: "1", age: 1 }).send()',
    'await User.build(UpdateAttributesCommand).item({ pk: "1", age: 1 }).send()',
    'await User.build(DeleteItemCommand).key({ pk: "1" }).send()',
    'await new GetItemCommand(User, { pk: "1" }).send()',
    'User.build(GetItemCommand).key({ pk: "1" }).params()',
    'await Item.build(PutItemCommand).item({ pk: "1" }).send()',
    'await Shop.build(QueryCommand).query({ partition: "1" }).send()',
    'await Shop.build(QueryCommand).entities(User).query({ partition: "t", index: "byTeam" }).options({ limit: 1 }).send()',
    'const command = Shop.build(QueryCommand); await command.query({ index: "byTeam", partition: "t" }).send()',
    'await new QueryCommand(Shop, [User], { index: "byTeam", partition: "t" }).send()',
    'for await (const page of Shop.build(QueryCommand).query({ partition: "1" }).paginate()) page;',
    'await Shop.build(ScanCommand).send()',
    'await Shop.build(ScanCommand).entities(User).options({ index: "byTeam" }).send()',
    'await Shop.build(DeletePartitionCommand).entities(User).query({ partition: "1" }).send()',
    'await executeBatchGet(Shop.build(BatchGetCommand).requests(User.build(BatchGetRequest).key({ pk: "1" })))',
    'await executeBatchWrite(Shop.build(BatchWriteCommand).requests(User.build(BatchPutRequest).item({ pk: "1" }), User.build(BatchDeleteRequest).key({ pk: "2" })))',
    'await executeTransactGet(User.build(GetTransaction).key({ pk: "1" }))',
    'await executeTransactWrite(User.build(PutTransaction).item({ pk: "1" }), User.build(DeleteTransaction).key({ pk: "2" }))',
    'await executeTransactWrite(User.build(UpdateTransaction).item({ pk: "1", age: 1 }), User.build(ConditionCheck).key({ pk: "2" }).condition({ attr: "age", gt: 1 }))',
    'await User.build(EntityRepository).get({ pk: "1" })',
    'await User.build(EntityRepository).put({ pk: "1" })',
    'await User.build(EntityRepository).query({ partition: "t", index: "byTeam" })',
    'await Shop.build(TableRepository).scan()',
    'await Shop.build(TableRepository).entities(User).query({ partition: "1" })',
    'await User.build(EntityAccessPattern).schema(item({ team: string() })).pattern(({ team }) => ({ index: "byTeam", partition: team })).query({ team: "t" }).send()',
    'await Shop.build(TableAccessPattern).entities(User).schema(item({ id: string() })).pattern(({ id }) => ({ partition: id })).query({ id: "1" }).send()',
  ],
};
