/**
 * Requests of DynamoDB in other services, or on tables that it fills, on behalf of its caller: authorized as the caller, though
 * not from where the caller is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
import { arn, Context, formatBucketArn, Permission, Place } from './permission';

/** Permissions that a service asks for on the caller's behalf. */
export function onBehalf(resource: string, actions: readonly string[], context: Context = {}): Permission[] {
  return actions.map((action) => ({ action, resource, context: { 'aws:ViaAWSService': 'true', ...context } }));
}

/**
 * A call of KMS that DynamoDB makes with the key of a table.
 *
 * @param caller the account of the caller, if it isn't that of the table
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function withTableKey(action: string, key: string | undefined, table: string, caller = table.split(':')[4]): Permission[] {
  if (key === undefined) return [];
  const [,,, region, account, resource] = table.split(':');
  const viaDynamoDb = { 'kms:CallerAccount': caller, 'kms:ViaService': `dynamodb.${region}.amazonaws.com` };
  if (action === 'kms:DescribeKey') return onBehalf(key, [action], viaDynamoDb);
  return onBehalf(key, [action], {
    ...viaDynamoDb,
    'kms:EncryptionContext:aws:dynamodb:tableName': resource.split('/')[1],
    'kms:EncryptionContext:aws:dynamodb:subscriberId': account,
    ...action === 'kms:CreateGrant' && { 'kms:GrantIsForAWSResource': 'true' },
  });
}

/** Of what AWS names as the minimum for whoever chooses the key of a table, the two calls that are known to be made for it. */
export function choosingKey(key: string | undefined, table: string): Permission[] {
  return ['kms:CreateGrant', 'kms:DescribeKey'].flatMap((action) => withTableKey(action, key, table));
}

/** A bucket, and the key that its objects are encrypted under. */
export interface Bucket {
  readonly name: string;
  readonly key?: string;
}

/**
 * Objects that DynamoDB writes to a bucket, in parts.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export function writingObjects(bucket: Bucket, folder: string, place: Place): Permission[] {
  const object = formatBucketArn(place, `${bucket.name}/${folder}data/part.json.gz`);
  return [
    ...onBehalf(object, ['s3:AbortMultipartUpload', 's3:PutObject', 's3:PutObjectAcl']),
    ...withBucketKey(['kms:Decrypt', 'kms:GenerateDataKey'], bucket, place),
  ];
}

/**
 * Objects that DynamoDB reads from a bucket.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
 */
export function readingObjects(bucket: Bucket, prefix: string, place: Place): Permission[] {
  return [
    ...onBehalf(formatBucketArn(place, `${bucket.name}/${prefix}part.json`), ['s3:GetObject']),
    ...onBehalf(formatBucketArn(place, bucket.name), ['s3:ListBucket'], { 's3:prefix': prefix }),
    ...withBucketKey(['kms:Decrypt'], bucket, place),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
function withBucketKey(actions: string[], { name, key }: Bucket, place: Place): Permission[] {
  if (key === undefined) return [];
  return onBehalf(key, actions, {
    'kms:CallerAccount': place.account,
    'kms:ViaService': `s3.${place.region}.amazonaws.com`,
    'kms:EncryptionContext:aws:s3:arn': formatBucketArn(place, name),
  });
}

/**
 * The logs of items that couldn't be imported.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
 */
export function writingImportLogs(place: Place): Permission[] {
  const group = arn('logs', place, 'log-group:/aws-dynamodb/imports');
  return [
    ...onBehalf('*', ['logs:DescribeLogGroups']),
    ...onBehalf(group, ['logs:CreateLogGroup', 'logs:DescribeLogStreams', 'logs:PutRetentionPolicy']),
    ...onBehalf(`${group}:log-stream:import`, ['logs:CreateLogStream', 'logs:PutLogEvents']),
  ];
}

/** The actions that a principal needs on a table that DynamoDB makes and fills for it: a restored one, or a replica. */
const FILLING = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem']
  .map((action) => `dynamodb:${action}`);

export function filling(table: string): Permission[] {
  return onBehalf(table, FILLING);
}
