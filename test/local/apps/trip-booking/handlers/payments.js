const { DynamoDB } = require('aws-sdk');

const db = new DynamoDB.DocumentClient({ maxRetries: 0 });

exports.take = async ({ trip, flight }) => {
  const { Item } = await db.get({ TableName: process.env.TABLE_NAME, Key: { pk: trip, sk: `FLIGHT#${flight}` } }).promise();
  await db.put({ TableName: process.env.PAYMENTS_TABLE, Item: { trip, at: Date.now(), amount: Item.price } }).promise();
  return { amount: Item.price };
};
