import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TableAccessScope, TableFeature } from '../../src';

/** The second resource that some features name. */
export function companionOf({ name }: TableFeature, scope: Construct): TableAccessScope {
  const location = () => ({ bucket: new Bucket(scope, 'Bucket', { encryption: BucketEncryption.KMS }), prefix: 'orders' });
  switch (name) {
    case 'RESTORE': return { restoreTo: Table.fromTableName(scope, 'Restored', 'restored') };
    case 'EXPORT': return { exportTo: location() };
    case 'IMPORT': return { importFrom: location() };
    case 'KINESIS_STREAMING': return { kinesisStream: new Stream(scope, 'Kinesis') };
    case 'REPLICAS':
    case 'WITNESS': return { regions: ['us-east-1'] };
    default: return {};
  }
}
