/** Programs for DynamoDB-Toolbox 0: handlers after the same beginning, with the requests that they made with version 0.9.5. */
export const TOOLBOX0_PROGRAMS = {
  beginning: `
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb');
const { Table, Entity } = require('dynamodb-toolbox');
const DocumentClient = DynamoDBDocumentClient.from(new DynamoDBClient(CONFIG), { marshallOptions: { convertEmptyValues: false } });
const Shop = new Table({ name: 'shop', partitionKey: 'pk', sortKey: 'sk', indexes: { byTeam: { partitionKey: 'team' } }, DocumentClient });
const User = new Entity({
  name: 'User',
  attributes: { pk: { partitionKey: true }, sk: { sortKey: true, default: () => 'x' }, team: 'string', age: 'number' },
  table: Shop,
});
const Late = new Entity({ name: 'Late', attributes: { pk: { partitionKey: true }, sk: { sortKey: true } } });
Late.table = Shop;
`,
  handlers: [
    ['await User.get({ pk: "1", sk: "x" })', 'GetItem shop'],
    ['await User.get({ pk: "1", sk: "x" }, { consistent: true })', 'GetItem shop'],
    ['await User.put({ pk: "1", sk: "x" })', 'PutItem shop'],
    ['await User.update({ pk: "1", sk: "x", age: { $add: 1 } })', 'UpdateItem shop'],
    ['await User.delete({ pk: "1", sk: "x" }, { conditions: { attr: "age", gt: 1 } })', 'DeleteItem shop'],
    ['await User.query("1")', 'Query shop'],
    ['await User.query("t", { index: "byTeam", limit: 1 })', 'Query shop byTeam'],
    ['await User.scan()', 'Scan shop'],
    ['await User.scan({ index: "byTeam" })', 'Scan shop byTeam'],
    ['await Shop.query("1", { beginsWith: "x" })', 'Query shop'],
    ['await Shop.query("t", { index: "byTeam" })', 'Query shop byTeam'],
    ['await Shop.scan({ limit: 1 })', 'Scan shop'],
    ['await Shop.batchGet([User.getBatch({ pk: "1", sk: "x" })])', 'BatchGetItem shop'],
    ['await Shop.batchWrite([User.putBatch({ pk: "1", sk: "x" }), User.deleteBatch({ pk: "2", sk: "x" })])', 'BatchWriteItem shop'],
    ['await Shop.transactGet([User.getTransaction({ pk: "1", sk: "x" })])', 'TransactGetItems.Get shop'],
    ['await Shop.transactWrite([User.putTransaction({ pk: "1", sk: "x" }), User.deleteTransaction({ pk: "2", sk: "x" })])', 'TransactWriteItems.Delete shop', 'TransactWriteItems.Put shop'],
    ['await Shop.transactWrite([User.updateTransaction({ pk: "1", sk: "x", age: 1 }), User.conditionCheck({ pk: "2", sk: "x" }, { conditions: { attr: "age", gt: 1 } })])', 'TransactWriteItems.ConditionCheck shop', 'TransactWriteItems.Update shop'],
    ['User.getParams({ pk: "1", sk: "x" })'],
    ['await User.get({ pk: "1", sk: "x" }, { execute: false })'],
    ['await User.get({ pk: "1", sk: "x" }, { execute: true })', 'GetItem shop'],
    ['const { get } = { get: (key) => User.get(key) }; await get({ pk: "1", sk: "x" })', 'GetItem shop'],
    ['await Late.put({ pk: "1", sk: "x" })', 'PutItem shop'],
    ['await Shop.get("User", { pk: "1", sk: "x" })', 'GetItem shop'],
  ],
};
