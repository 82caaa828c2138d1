// @see https://doc.onetable.io
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { Table } = require('dynamodb-onetable');

const schema = {
  format: 'onetable:1.1.0',
  version: '0.0.1',
  indexes: { primary: { hash: 'pk', sort: 'sk' }, gs1: { hash: 'gs1pk', sort: 'gs1sk' } },
  models: {
    User: {
      pk: { type: String, value: 'user#${id}' },
      sk: { type: String, value: 'user#' },
      id: { type: String, required: true },
      name: { type: String },
      gs1pk: { type: String, value: 'user#' },
      gs1sk: { type: String, value: 'user#${name}' },
    },
  },
};

async function main() {
  const table = new Table({ name: process.env.TABLE, client: new DynamoDBClient({}), partial: false, schema });
  const User = table.getModel('User');
  await User.create({ id: '1', name: 'a' });
  await User.upsert({ id: '9', name: 'z' });
  await User.get({ id: '1' });
  await User.update({ id: '1', name: 'b' });
  await User.find({ id: '1' });
  await User.find({ name: 'b' }, { index: 'gs1' });
  await User.scan({});
  const batch = {};
  await User.create({ id: '2', name: 'c' }, { batch });
  await User.remove({ id: '3' }, { batch });
  await table.batchWrite(batch);
  const gets = {};
  await User.get({ id: '1' }, { batch: gets });
  await table.batchGet(gets, { parse: true });
  const transaction = {};
  await User.create({ id: '4', name: 'd' }, { transaction });
  await User.update({ id: '1', name: 'e' }, { transaction });
  await User.remove({ id: '2' }, { transaction });
  await User.check({ id: '9' }, { transaction, where: 'attribute_exists(${name})' });
  await table.transact('write', transaction);
  const reads = {};
  await User.get({ id: '1' }, { transaction: reads });
  await table.transact('get', reads, { parse: true });
  await User.remove({ id: '1' });
}

main();
