import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DynamoAccessRole, EncryptionMode, FieldEncryption, LambdaTableAccess, TableFeature } from 'cdk-dynamo-access';

/** The encryption context that the handlers send to KMS, see handlers/note-cipher.mjs. */
const ENCRYPTION_CONTEXT = { purpose: 'order-note' };

/** Orders, whose notes are encrypted by the functions themselves: one function writes, one reads, one follows changes. */
export class QuickstartStack extends Stack {
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
    orders.addLocalSecondaryIndex({ indexName: 'byDate', sortKey: { name: 'placedAt', type: AttributeType.STRING } });

    const noteKey = new Key(this, 'NoteKey', { enableKeyRotation: true });

    // The writer puts orders and encrypts their notes. It can read neither orders nor notes.
    const writerAccess = new DynamoAccessRole(this, 'WriterAccess', {
      table: orders,
      features: [TableFeature.PUT_ITEM],
      fieldEncryption: FieldEncryption.envelope(noteKey, {
        mode: EncryptionMode.WRITE_ONLY,
        encryptionContext: ENCRYPTION_CONTEXT,
      }),
    });
    new LambdaFunction(this, 'Writer', {
      runtime: Runtime.NODEJS_22_X,
      code: handlers,
      handler: 'writer.handler',
      role: writerAccess.role,
      logGroup: writerAccess.logGroup,
      environment: { TABLE_NAME: orders.tableName, NOTE_KEY: noteKey.keyArn },
    });

    // The reader gets one order, with its note, and lists the orders of a status by one of the three indexes.
    const readerAccess = new DynamoAccessRole(this, 'ReaderAccess', {
      table: orders,
      features: [TableFeature.READ_ITEM, TableFeature.QUERY.onIndexes('byStatus')],
      fieldEncryption: FieldEncryption.envelope(noteKey, {
        mode: EncryptionMode.READ_ONLY,
        encryptionContext: ENCRYPTION_CONTEXT,
      }),
    });
    new LambdaFunction(this, 'Reader', {
      runtime: Runtime.NODEJS_22_X,
      code: handlers,
      handler: 'reader.handler',
      role: readerAccess.role,
      logGroup: readerAccess.logGroup,
      environment: { TABLE_NAME: orders.tableName },
    });

    // The consumer follows the stream. CDK made its role, and let it write to every log group: the access mends that.
    const consumer = new LambdaFunction(this, 'Consumer', {
      runtime: Runtime.NODEJS_22_X,
      code: handlers,
      handler: 'consumer.handler',
    });
    consumer.addEventSourceMapping('OrderChanges', {
      eventSourceArn: orders.tableStreamArn,
      startingPosition: StartingPosition.LATEST,
      reportBatchItemFailures: true,
    });
    new LambdaTableAccess(this, 'ConsumerAccess', {
      function: consumer,
      table: orders,
      features: [TableFeature.STREAM_TRIGGER],
    });
  }
}
