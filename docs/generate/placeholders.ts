import { AccessPlaces } from '../../src/plan/plan-access';
import { LogDestination } from '../../src/plan/plan-logs';

export const TABLE = 'arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE';
export const TABLE_KEY = 'arn:aws:kms:REGION:ACCOUNT:key/TABLE_KEY';
export const FIELD_KEY = 'arn:aws:kms:REGION:ACCOUNT:key/FIELD_KEY';
export const LOG_GROUP = 'arn:aws:logs:REGION:ACCOUNT:log-group:/aws/lambda/FUNCTION';

/** A table with everything that a feature may need, by names that a reader replaces. */
export const PLACES: AccessPlaces = {
  tables: [TABLE],
  declaredIndexes: ['INDEX'],
  declaredVectorIndexes: ['VECTOR_INDEX'],
  streams: [`${TABLE}/stream/STREAM_LABEL`],
  tableKeys: [{ arn: TABLE_KEY }],
  chosenKeys: [{ arn: TABLE_KEY }],
  viaServices: ['dynamodb.REGION.amazonaws.com'],
};

/** A log group that exists before the function writes to it. */
export const LOGS: LogDestination = { streamsArn: `${LOG_GROUP}:*` };
