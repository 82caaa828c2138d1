/** Programs for dynamoose: a handler for each, after the same beginning. */
export const DYNAMOOSE_PROGRAMS = {
  beginning: `
const dynamoose = require('dynamoose');
const { DynamoDB } = require('@aws-sdk/client-dynamodb');
dynamoose.aws.ddb.set(new DynamoDB(CONFIG));
const schema = new dynamoose.Schema({
  id: { type: String, hashKey: true },
  email: { type: String, index: { name: 'byEmail', type: 'global' } },
  team: { type: String, index: { name: 'byTeam', type: 'global', rangeKey: 'age' } },
  state: { type: String, index: true },
  age: Number,
}, { timestamps: true });
const quiet = { create: false, waitForActive: false };
const User = dynamoose.model('users', schema, quiet);
const Prefixed = dynamoose.model('users', schema, { ...quiet, prefix: 'app-', suffix: '-prod' });
const Named = dynamoose.model('Named', schema, { create: false, waitForActive: { enabled: false }, tableName: 'named-users' });
const Waiting = dynamoose.model('waiting', schema, { create: false });
const Creating = dynamoose.model('creating', schema);
const InTable = dynamoose.model('InTable', schema);
const People = new dynamoose.Table('people', [InTable], quiet);
`,
  handlers: [
    'await User.get("1")',
    'await User.get({ id: "1" }, { consistent: true })',
    'await User.batchGet(["1", "2"])',
    'await User.create({ id: "1", email: "e" })',
    'await User.update({ id: "1" }, { age: 1 })',
    'await User.update("1", { $ADD: { age: 1 } }, { return: "item" })',
    'await User.delete("1")',
    'await User.batchPut([{ id: "1" }])',
    'await User.batchDelete(["1"])',
    'await User.query("id").eq("1").exec()',
    'await User.query("email").eq("e").exec()',
    'await User.query("team").eq("t").where("age").gt(1).limit(1).exec()',
    'await User.query("state").eq("s").exec()',
    'await User.query({ team: { eq: "t" } }).exec()',
    'await User.query({ email: "e" }).using("byEmail").exec()',
    'await User.query("email").eq("e").using("byEmail").sort("descending").exec()',
    'let query = User.query("team").eq("t"); query = query.using("byTeam"); await query.exec()',
    'await User.scan().exec()',
    'await User.scan("age").gt(1).attributes(["id"]).exec()',
    'await User.scan().using("byTeam").all().exec()',
    'const user = new User({ id: "1", email: "e" }); await user.save()',
    'const user = await User.get("1"); user.age = 2; await user.save()',
    'const user = await User.get("1"); if (user) await user.delete()',
    'const [user] = await User.query("email").eq("e").exec(); await user.delete()',
    'for (const user of await User.scan().exec()) await user.save()',
    'await Promise.all((await User.scan().exec()).map((user) => user.delete()))',
    'await new Promise((done) => User.get("1", (error, user) => user.save(done)))',
    'await new Promise((done) => User.scan().exec(() => done()))',
    'await dynamoose.transaction([User.transaction.create({ id: "1" }), User.transaction.update({ id: "2" }, { age: 1 })])',
    'await dynamoose.transaction([User.transaction.delete("1"), User.transaction.condition("2", new dynamoose.Condition("age").gt(1))])',
    'await dynamoose.transaction([User.transaction.get("1")])',
    'await Prefixed.get("1")',
    'await Named.get("1")',
    'await InTable.create({ id: "1" })',
    'await InTable.query("email").eq("e").exec()',
    'await Waiting.get("1")',
    'await Creating.get("1")',
  ],
};
