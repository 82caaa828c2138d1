import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { MigrationStack } from '../../examples/migration/migration-stack';
import { describeExample, EXAMPLES, newExampleApp } from '../support/example';

describeExample('migration', (app) => [new MigrationStack(app, 'Migration')], [
  'Api may',
  '  - create log streams in and write to log group Api/LogGroup · logs',
  '  - read items of Orders · READ_ITEM',
  '  - put items into Orders · PUT_ITEM',
  '  - query index byStatus of Orders · QUERY.onIndexes(\'byStatus\')',
  '  - decrypt with key OrdersKey · only through DynamoDB · PUT_ITEM, QUERY.onIndexes(\'byStatus\'), READ_ITEM',
  '',
  'Mailer may',
  '  - create log streams in and write to log group Mailer/LogGroup · logs',
  '  - list the shards of, read the records of and find a place in the stream of Orders · STREAM_TRIGGER',
  '  - decrypt with key OrdersKey · only through DynamoDB · STREAM_TRIGGER',
  '  - list the streams of the whole account · STREAM_TRIGGER',
]);

/** The app as it was: with the grants of CDK that the README names. */
class StackBefore extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const code = Code.fromAsset(join(EXAMPLES, 'migration', 'handlers'));
    const orders = new Table(this, 'Orders', {
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'orderId', type: AttributeType.STRING },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: new Key(this, 'OrdersKey', { enableKeyRotation: true }),
      stream: StreamViewType.NEW_IMAGE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    orders.addGlobalSecondaryIndex({ indexName: 'byStatus', partitionKey: { name: 'status', type: AttributeType.STRING } });
    orders.addGlobalSecondaryIndex({ indexName: 'byProduct', partitionKey: { name: 'productId', type: AttributeType.STRING } });
    const api = new LambdaFunction(this, 'Api', {
      runtime: Runtime.NODEJS_22_X, code, handler: 'api.handler', environment: { TABLE_NAME: orders.tableName },
    });
    orders.grantReadWriteData(api);
    const mailer = new LambdaFunction(this, 'Mailer', { runtime: Runtime.NODEJS_22_X, code, handler: 'mailer.handler' });
    mailer.addAlias('live').addEventSource(new DynamoEventSource(orders, {
      startingPosition: StartingPosition.LATEST, reportBatchItemFailures: true,
    }));
  }
}

/** The resources of a stack that are no policies, and of roles, all but their managed policies. */
function lasting(Example: new (scope: Construct, id: string) => Stack): Record<string, unknown> {
  const { Resources } = Template.fromStack(new Example(newExampleApp('migration'), 'Migration')).toJSON();
  return Object.fromEntries(Object.entries<any>(Resources).filter(([, { Type }]) => Type !== 'AWS::IAM::Policy')
    .map(([id, { Type, Properties: { ManagedPolicyArns: _policies, ...properties } }]) => [id, { Type, properties }]));
}

test('the migration changes policies, and nothing else', () => {
  expect(lasting(MigrationStack)).toEqual(lasting(StackBefore));
});
