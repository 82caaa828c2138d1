import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient());
const { CUSTOMERS, LEDGER } = process.env;

/** Moves money between two accounts, `{ customerId, payer, payee, amount }`: all of it, or nothing. Returns the id of the entry. */
export async function handler({ customerId, payer, payee, amount }) {
  const entryId = `${new Date().toISOString()}#${randomUUID()}`;
  await dynamodb.send(new TransactWriteCommand({
    TransactItems: [
      {
        ConditionCheck: {
          TableName: CUSTOMERS,
          Key: { customerId },
          ConditionExpression: '#active = :true',
          ExpressionAttributeNames: { '#active': 'active' },
          ExpressionAttributeValues: { ':true': true },
        },
      },
      changeBalance(payer, -amount),
      changeBalance(payee, amount),
      { Put: { TableName: LEDGER, Item: { accountId: payer, entryId, amount: -amount, other: payee } } },
      { Put: { TableName: LEDGER, Item: { accountId: payee, entryId, amount, other: payer } } },
    ],
  }));
  return entryId;
}

function changeBalance(accountId, amount) {
  return {
    Update: {
      TableName: LEDGER,
      Key: { accountId, entryId: 'BALANCE' },
      UpdateExpression: 'ADD balance :amount',
      ConditionExpression: 'attribute_exists(accountId) AND balance >= :needed',
      ExpressionAttributeValues: { ':amount': amount, ':needed': Math.max(0, -amount) },
    },
  };
}
