import { join } from 'path';
import { Names, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { LambdaTableAccess, TableFeature } from 'cdk-dynamo-access';

/** An app that had `grantReadWriteData` and `DynamoEventSource`: nothing but these has changed, see the README. */
export class MigrationStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const handlers = Code.fromAsset(join(__dirname, 'handlers'));

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
      runtime: Runtime.NODEJS_22_X,
      code: handlers,
      handler: 'api.handler',
      environment: { TABLE_NAME: orders.tableName },
    });
    new LambdaTableAccess(this, 'ApiAccess', {
      function: api,
      table: orders,
      features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.QUERY.onIndexes('byStatus')],
    });

    // The stream triggers an alias. Its permissions are those of the function behind it, which the access finds.
    const mailer = new LambdaFunction(this, 'Mailer', { runtime: Runtime.NODEJS_22_X, code: handlers, handler: 'mailer.handler' });
    const live = mailer.addAlias('live');
    // the id that DynamoEventSource gave it: under another, Lambda would refuse a second mapping of the same stream
    live.addEventSourceMapping(`DynamoDBEventSource:${Names.nodeUniqueId(orders.node)}`, {
      eventSourceArn: orders.tableStreamArn,
      startingPosition: StartingPosition.LATEST,
      reportBatchItemFailures: true,
      batchSize: 100, // the default of DynamoEventSource
    });
    new LambdaTableAccess(this, 'MailerAccess', {
      function: live,
      table: orders,
      features: [TableFeature.STREAM_TRIGGER],
    });
  }
}
