/** Programs for ElectroDB: a handler for each, after the same beginning. */
export const ELECTRODB_PROGRAMS = {
  beginning: `
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb');
const { Entity, Service, createWriteTransaction, createGetTransaction } = require('electrodb');
const client = DynamoDBDocumentClient.from(new DynamoDBClient(CONFIG));
const table = 'shop';
const userSchema = {
  model: { entity: 'user', service: 'shop', version: '1' },
  attributes: { id: { type: 'string' }, email: { type: 'string' }, team: { type: 'string' }, age: { type: 'number' } },
  indexes: {
    primary: { pk: { field: 'pk', composite: ['id'] }, sk: { field: 'sk', composite: [] } },
    byEmail: { index: 'gsi1', pk: { field: 'gsi1pk', composite: ['email'] }, sk: { field: 'gsi1sk', composite: [] } },
    byTeam: { index: 'gsi2', collection: 'members', pk: { field: 'gsi2pk', composite: ['team'] }, sk: { field: 'gsi2sk', composite: ['id'] } },
  },
};
const orderSchema = {
  model: { entity: 'order', service: 'shop', version: '1' },
  attributes: { id: { type: 'string' }, team: { type: 'string' }, state: { type: 'string' } },
  indexes: {
    primary: { pk: { field: 'pk', composite: ['id'] }, sk: { field: 'sk', composite: [] } },
    byTeam: { index: 'gsi2', collection: ['members'], pk: { field: 'gsi2pk', composite: ['team'] }, sk: { field: 'gsi2sk', composite: ['id'] } },
  },
};
const User = new Entity(userSchema, { table, client });
const Order = new Entity(orderSchema, { table, client });
const shop = new Service({ user: User, order: Order }, { table: 'shop-of-service', client });
`,
  handlers: [
    'await User.get({ id: "1" }).go()',
    'await User.get([{ id: "1" }, { id: "2" }]).go()',
    'await User.put({ id: "1", email: "e", team: "t" }).go()',
    'await User.put([{ id: "1", email: "e", team: "t" }]).go()',
    'await User.create({ id: "1", email: "e", team: "t" }).go()',
    'await User.upsert({ id: "1", email: "e", team: "t" }).go()',
    'await User.update({ id: "1" }).set({ age: 1 }).go()',
    'await User.patch({ id: "1" }).add({ age: 1 }).where((attr, op) => op.exists(attr.age)).go()',
    'await User.delete({ id: "1" }).go()',
    'await User.delete([{ id: "1" }]).go()',
    'await User.remove({ id: "1" }).go({ response: "all_old" })',
    'await User.query.primary({ id: "1" }).go()',
    'await User.query.byEmail({ email: "e" }).go({ limit: 1 })',
    'await User.query.byTeam({ team: "t" }).begins({ id: "1" }).where(({ age }, { gt }) => gt(age, 1)).go()',
    'const query = User.query["byTeam"]({ team: "t" }); await query.go({ order: "desc" })',
    'await User.scan.go()',
    'await User.scan.where(({ age }, { gt }) => gt(age, 1)).go()',
    'await User.find({ id: "1" }).go()',
    'await User.find({ email: "e" }).go()',
    'await User.match({ team: "t", age: 1 }).go()',
    'await User.match({ team: "t", id: "1" }).go()',
    'await User.find({ age: 1 }).go()',
    'User.get({ id: "1" }).params()',
    'User.query.byEmail({ email: "e" }).params()',
    'await shop.entities.user.get({ id: "1" }).go()',
    'await shop.collections.members({ team: "t" }).go()',
    'await shop.transaction.write(({ user, order }) => [user.put({ id: "1", email: "e", team: "t" }).commit(), order.delete({ id: "1" }).commit()]).go()',
    'await shop.transaction.write(({ user, order }) => [user.check({ id: "1" }).where((a, o) => o.exists(a.id)).commit(), order.update({ id: "1" }).set({ state: "x" }).commit()]).go()',
    'await shop.transaction.get(({ user }) => [user.get({ id: "1" }).commit()]).go()',
    'await createWriteTransaction({ User, Order }, ({ User }) => [User.create({ id: "1", email: "e", team: "t" }).commit()]).go()',
    'const ids = ["1", "2"]; await User.get(ids.map((id) => ({ id }))).go({ preserveBatchOrder: true })',
    'for (const id of ["1"]) { const request = User.update({ id }); await request.set({ age: 2 }).go(); }',
  ],
};
