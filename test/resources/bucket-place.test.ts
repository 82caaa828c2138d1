import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, CfnBucket, CfnBucketProps, IBucketRef } from 'aws-cdk-lib/aws-s3';
import { bucketPlace } from '../../src/resources/bucket-place';
import { ENV, newStack, readable } from '../support/app';
import '../support/quiet';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234';

function encryptedBy(stack: Stack, kmsMasterKeyId: string | undefined, sseAlgorithm = 'aws:kms'): CfnBucket {
  const bucketEncryption: CfnBucketProps['bucketEncryption'] = {
    serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId } }],
  };
  return new CfnBucket(stack, 'Bucket', { bucketEncryption });
}

/** The keys of a bucket's objects, as text. */
function keysOf(makeBucket: (stack: Stack) => IBucketRef, named?: (stack: Stack) => Key): unknown[] {
  const stack = newStack({}, ENV);
  const { keys } = bucketPlace(makeBucket(stack), '', named?.(stack));
  return keys.map(({ arn, ...others }) => ({ arn: readable(stack.resolve(arn)), ...others }));
}

describe('the key of the objects of a bucket is', () => {
  test.each<[string, (stack: Stack) => IBucketRef, string]>([
    ['that of a Bucket, if CDK made it', (stack) => new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS }), '<BucketKey7E4AEAB8.Arn>'],
    ['that of a Bucket, if it was given', (stack) => new Bucket(stack, 'Bucket', { encryptionKey: new Key(stack, 'Key') }), '<Key961B73FD.Arn>'],
    ['that of a Bucket with two layers', (stack) => new Bucket(stack, 'Bucket', { encryption: BucketEncryption.DSSE, encryptionKey: new Key(stack, 'Key') }),
      '<Key961B73FD.Arn>'],
    ['that of an import', (stack) => Bucket.fromBucketAttributes(stack, 'Bucket', {
      bucketName: 'exports', encryptionKey: Key.fromKeyArn(stack, 'Key', KEY_ARN),
    }), KEY_ARN],
    ['that of a CfnBucket, by its ARN', (stack) => encryptedBy(stack, new Key(stack, 'Key').keyArn), '<Key961B73FD.Arn>'],
    ['that of a CfnBucket, by its id', (stack) => encryptedBy(stack, new Key(stack, 'Key').keyId), '<Key961B73FD.Arn>'],
    ['that of a CfnBucket, of another app', (stack) => encryptedBy(stack, KEY_ARN), KEY_ARN],
  ])('%s', (_name, makeBucket, arn) => {
    expect(keysOf(makeBucket)).toEqual([{ arn }]);
  });

  test.each<[string, (stack: Stack) => IBucketRef]>([
    ['of a Bucket without a key', (stack) => new Bucket(stack, 'Bucket')],
    ['of a Bucket with the AWS managed key', (stack) => new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS_MANAGED })],
    ['of a CfnBucket without encryption', (stack) => new CfnBucket(stack, 'Bucket')],
    ['of a CfnBucket with the AWS managed key', (stack) => encryptedBy(stack, undefined)],
    ['of a CfnBucket that names the AWS managed key', (stack) => encryptedBy(stack, 'alias/aws/s3')],
    ['of a CfnBucket that names the AWS managed key by its ARN', (stack) => encryptedBy(stack, 'arn:aws:kms:eu-west-1:111122223333:alias/aws/s3')],
    ['of an import that does not name it', (stack) => Bucket.fromBucketName(stack, 'Bucket', 'exports')],
  ])('none %s', (_name, makeBucket) => {
    expect(keysOf(makeBucket)).toEqual([]);
  });

  test('any with the alias that a CfnBucket names', () => {
    expect(keysOf((stack) => encryptedBy(stack, 'alias/exports'))).toEqual([
      { arn: 'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/*', aliasName: 'alias/exports' },
    ]);
  });

  test('the one that is named, in the place of the one that the bucket declares', () => {
    expect(keysOf((stack) => new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS }), (stack) => new Key(stack, 'Other')))
      .toEqual([{ arn: '<Other34654A52.Arn>' }]);
  });
});

describe('the objects of a bucket are', () => {
  test.each([['', '/*'], ['orders/', '/orders/*'], ['orders', '/orders*']])("those with the prefix '%s'", (prefix, rest) => {
    const stack = newStack({}, ENV);
    const place = bucketPlace(new Bucket(stack, 'Bucket'), prefix);

    expect([place.bucket, place.objects].map((arn) => readable(stack.resolve(arn)))).toEqual(['<Bucket83908E77.Arn>', `<Bucket83908E77.Arn>${rest}`]);
  });

  test('reached through S3 in the Region of the bucket', () => {
    const stack = newStack({}, ENV);

    expect(bucketPlace(Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'exports', region: 'us-east-1' }), '').viaServices)
      .toEqual(['s3.us-east-1.amazonaws.com']);
  });
});
