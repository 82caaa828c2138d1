/**
 * Items by the AWS SDK, feature by feature.
 *
 * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/dynamodb/
 */
import {
  BatchExecuteStatementCommand, BatchGetItemCommand, BatchWriteItemCommand, DeleteItemCommand, DynamoDBClient,
  ExecuteStatementCommand, ExecuteTransactionCommand, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand,
  SearchVectorsCommand, TransactGetItemsCommand, TransactWriteItem, TransactWriteItemsCommand, UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unanswered } from './unanswered';
import { versionOf } from './version';
import { TableFeature } from '../../../src';
import { BY_CUSTOMER, BY_SIMILARITY, BY_STATUS, Session, Workload } from '../workload';

const KEY = { pk: { S: 'order' }, sk: { S: '1' } };
const ITEM = { ...KEY, status: { S: 'NEW' }, customer: { S: 'c' } };

const clientOf = ({ config }: Session) => new DynamoDBClient(config);
const putItem = async (session: Session) => {
  await clientOf(session).send(new PutItemCommand({ TableName: session.table, Item: ITEM }));
};

const ON_TABLE = {
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
  ExpressionAttributeValues: { ':pk': { S: 'order' }, ':sk': { S: '1' } },
};
const BY: Readonly<Record<string, object>> = {
  [BY_STATUS]: {
    KeyConditionExpression: '#status = :status',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': { S: 'NEW' } },
  },
  [BY_CUSTOMER]: { KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: { ':c': { S: 'c' } } },
};

async function query(session: Session, ...indexes: (string | undefined)[]): Promise<void> {
  for (const IndexName of indexes) {
    await clientOf(session).send(new QueryCommand({
      TableName: session.table, IndexName, ...(IndexName ? BY[IndexName] : ON_TABLE),
    }));
  }
}

async function scan(session: Session, ...indexes: (string | undefined)[]): Promise<void> {
  for (const IndexName of indexes) await clientOf(session).send(new ScanCommand({ TableName: session.table, IndexName }));
}

async function select(session: Session, ...indexes: (string | undefined)[]): Promise<void> {
  for (const index of indexes) {
    const from = index ? `"${session.table}"."${index}"` : `"${session.table}"`;
    await clientOf(session).send(new ExecuteStatementCommand({ Statement: `SELECT * FROM ${from}` }));
  }
}

async function execute(session: Session, Statement: string): Promise<void> {
  await clientOf(session).send(new ExecuteStatementCommand({ Statement }));
}

const ALL = [undefined, BY_STATUS, BY_CUSTOMER];
const INDEXES = [BY_STATUS, BY_CUSTOMER];

/** One part of a write transaction, on an item of its own. */
type TransactionPart = (TableName: string) => TransactWriteItem;

const WRITES_IN_TRANSACTIONS: [TableFeature, TransactionPart][] = [
  [TableFeature.TRANSACT_PUT, (TableName) => ({ Put: { TableName, Item: { ...ITEM, sk: { S: '2' } } } })],
  [TableFeature.TRANSACT_UPDATE, (TableName) => ({
    Update: {
      TableName, Key: { ...KEY, sk: { S: '3' } }, UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: '1' } },
    },
  })],
  [TableFeature.TRANSACT_DELETE, (TableName) => ({ Delete: { TableName, Key: { ...KEY, sk: { S: '4' } } } })],
  [TableFeature.CONDITION_CHECK, (TableName) => ({ ConditionCheck: { TableName, Key: KEY, ConditionExpression: 'attribute_exists(pk)' } })],
];

async function writeInTransaction(session: Session, ...parts: TransactionPart[]): Promise<void> {
  await clientOf(session).send(new TransactWriteItemsCommand({ TransactItems: parts.map((part) => part(session.table)) }));
}

