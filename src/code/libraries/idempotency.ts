import { ExternalAtom } from './call-back';
import { argumentAt, Arguments } from '../engine/arguments';
import { Place } from '../engine/engine';
import { followProperties } from '../engine/properties';
import { NO_VALUE, only, Value } from '../engine/values';

/**
 * The requests of the persistence layer. It reads a record only if another invocation has it, and if the failed condition doesn't return it.
 *
 * @see https://docs.powertools.aws.dev/lambda/python/latest/utilities/idempotency/
 */
const REQUESTS: readonly [operation: string, isLikely: boolean][] = [['PutItem', false], ['UpdateItem', false], ['DeleteItem', false], ['GetItem', true]];

/** Records the requests that the idempotency utility of Powertools for AWS Lambda makes on the table of its persistence layer. */
export function recordIdempotency(place: Place, { module, path }: ExternalAtom, args: Arguments): void {
  if (!/^(@aws-lambda-powertools\/idempotency|aws_lambda_powertools)/.test(module) || !/(^|\.)DynamoDBPersistenceLayer$/.test(path)) return;
  const { engine, at, scope } = place;
  const table = findTableName(place, args);
  for (const [operation, unsure] of REQUESTS) {
    engine.recordRequest({ service: 'dynamodb', operation, at, scope, input: NO_VALUE, table, otherCredentials: false, unsure, via: 'Powertools' });
  }
}

function findTableName(place: Place, args: Arguments): Value {
  if (place.at.file.language === 'python') return argumentAt(args, 0, 'table_name');
  return followProperties(place, argumentAt(args, 0), only(place.engine.store.getText('tableName')));
}
