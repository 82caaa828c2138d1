import { join } from 'path';
import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LambdaTableAccess, TableFeature } from 'cdk-dynamo-access';

/** A table that is backed up, exported and restored by functions of which none reads or writes an item itself. */
export class DataProtectionStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const handlers = Code.fromAsset(join(__dirname, 'handlers'));
    const newFunction = (name: string) => new LambdaFunction(this, name, {
      runtime: Runtime.NODEJS_22_X,
      code: handlers,
      handler: `${name.toLowerCase()}.handler`,
    });

    const key = new Key(this, 'Key', { enableKeyRotation: true });
    const orders = new Table(this, 'Orders', {
      partitionKey: { name: 'customerId', type: AttributeType.STRING },
      sortKey: { name: 'orderId', type: AttributeType.STRING },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    const exportBucket = new Bucket(this, 'Exports', {
      encryption: BucketEncryption.KMS,
      encryptionKey: new Key(this, 'ExportsKey', { enableKeyRotation: true }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
    });

    new LambdaTableAccess(this, 'BackupAccess', {
      function: newFunction('Backup'),
      table: orders,
      features: [TableFeature.BACKUP],
      environmentVariable: 'TABLE_NAME',
    });

    new LambdaTableAccess(this, 'GuardAccess', {
      function: newFunction('Guard'),
      table: orders,
      features: [TableFeature.POINT_IN_TIME_RECOVERY],
      environmentVariable: 'TABLE_NAME',
    });

    // Export needs what writes the objects: in this bucket, behind this prefix, under the bucket's key.
    const exporter = newFunction('Export');
    exporter.addEnvironment('TABLE_ARN', orders.tableArn);
    exporter.addEnvironment('BUCKET', exportBucket.bucketName);
    exporter.addEnvironment('PREFIX', 'orders');
    new LambdaTableAccess(this, 'ExportAccess', {
      function: exporter,
      table: orders,
      features: [TableFeature.EXPORT],
      exportTo: { bucket: exportBucket, prefix: 'orders' },
    });

    // Restore fills a table that isn't there yet, so it goes by its name. AWS asks for the item actions on that table alone.
    const restored = Table.fromTableName(this, 'Restored', 'orders-restored');
    const restore = newFunction('Restore');
    restore.addEnvironment('RESTORED_TABLE', restored.tableName);
    restore.addEnvironment('TABLE_KEY', key.keyArn);
    new LambdaTableAccess(this, 'RestoreAccess', {
      function: restore,
      table: orders,
      features: [TableFeature.RESTORE],
      restoreTo: restored,
      environmentVariable: 'TABLE_NAME',
    });

    // cdk-nag finds the wildcards in place of what has no name before it is made
    const [table, bucket] = [orders, exportBucket].map(({ node }) => `<${this.getLogicalId(node.defaultChild as CfnElement)}.Arn>`);
    Validations.of(this).acknowledge(
      { id: `AwsSolutions-IAM5[Resource::${table}/backup/*]`, reason: 'the backups of this table' },
      { id: `AwsSolutions-IAM5[Resource::${table}/export/*]`, reason: 'the exports of this table' },
      { id: `AwsSolutions-IAM5[Resource::${bucket}/orders/AWSDynamoDB/*]`, reason: 'the objects of these exports' },
    );
  }
}