const FEATURES: [TableFeature, Workload['run'], Workload['prepare']?][] = [
  [TableFeature.READ_ITEM, async (session) => {
    await clientOf(session).send(new GetItemCommand({ TableName: session.table, Key: KEY, ConsistentRead: true }));
  }, putItem],
  [TableFeature.PUT_ITEM, putItem],
  [TableFeature.UPDATE_ITEM, async (session) => {
    await clientOf(session).send(new UpdateItemCommand({
      TableName: session.table,
      Key: KEY,
      UpdateExpression: 'SET note = :note',
      ExpressionAttributeValues: {
        ':note': { S: 'x' },
      },
    }));
  }, putItem],
  [TableFeature.DELETE_ITEM, async (session) => {
    await clientOf(session).send(new DeleteItemCommand({ TableName: session.table, Key: KEY, ReturnValues: 'ALL_OLD' }));
  }, putItem],

  [TableFeature.QUERY, (session) => query(session, ...ALL), putItem],
  [TableFeature.QUERY.onTable(), (session) => query(session, undefined), putItem],
  [TableFeature.QUERY.onIndexes(BY_STATUS), (session) => query(session, BY_STATUS), putItem],
  [TableFeature.QUERY.onAnyIndex(), (session) => query(session, ...INDEXES), putItem],
  [TableFeature.SCAN, (session) => scan(session, ...ALL), putItem],
  [TableFeature.SCAN.onTable(), (session) => scan(session, undefined), putItem],
  [TableFeature.SCAN.onIndexes(BY_STATUS), (session) => scan(session, BY_STATUS), putItem],
  [TableFeature.SEARCH_VECTORS, (session) => unanswered(clientOf(session).send(new SearchVectorsCommand({
    TableName: session.table, IndexName: BY_SIMILARITY, TopK: 3, SearchVector: [{ N: '1' }, { N: '2' }],
  })))],

  [TableFeature.BATCH_READ, async (session) => {
    await clientOf(session).send(new BatchGetItemCommand({ RequestItems: { [session.table]: { Keys: [KEY] } } }));
  }, putItem],
  [TableFeature.BATCH_WRITE, async (session) => {
    await clientOf(session).send(new BatchWriteItemCommand({
      RequestItems: { [session.table]: [{ PutRequest: { Item: { ...ITEM, sk: { S: '2' } } } }, { DeleteRequest: { Key: KEY } }] },
    }));
  }],

  [TableFeature.TRANSACT_READ, async (session) => {
    await clientOf(session).send(new TransactGetItemsCommand({
      TransactItems: [{ Get: { TableName: session.table, Key: KEY } }],
    }));
  }, putItem],
  ...WRITES_IN_TRANSACTIONS.map(([feature, part]): [TableFeature, Workload['run'], Workload['prepare']] => [
    feature, (session) => writeInTransaction(session, part), putItem,
  ]),
  [TableFeature.TRANSACT_WRITE, (session) => writeInTransaction(session, ...WRITES_IN_TRANSACTIONS.map(([, part]) => part)), putItem],

  [TableFeature.PARTIQL_SELECT, (session) => select(session, ...ALL), putItem],
  [TableFeature.PARTIQL_SELECT.onIndexes(BY_STATUS), (session) => select(session, BY_STATUS), putItem],
  [TableFeature.PARTIQL_INSERT, (session) => execute(
    session, `INSERT INTO "${session.table}" VALUE {'pk': 'order', 'sk': '1', 'n': 1}`,
  )],
  [TableFeature.PARTIQL_UPDATE, (session) => execute(
    session, `UPDATE "${session.table}" SET n = 2 WHERE pk = 'order' AND sk = '1'`,
  ), putItem],
  [TableFeature.PARTIQL_DELETE, (session) => execute(
    session, `DELETE FROM "${session.table}" WHERE pk = 'order' AND sk = '1'`,
  ), putItem],
  [TableFeature.PARTIQL, async (session) => {
    const { table } = session;
    await select(session, ...ALL);
    await execute(session, `INSERT INTO "${table}" VALUE {'pk': 'order', 'sk': '2'}`);
    await execute(session, `UPDATE "${table}" SET n = 2 WHERE pk = 'order' AND sk = '2'`);
    await execute(session, `DELETE FROM "${table}" WHERE pk = 'order' AND sk = '2'`);
    await clientOf(session).send(new BatchExecuteStatementCommand({
      Statements: [
        { Statement: `INSERT INTO "${table}" VALUE {'pk': ?, 'sk': ?}`, Parameters: [{ S: 'batch' }, { S: '1' }] },
        { Statement: `UPDATE "${table}" SET n = 2 WHERE pk = ? AND sk = ?`, Parameters: [{ S: 'order' }, { S: '1' }] },
      ],
    }));
    await clientOf(session).send(new ExecuteTransactionCommand({
      TransactStatements: [
        { Statement: `INSERT INTO "${table}" VALUE {'pk': 'transaction', 'sk': '1'}` },
        { Statement: `DELETE FROM "${table}" WHERE pk = 'batch' AND sk = '1'` },
      ],
    }));
  }, putItem],
];

/** What bundles mean, by the parts that they are documented to have. */
const BUNDLES: [TableFeature, TableFeature[]][] = [
  [TableFeature.CRUD, [
    TableFeature.PUT_ITEM, TableFeature.READ_ITEM, TableFeature.UPDATE_ITEM, TableFeature.QUERY, TableFeature.SCAN,
    TableFeature.DELETE_ITEM,
  ]],
  [TableFeature.CRUD.onIndexes(BY_STATUS), [
    TableFeature.PUT_ITEM, TableFeature.READ_ITEM, TableFeature.UPDATE_ITEM, TableFeature.QUERY.onIndexes(BY_STATUS),
    TableFeature.SCAN.onIndexes(BY_STATUS), TableFeature.DELETE_ITEM,
  ]],
  [TableFeature.BATCH, [TableFeature.BATCH_WRITE, TableFeature.BATCH_READ]],
  [TableFeature.TRANSACTIONS, [TableFeature.TRANSACT_WRITE, TableFeature.TRANSACT_READ]],
];

const CLIENT = versionOf('@aws-sdk/client-dynamodb');
const ATOMS: Workload[] = FEATURES.map(([feature, run, prepare]) => ({
  client: CLIENT, name: `${feature}`, features: [feature], run, prepare,
}));

export const SDK_ITEMS: Workload[] = [
  ...ATOMS,
  ...BUNDLES.map(([bundle, parts]): Workload => ({
    client: CLIENT,
    name: `${bundle}`,
    features: [bundle],
    prepare: putItem,
    run: async (session) => {
      for (const part of parts) await ATOMS.find(({ name }) => name === `${part}`)!.run(session);
    },
  })),
];
