/** @see https://dynamoosejs.com */
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import * as dynamoose from 'dynamoose';
import { versionOf } from './version';
import { ClientProfile } from '../../../src';
import { BY_CUSTOMER, BY_STATUS, Session, Workload } from '../workload';

const SCHEMA = new dynamoose.Schema({
  pk: { type: String, hashKey: true },
  sk: { type: String, rangeKey: true },
  status: { type: String, index: { name: BY_STATUS, type: 'global' } },
  customer: { type: String, index: { name: BY_CUSTOMER, type: 'global' } },
  note: String,
});

const key = (sk: string) => ({ pk: 'o', sk });
const numbered = (sk: string) => ({ ...key(sk), status: 'NEW', customer: 'c' });

/** What dynamoose does with items, of a table with these settings. */
async function useItems({ config, table }: Session, settings: ConstructorParameters<typeof dynamoose.Table>[2]): Promise<void> {
  const { accessKeyId } = config.credentials;
  dynamoose.aws.ddb.set(new DynamoDB(config));
  const Order = dynamoose.model(`Order-${accessKeyId}`, SCHEMA);
  new dynamoose.Table(table, [Order], settings);
  await Order.create(numbered('1'));
  await Order.get(key('1'));
  await Order.update(key('1'), { note: 'x' });
  await Order.query('pk').eq('o').exec();
  await Order.query('status').eq('NEW').using(BY_STATUS).exec();
  await Order.query('customer').eq('c').using(BY_CUSTOMER).exec();
  await Order.scan().exec();
  await Order.scan().using(BY_STATUS).exec();
  await Order.scan().using(BY_CUSTOMER).exec();
  await Order.batchPut([numbered('2'), numbered('3')]);
  await Order.batchGet([key('2'), key('3')]);
  await dynamoose.transaction([
    Order.transaction.create(numbered('4')),
    Order.transaction.update(key('2'), { note: 'y' }),
    Order.transaction.delete(key('3')),
    Order.transaction.condition(key('1'), new dynamoose.Condition('note').exists()),
  ]);
  await dynamoose.transaction([Order.transaction.get(key('4'))]);
  await Order.delete(key('1'));
}

export const DYNAMOOSE: Workload[] = [
  {
    client: versionOf('dynamoose'),
    name: 'models of a table that exists',
    features: ClientProfile.dynamoose({ createTable: false, waitForActive: false }).features,
    run: (session) => useItems(session, { create: false, waitForActive: false }),
  },
  {
    client: versionOf('dynamoose'),
    name: 'models of a table that it creates itself',
    features: ClientProfile.dynamoose({ timeToLive: true }).features,
    table: { encryption: TableEncryption.DEFAULT, encryptionKey: undefined }, // dynamoose has no setting for a key
    prepare: async ({ config, table: TableName }) => {
      await new DynamoDB(config).deleteTable({ TableName });
    },
    run: (session) => useItems(session, { expires: 3_600_000 }), // milliseconds
  },
];
