import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { LambdaTableAccess, TableFeature } from '../../src';
import '../support/quiet';

export const ENV = { account: '111122223333', region: 'eu-west-1' };

/** An app of three functions: one writes, one reads, and one counts what happens in another table with numbers as keys. */
export function synthesizeOrders(change: (stack: Stack, functions: Record<string, LambdaFunction>) => void = () => undefined): string {
  const app = new App({ context: { 'aws:cdk:enable-path-metadata': true }, analyticsReporting: false });
  const stack = new Stack(app, 'Shop', { env: ENV });
  const orders = new Table(stack, 'Orders', {
    partitionKey: { name: 'customer', type: AttributeType.STRING },
    sortKey: { name: 'number', type: AttributeType.NUMBER },
    stream: StreamViewType.NEW_IMAGE,
    timeToLiveAttribute: 'expires',
  });
  orders.addGlobalSecondaryIndex({
    indexName: 'byStatus',
    partitionKey: { name: 'status', type: AttributeType.STRING },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['total'],
  });
  orders.addLocalSecondaryIndex({ indexName: 'byHash', sortKey: { name: 'hash', type: AttributeType.BINARY } });
  const counts = new Table(stack, 'Counts', { partitionKey: { name: 'day', type: AttributeType.NUMBER } });
  const queue = new Queue(stack, 'Queue');
  const functions = Object.fromEntries(['Reader', 'Writer', 'Counter'].map((name) => [name, new LambdaFunction(stack, name, {
    runtime: Runtime.NODEJS_22_X,
    code: Code.fromInline('exports.handler = () => {}'),
    handler: 'index.handler',
    environment: { WHO: name, ORDERS_TABLE: orders.tableName, COUNTS_TABLE: counts.tableName, QUEUE_URL: queue.queueUrl },
  })]));
  new LambdaTableAccess(stack, 'Read', { function: functions.Reader, table: orders, features: [TableFeature.READ_ITEM, TableFeature.QUERY.onIndexes('byStatus')] });
  new LambdaTableAccess(stack, 'Write', { function: functions.Writer, table: orders, features: [TableFeature.PUT_ITEM, TableFeature.DELETE_ITEM] });
  new LambdaTableAccess(stack, 'Count', { function: functions.Counter, table: counts, features: [TableFeature.UPDATE_ITEM] });
  change(stack, functions);
  return app.synth().directory;
}
