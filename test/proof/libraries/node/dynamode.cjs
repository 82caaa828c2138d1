// @see https://blazejkustra.github.io/dynamode/
const { DynamoDB } = require('@aws-sdk/client-dynamodb');
const { attribute, Dynamode, Entity, TableManager, transactionGet, transactionWrite } = require('dynamode');

class Order extends Entity {
  constructor(props) {
    super(props);
    Object.assign(this, props);
  }
}
attribute.partitionKey.string()(Order.prototype, 'pk');
attribute.sortKey.string()(Order.prototype, 'sk');
attribute.gsi.partitionKey.string({ indexName: 'GSI1' })(Order.prototype, 'GSI1PK');
attribute.gsi.sortKey.string({ indexName: 'GSI1' })(Order.prototype, 'GSI1SK');
attribute.number()(Order.prototype, 'n');

const makeOrder = (pk) => new Order({ pk, sk: 's', GSI1PK: 'g', GSI1SK: pk, n: 1 });
const keyOf = (pk) => ({ pk, sk: 's' });

async function main() {
  Dynamode.ddb.set(new DynamoDB({}));
  const orders = new TableManager(Order, {
    tableName: process.env.TABLE,
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: { GSI1: { partitionKey: 'GSI1PK', sortKey: 'GSI1SK' } },
  }).entityManager();
  await orders.create(makeOrder('1'));
  await orders.put(makeOrder('2'));
  await orders.get(keyOf('1'));
  await orders.update(keyOf('1'), { set: { n: 2 } });
  await orders.query().partitionKey('pk').eq('1').run();
  await orders.query().partitionKey('GSI1PK').eq('g').run();
  await orders.scan().run();
  await orders.scan().indexName('GSI1').run();
  await orders.batchPut([makeOrder('3'), makeOrder('4')]);
  await orders.batchGet([keyOf('3')]);
  await orders.batchDelete([keyOf('3')]);
  await transactionWrite([
    orders.transaction.put(makeOrder('5')),
    orders.transaction.update(keyOf('1'), { set: { n: 3 } }),
    orders.transaction.delete(keyOf('4')),
    orders.transaction.condition(keyOf('2'), orders.condition().attribute('n').eq(1)),
  ]);
  await transactionGet([orders.transaction.get(keyOf('1'))]);
  await orders.delete(keyOf('1'));
}

main();
