import {
  BatchExecuteStatementCommand, BatchGetItemCommand, BatchWriteItemCommand, DeleteItemCommand, ExecuteStatementCommand,
  ExecuteTransactionCommand, GetItemCommand, PutItemCommand, QueryCommand, TransactGetItemsCommand, TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Attempt } from './attempts';

type Command = Attempt['command'];

/** Every request for items by their keys, transactions and statements apart, where requests for several items name another row beside. */
export function requestsForRow(table: string, pk: string, beside = pk): Command[] {
  const on = { TableName: table };
  const key = (sk: string, partition = pk) => ({ pk: { S: partition }, sk: { S: sk } });
  return [
    new PutItemCommand({ ...on, Item: key('1') }),
    new GetItemCommand({ ...on, Key: key('1') }),
    new UpdateItemCommand({
      ...on, Key: key('1'), UpdateExpression: 'SET note = :n', ExpressionAttributeValues: { ':n': { S: 'x' } },
    }),
    new QueryCommand({ ...on, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: pk } } }),
    new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [key('2', beside), key('1')] } } }),
    new BatchWriteItemCommand({
      RequestItems: { [table]: [{ PutRequest: { Item: key('2', beside) } }, { DeleteRequest: { Key: key('3') } }] },
    }),
    new DeleteItemCommand({ ...on, Key: key('1') }),
  ];
}

/** Every kind of statement for items by their keys, where statements for several items name another row beside. */
export function statementsForRow(table: string, pk: string, beside = pk): Command[] {
  const where = `WHERE pk = '${pk}' AND sk = 'p'`;
  return [
    new ExecuteStatementCommand({ Statement: `INSERT INTO "${table}" VALUE {'pk': '${pk}', 'sk': 'p'}` }),
    new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table}" WHERE pk = ?`, Parameters: [{ S: pk }] }),
    new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table}" WHERE pk IN ['${beside}', '${pk}']` }),
    new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table}" WHERE pk = '${beside}' OR pk = '${pk}'` }),
    new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table}" WHERE pk = '${pk}' AND NOT contains(note, 'x')` }),
    new BatchExecuteStatementCommand({ Statements: [{ Statement: `UPDATE "${table}" SET n = 1 ${where}` }] }),
    new ExecuteStatementCommand({ Statement: `DELETE FROM "${table}" ${where}` }),
  ];
}

/** Every member of a transaction, with another row beside. */
export function transactionsForRow(table: string, pk: string, beside = pk): Command[] {
  const on = { TableName: table };
  const key = (sk: string, partition = pk) => ({ pk: { S: partition }, sk: { S: sk } });
  const other = { Put: { ...on, Item: key('other', beside) } };
  return [
    new TransactWriteItemsCommand({ TransactItems: [other, { Put: { ...on, Item: key('1') } }] }),
    new TransactWriteItemsCommand({
      TransactItems: [other, {
        Update: {
          ...on, Key: key('1'), UpdateExpression: 'SET note = :n', ExpressionAttributeValues: { ':n': { S: 'x' } },
        },
      }],
    }),
    new TransactWriteItemsCommand({
      TransactItems: [other, { ConditionCheck: { ...on, Key: key('1'), ConditionExpression: 'attribute_exists(pk)' } }],
    }),
    new TransactGetItemsCommand({
      TransactItems: [{ Get: { ...on, Key: key('other', beside) } }, { Get: { ...on, Key: key('1') } }],
    }),
    new TransactWriteItemsCommand({ TransactItems: [other, { Delete: { ...on, Key: key('1') } }] }),
  ];
}

/** Statements that name no row, or more rows than one. */
export function statementsWithoutRow(table: string, pk: string): Command[] {
  return [
    '', 'WHERE sk = \'1\'', `WHERE pk = '${pk}' OR sk = '1'`, `WHERE NOT pk = '${pk}'`, `WHERE begins_with(pk, '${pk}')`,
    `WHERE pk > '${pk}'`, `WHERE pk IN ['${pk}', 'another']`, `WHERE m.pk = '${pk}'`, `WHERE pk = '${pk}' OR m.pk = '${pk}'`,
  ].flatMap((where) => {
    const Statement = `SELECT * FROM "${table}" ${where}`;
    return [new ExecuteStatementCommand({ Statement }), new BatchExecuteStatementCommand({ Statements: [{ Statement }] })];
  });
}

/** Transactions by PartiQL. */
export function statementsInTransaction(table: string): Command[] {
  const where = 'WHERE pk = \'a\' AND sk = \'b\'';
  return [
    `SELECT * FROM "${table}" ${where}`, `INSERT INTO "${table}" VALUE {'pk': 'a', 'sk': 'b'}`,
    `UPDATE "${table}" SET n = 1 ${where}`, `DELETE FROM "${table}" ${where}`,
  ].map((Statement) => new ExecuteTransactionCommand({ TransactStatements: [{ Statement }] }));
}
