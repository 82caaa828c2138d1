/**
 * The document client of the AWS SDK.
 *
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb/
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand, BatchWriteCommand, DeleteCommand, DynamoDBDocumentClient, ExecuteStatementCommand, GetCommand, PutCommand,
  QueryCommand, ScanCommand, TransactGetCommand, TransactWriteCommand, UpdateCommand, paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import { versionOf } from './version';
import { TableFeature } from '../../../src';
import { BY_CUSTOMER, BY_STATUS, Session, Workload } from '../workload';

const CLIENT = versionOf('@aws-sdk/lib-dynamodb');
const Key = { pk: 'order', sk: '1' };
const Item = { ...Key, status: 'NEW', customer: 'c', entries: [{ product: 'p', count: 2 }] };

const clientOf = ({ config }: Session) => DynamoDBDocumentClient.from(new DynamoDBClient(config));

export const DOCUMENT_CLIENT: Workload[] = [
  {
    client: CLIENT,
    name: 'reads and writes items',
    features: [TableFeature.CRUD.onIndexes(BY_STATUS, BY_CUSTOMER), TableFeature.QUERY.onTable()],
    run: async (session) => {
      const client = clientOf(session);
      const TableName = session.table;
      await client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
      await client.send(new GetCommand({ TableName, Key, ProjectionExpression: 'entries[0].product' }));
      await client.send(new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET entries[0].#count = :n',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':n': 3 },
        ReturnValues: 'UPDATED_NEW',
      }));
      const pages = paginateQuery({ client }, {
        TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': 'order' },
      });
      for await (const page of pages) page.Items;
      await client.send(new QueryCommand({
        TableName,
        IndexName: BY_STATUS,
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': 'NEW' },
      }));
      await client.send(new QueryCommand({
        TableName,
        IndexName: BY_CUSTOMER,
        KeyConditionExpression: 'customer = :c',
        ExpressionAttributeValues: {
          ':c': 'c',
        },
        Select: 'COUNT',
      }));
      await client.send(new ScanCommand({ TableName, IndexName: BY_STATUS }));
      await client.send(new ScanCommand({ TableName, IndexName: BY_CUSTOMER }));
      await client.send(new DeleteCommand({ TableName, Key }));
    },
  },
  {
    client: CLIENT,
    name: 'batches',
    features: [TableFeature.BATCH],
    run: async (session) => {
      await clientOf(session).send(new BatchWriteCommand({ RequestItems: { [session.table]: [{ PutRequest: { Item } }] } }));
      await clientOf(session).send(new BatchGetCommand({ RequestItems: { [session.table]: { Keys: [Key] } } }));
    },
  },
  {
    client: CLIENT,
    name: 'transactions',
    features: [TableFeature.TRANSACTIONS],
    run: async (session) => {
      const TableName = session.table;
      await clientOf(session).send(new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item } },
          {
            Update: {
              TableName, Key: { ...Key, sk: '2' }, UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': 1 },
            },
          },
          { Delete: { TableName, Key: { ...Key, sk: '3' } } },
          { ConditionCheck: { TableName, Key: { ...Key, sk: '4' }, ConditionExpression: 'attribute_not_exists(pk)' } },
        ],
      }));
      await clientOf(session).send(new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key } }] }));
    },
  },
  {
    client: CLIENT,
    name: 'PartiQL',
    features: [TableFeature.PARTIQL_INSERT, TableFeature.PARTIQL_SELECT.onTable()],
    run: async (session) => {
      const client = clientOf(session);
      await client.send(new ExecuteStatementCommand({
        Statement: `INSERT INTO "${session.table}" VALUE {'pk': ?, 'sk': ?}`, Parameters: ['order', '1'],
      }));
      await client.send(new ExecuteStatementCommand({
        Statement: `SELECT * FROM "${session.table}" WHERE pk = ?`, Parameters: ['order'],
      }));
    },
  },
  {
    client: CLIENT,
    name: 'a log group that the app does not create',
    features: [TableFeature.READ_ITEM],
    logGroupName: '/aws/lambda/orders',
    run: async (session) => {
      await clientOf(session).send(new GetCommand({ TableName: session.table, Key }));
    },
  },
];
