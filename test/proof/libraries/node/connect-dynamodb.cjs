// @see https://github.com/ca98am79/connect-dynamodb
const { promisify } = require('util');
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const session = require('express-session');
const DynamoDBStore = require('connect-dynamodb')(session);

const MINUTE = 60_000;
const sessionUntil = (maxAge) => ({ cookie: { maxAge, expires: new Date(Date.now() + maxAge) }, visits: 1 });

async function main() {
  const store = new DynamoDBStore({ client: new DynamoDBClient({}), table: process.env.TABLE });
  const call = (method, ...args) => promisify(store[method].bind(store))(...args);
  await call('set', 'a', sessionUntil(MINUTE));
  await call('get', 'a');
  await call('touch', 'a', sessionUntil(2 * MINUTE));
  await call('set', 'old', sessionUntil(-MINUTE));
  await call('reap');
  await call('destroy', 'a');
}

main();
