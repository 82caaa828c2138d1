import { join } from 'path';
import { DynamoDBStreamsToLambda } from '@aws-solutions-constructs/aws-dynamodbstreams-lambda';
import { LambdaToDynamoDB } from '@aws-solutions-constructs/aws-lambda-dynamodb';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, FunctionProps, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';

/** What the quickstart declares, whoever gives its functions their permissions. */
class Shop extends Stack {
  protected readonly orders: Table;
  protected readonly noteKey: Key;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.orders = new Table(this, 'Orders', {
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'orderId', type: AttributeType.STRING },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: new Key(this, 'OrdersKey', { enableKeyRotation: true }),
      stream: StreamViewType.NEW_IMAGE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    this.orders.addGlobalSecondaryIndex({ indexName: 'byStatus', partitionKey: { name: 'status', type: AttributeType.STRING } });
    this.orders.addGlobalSecondaryIndex({ indexName: 'byProduct', partitionKey: { name: 'productId', type: AttributeType.STRING } });
    this.orders.addLocalSecondaryIndex({ indexName: 'byDate', sortKey: { name: 'placedAt', type: AttributeType.STRING } });
    this.noteKey = new Key(this, 'NoteKey', { enableKeyRotation: true });
  }

  protected functionProps(name: string, environment?: Record<string, string>): FunctionProps {
    return {
      runtime: Runtime.NODEJS_22_X,
      code: Code.fromAsset(join(__dirname, '../../examples/quickstart/handlers')),
      handler: `${name}.handler`,
      environment,
    };
  }
}

/** The quickstart with the narrowest grants that aws-cdk-lib has, and its event source. */
export class GrantsStack extends Shop {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const TABLE_NAME = this.orders.tableName;

    const writer = new LambdaFunction(this, 'Writer', this.functionProps('writer', { TABLE_NAME, NOTE_KEY: this.noteKey.keyArn }));
    this.orders.grantWriteData(writer);
    this.noteKey.grantEncrypt(writer);

    const reader = new LambdaFunction(this, 'Reader', this.functionProps('reader', { TABLE_NAME }));
    this.orders.grantReadData(reader);
    this.noteKey.grantDecrypt(reader);

    const consumer = new LambdaFunction(this, 'Consumer', this.functionProps('consumer'));
    consumer.addEventSource(new DynamoEventSource(this.orders, { startingPosition: StartingPosition.LATEST, reportBatchItemFailures: true }));
  }
}

/** The quickstart with the patterns of AWS Solutions Constructs, and the narrowest permissions that these have. */
export class SolutionsConstructsStack extends Shop {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const writer = new LambdaToDynamoDB(this, 'Writer', {
      lambdaFunctionProps: this.functionProps('writer', { NOTE_KEY: this.noteKey.keyArn }),
      existingTableObj: this.orders,
      tablePermissions: 'Write',
      tableEnvironmentVariableName: 'TABLE_NAME',
    });
    this.noteKey.grantEncrypt(writer.lambdaFunction);

    const reader = new LambdaToDynamoDB(this, 'Reader', {
      lambdaFunctionProps: this.functionProps('reader'),
      existingTableObj: this.orders,
      tablePermissions: 'Read',
      tableEnvironmentVariableName: 'TABLE_NAME',
    });
    this.noteKey.grantDecrypt(reader.lambdaFunction);

    new DynamoDBStreamsToLambda(this, 'Consumer', {
      lambdaFunctionProps: this.functionProps('consumer'),
      existingTableInterface: this.orders,
      dynamoEventSourceProps: { startingPosition: StartingPosition.LATEST, reportBatchItemFailures: true },
    });
  }
}
