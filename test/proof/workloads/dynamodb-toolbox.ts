/** @see https://www.dynamodbtoolbox.com */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  BatchDeleteRequest, BatchGetCommand, BatchGetRequest, BatchPutRequest, BatchWriteCommand, ConditionCheck, DeleteItemCommand,
  DeleteTransaction, Entity, executeBatchGet, executeBatchWrite, executeTransactGet, executeTransactWrite, GetItemCommand,
  GetTransaction, item, PutItemCommand, PutTransaction, QueryCommand, ScanCommand, string, Table, UpdateItemCommand,
  UpdateTransaction,
} from 'dynamodb-toolbox';
import { versionOf } from './version';
import { ClientProfile } from '../../../src';
import { BY_CUSTOMER, BY_STATUS, Session, Workload } from '../workload';

function ordersOf({ config, table: name }: Session) {
  const table = new Table({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient(config)),
    name,
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: {
      [BY_STATUS]: { type: 'global', partitionKey: { name: 'status', type: 'string' } },
      [BY_CUSTOMER]: { type: 'global', partitionKey: { name: 'customer', type: 'string' } },
    },
  });
  const order = new Entity({
    name: 'Order',
    table,
    schema: item({ pk: string().key(), sk: string().key(), status: string(), customer: string(), note: string().optional() }),
  });
  return { table, order };
}

const key = (sk: string) => ({ pk: 'o', sk });
const numbered = (sk: string) => ({ ...key(sk), status: 'NEW', customer: 'c' });

export const DYNAMODB_TOOLBOX: Workload = {
  client: versionOf('dynamodb-toolbox'),
  name: 'entities and tables',
  features: ClientProfile.dynamodbToolbox().features,
  run: async (session) => {
    const { table, order } = ordersOf(session);
    await order.build(PutItemCommand).item(numbered('1')).send();
    await order.build(GetItemCommand).key(key('1')).send();
    await order.build(UpdateItemCommand).item({ ...key('1'), note: 'x' }).send();
    await table.build(QueryCommand).entities(order).query({ partition: 'o' }).send();
    await table.build(QueryCommand).entities(order).query({ index: BY_STATUS, partition: 'NEW' }).send();
    await table.build(QueryCommand).entities(order).query({ index: BY_CUSTOMER, partition: 'c' }).send();
    await table.build(ScanCommand).entities(order).send();
    await table.build(ScanCommand).entities(order).options({ index: BY_STATUS }).send();
    await table.build(ScanCommand).entities(order).options({ index: BY_CUSTOMER }).send();
    await executeBatchWrite(table.build(BatchWriteCommand).requests(
      order.build(BatchPutRequest).item(numbered('2')), order.build(BatchDeleteRequest).key(key('3')),
    ));
    await executeBatchGet(table.build(BatchGetCommand).requests(order.build(BatchGetRequest).key(key('2'))));
    await executeTransactWrite(
      order.build(PutTransaction).item(numbered('4')),
      order.build(UpdateTransaction).item({ ...numbered('2'), note: 'y' }),
      order.build(DeleteTransaction).key(key('3')),
      order.build(ConditionCheck).key(key('1')).condition({ attr: 'note', exists: true }),
    );
    await executeTransactGet(order.build(GetTransaction).key(key('4')));
    await order.build(DeleteItemCommand).key(key('1')).send();
  },
};
