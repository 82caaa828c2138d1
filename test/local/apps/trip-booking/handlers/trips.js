const { DynamoDB } = require('aws-sdk');

const db = new DynamoDB.DocumentClient({ maxRetries: 0 });

exports.list = async ({ trip }) => {
  const { Items } = await db.query({
    TableName: process.env.TABLE_NAME, KeyConditionExpression: 'pk = :trip', ExpressionAttributeValues: { ':trip': trip },
  }).promise();
  return Items;
};
