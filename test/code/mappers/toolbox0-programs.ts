/** Programs for DynamoDB-Toolbox 0: a handler for each, after the same beginning. */
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
    'await User.get({ pk: "1", sk: "x" })',
    'await User.get({ pk: "1", sk: "x" }, { consistent: true })',
    'await User.put({ pk: "1", sk: "x" })',
    'await User.update({ pk: "1", sk: "x", age: { $add: 1 } })',
    'await User.delete({ pk: "1", sk: "x" }, { conditions: { attr: "age", gt: 1 } })',
    'await User.query("1")',
    'await User.query("t", { index: "byTeam", limit: 1 })',
    'await User.scan()',
    'await User.scan({ index: "byTeam" })',
    'await Shop.query("1", { beginsWith: "x" })',
    'await Shop.query("t", { index: "byTeam" })',
    'await Shop.scan({ limit: 1 })',
    'await Shop.batchGet([User.getBatch({ pk: "1", sk: "x" })])',
    'await Shop.batchWrite([User.putBatch({ pk: "1", sk: "x" }), User.deleteBatch({ pk: "2", sk: "x" })])',
    'await Shop.transactGet([User.getTransaction({ pk: "1", sk: "x" })])',
    'await Shop.transactWrite([User.putTransaction({ pk: "1", sk: "x" }), User.deleteTransaction({ pk: "2", sk: "x" })])',
    'await Shop.transactWrite([User.updateTransaction({ pk: "1", sk: "x", age: 1 }), User.conditionCheck({ pk: "2", sk: "x" }, { conditions: { attr: "age", gt: 1 } })])',
    'User.getParams({ pk: "1", sk: "x" })',
    'await User.get({ pk: "1", sk: "x" }, { execute: false })',
    'const { get } = { get: (key) => User.get(key) }; await get({ pk: "1", sk: "x" })',
    'await Late.put({ pk: "1", sk: "x" })',
    'await Shop.get("User", { pk: "1", sk: "x" })',
  ],
};
