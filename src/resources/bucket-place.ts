import { CfnResource, Stack } from 'aws-cdk-lib';
import { IKeyRef } from 'aws-cdk-lib/aws-kms';
import { CfnBucket, IBucket, IBucketRef } from 'aws-cdk-lib/aws-s3';
import { referencedResource, serviceNames } from './arns';
import { keyIdTargets, mayNameNoKey, resolveKeyTargets } from './key-targets';
import { readProperty } from './read-properties';
import { TemplateValue } from './template-value';
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
    keys: encryptionKey ? resolveKeyTargets(encryptionKey, [region]) : declaredKeys(bucket),
    viaServices: serviceNames('s3', [region]),
  };
}

/** Returns true if only CloudFormation knows the keys of a bucket of the app. */
export function hasUnknownKeys(bucket: IBucketRef): boolean {
  const declaration = findBucketDeclaration(bucket);
  if (!declaration) return false;
  const keys = listBucketKeyIds(declaration);
  return keys.some((key) => key.isUnknown || key.texts().some((id) => mayNameNoKey(declaration, id, findGivenKey(bucket))));
}

function findBucketDeclaration(bucket: IBucketRef): CfnResource | undefined {
  return referencedResource(bucket.bucketRef.bucketArn, CfnBucket.CFN_RESOURCE_TYPE_NAME);
}

function declaredKeys(bucket: IBucketRef): KeyTarget[] {
  const { region } = bucket.env;
  const declaration = findBucketDeclaration(bucket);
  if (!declaration) {
    const key = findGivenKey(bucket);
    if (key) return resolveKeyTargets(key, [region]);
    return [];
  }
  return listBucketKeyIds(declaration).flatMap((key) => key.texts())
    .filter((id) => !id.endsWith('alias/aws/s3'))
    .flatMap((id) => keyIdTargets(declaration, id, { region, account: Stack.of(declaration).account }, [region]));
}

/** The key that CDK was given for a bucket, or for an import of it. */
function findGivenKey(bucket: IBucketRef): IKeyRef | undefined {
  return (bucket as IBucket).encryptionKey;
}

/** The keys that the rules of a bucket name. */
function listBucketKeyIds(declaration: CfnResource): TemplateValue[] {
  return readProperty(declaration, 'BucketEncryption').property('ServerSideEncryptionConfiguration').elements()
    .map((rule) => rule.property('ServerSideEncryptionByDefault').property('KMSMasterKeyID'));
}
