import { Stack } from 'aws-cdk-lib';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { CfnBucket, IBucket, IBucketRef } from 'aws-cdk-lib/aws-s3';
import { referencedResource, serviceNames } from './arns';
import { keyIdTargets, keyTargets } from './key-targets';
import { produced } from './lazy';
import { KeyTarget } from '../plan/key-target';
import { BucketResources } from '../plan/plan-access';

/**
 * A part of a bucket, as policies see it.
 *
 * @param prefix what the keys of the objects begin with
 * @param encryptionKey the key of the objects, in the place of the one that the bucket declares
 */
export function bucketPlace(bucket: IBucketRef, prefix: string, encryptionKey?: IKeyRef): BucketResources {
  const arn = bucket.bucketRef.bucketArn;
  const { region } = bucket.env;
  return {
    bucket: arn,
    objects: `${arn}/${prefix}*`,
    keys: encryptionKey ? keyTargets(encryptionKey, [region]) : declaredKeys(bucket),
    viaServices: serviceNames('s3', [region]),
  };
}

function declaredKeys(bucket: IBucketRef): KeyTarget[] {
  const key = (bucket as IBucket).encryptionKey;
  const { region } = bucket.env;
  if (key) return keyTargets(key, [region]);
  const declaration = referencedResource(bucket.bucketRef.bucketArn, CfnBucket.CFN_RESOURCE_TYPE_NAME) as CfnBucket | undefined;
  if (!declaration) return [];
  const encryption = produced(declaration, declaration.bucketEncryption) as CfnBucket.BucketEncryptionProperty | undefined;
  const rules = produced(declaration, encryption?.serverSideEncryptionConfiguration) as CfnBucket.ServerSideEncryptionRuleProperty[] | undefined;
  return (rules ?? [])
    .map((rule) => produced(declaration, rule.serverSideEncryptionByDefault) as CfnBucket.ServerSideEncryptionByDefaultProperty | undefined)
    .flatMap((setting) => setting?.kmsMasterKeyId ?? [])
    .filter((id) => !id.endsWith('alias/aws/s3'))
    .flatMap((id) => keyIdTargets(declaration, id, { region, account: Stack.of(declaration).account }, [region]));
}
