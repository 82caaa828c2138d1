import { AccessResources, BucketResources } from '../src/plan/plan-access';
import { LogDestination } from '../src/plan/plan-logs';

export const TABLE = 'arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE';
export const TABLE_KEY = 'arn:aws:kms:REGION:ACCOUNT:key/TABLE_KEY';
export const NEW_KEY = 'arn:aws:kms:REGION:ACCOUNT:key/NEW_KEY';
export const FIELD_KEY = 'arn:aws:kms:REGION:ACCOUNT:key/FIELD_KEY';
export const LOG_GROUP = 'arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/FUNCTION';

const BUCKET: BucketResources = {
  bucket: 'arn:aws:s3:::BUCKET',
  objects: 'arn:aws:s3:::BUCKET/PREFIX*',
  keys: [{ arn: 'arn:aws:kms:REGION:ACCOUNT:key/BUCKET_KEY' }],
  viaServices: ['s3.REGION.amazonaws.com'],
};

/** A table with everything that a feature may need, by names that a reader replaces. */
export const PLACES: AccessResources = {
  tables: [TABLE],
  declaredIndexes: ['INDEX'],
  declaredVectorIndexes: ['VECTOR_INDEX'],
  streams: [`${TABLE}/stream/STREAM_LABEL`],
  tableKeys: [{ arn: TABLE_KEY }],
  chosenKeys: [{ arn: NEW_KEY }],
  viaServices: ['dynamodb.REGION.amazonaws.com'],
  replicas: ['arn:aws:dynamodb:OTHER_REGION:ACCOUNT:table/TABLE'],
  restored: { table: 'arn:aws:dynamodb:REGION:ACCOUNT:table/RESTORED_TABLE', keys: [{ arn: NEW_KEY }], viaServices: ['dynamodb.REGION.amazonaws.com'] },
  exportTo: BUCKET,
  importFrom: BUCKET,
  importLogs: 'arn:aws:logs:REGION:ACCOUNT:log-group:/aws-dynamodb/*',
  kinesisStream: 'arn:aws:kinesis:REGION:ACCOUNT:stream/KINESIS_STREAM',
};

/** A log group that exists before the function writes to it. */
export const LOGS: LogDestination = { streamsArn: `${LOG_GROUP}:*` };

/** What an ARN says besides partition, service, Region and account. */
export function resourceOf(arn: string): string {
  return arn.replace(/^arn(:[^:]*){4}:/, '');
}
