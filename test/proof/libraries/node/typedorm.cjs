// @see https://github.com/typedorm/typedorm
require('reflect-metadata');
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { Attribute, Entity, INDEX_TYPE, Table } = require('@typedorm/common');
const {
  createConnection, getBatchManager, getEntityManager, getScanManager, getTransactionManger, ReadBatch, ReadTransaction, WriteBatch, WriteTransaction,
} = require('@typedorm/core');
const { DocumentClientV3 } = require('@typedorm/document-client');

const table = new Table({
  name: process.env.TABLE,
  partitionKey: 'PK',
  sortKey: 'SK',
  indexes: { GSI1: { type: INDEX_TYPE.GSI, partitionKey: 'GSI1PK', sortKey: 'GSI1SK' } },
});

class User {}
class Note {} // without a unique attribute, which makes a batch a transaction
const attributes = { id: {}, name: {}, mail: { unique: true } };
for (const [entity, names] of [[User, ['id', 'name', 'mail']], [Note, ['id', 'name']]]) {
  for (const name of names) {
    Reflect.metadata('design:type', String)(entity.prototype, name); // as TypeScript emits it
    Attribute(attributes[name])(entity.prototype, name);
  }
  Entity({
    table,
    name: entity.name,
    primaryKey: { partitionKey: `${entity.name}#{{id}}`, sortKey: `${entity.name}#{{id}}` },
    indexes: { GSI1: { type: INDEX_TYPE.GSI, partitionKey: `${entity.name}#{{id}}`, sortKey: 'NAME#{{name}}' } },
  })(entity);
}

const makeUser = (id) => Object.assign(new User(), { id, name: `n${id}`, mail: `m${id}` });
const makeNote = (id) => Object.assign(new Note(), { id, name: `n${id}` });

async function main() {
  createConnection({ table, entities: [User, Note], documentClient: new DocumentClientV3(new DynamoDBClient({})) });
  const entities = getEntityManager();
  await entities.create(makeUser('1'));
  await entities.findOne(User, { id: '1' });
  await entities.exists(User, { id: '1' });
  await entities.exists(User, { mail: 'm1' });
  await entities.update(User, { id: '1' }, { name: 'x' });
  await entities.update(User, { id: '1' }, { mail: 'other' });
  await entities.find(User, { id: '1' });
  await entities.find(User, { id: '1' }, { queryIndex: 'GSI1' });
  await entities.count(User, { id: '1' });
  await getScanManager().find(User);
  await getBatchManager().write(new WriteBatch().add([
    { create: { item: makeNote('7') } },
    { delete: { item: Note, primaryKey: { id: '8' } } },
  ]));
  await getBatchManager().read(new ReadBatch().add([{ item: User, primaryKey: { id: '1' } }]));
  await getTransactionManger().write(new WriteTransaction().addCreateItem(makeUser('9')).addDeleteItem(Note, { id: '7' }));
  await getTransactionManger().write(new WriteTransaction().addUpdateItem(User, { id: '9' }, { name: 'u' }, {}));
  await getTransactionManger().read(new ReadTransaction().add([{ get: { item: User, primaryKey: { id: '9' } } }]));
  await entities.delete(User, { id: '1' });
}

main();
