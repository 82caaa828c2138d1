import { isResourceTag, nameOf, same } from './condition-keys';
import { ACTIONS } from '../features/actions';
import { Place } from '../features/permission';

/** These make a table, which has no tags before. */
const CREATING = ['dynamodb:CreateTable', 'dynamodb:CreateTableReplica', 'dynamodb:ImportTable'];

/** Places with tags: tables that exist, and their indexes, which have those of the table. */
const TAGGED: readonly Place[] = ['table', 'index', 'vector-index', 'replica'];

/** AWS lists `ReturnValues` for these, too, though their requests have no such parameter. */
const WITHOUT_RETURN_VALUES = ['dynamodb:Query', 'dynamodb:Scan'];

/**
 * Whether requests for an action that the library knows carry a key of DynamoDB's, or one about tags in the request.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 */
export function carriesKey(action: string, key: string): boolean {
  if (same(key, 'dynamodb:ReturnValues') && WITHOUT_RETURN_VALUES.includes(action)) return false;
  return (ACTIONS[action]?.conditionKeys ?? []).some((each) => same(each, key));
}

/**
 * Whether a condition on a key says something of requests for an action. Of actions that the library doesn't know, nothing can
 * be said.
 *
 * Streams and backups have no tags, says the guide, although the reference lists the key for streams.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
 */
export function carries(action: string, place: Place, key: string): boolean {
  if (!ACTIONS[action]) return true;
  if (isResourceTag(key)) return TAGGED.includes(place) && !CREATING.includes(action);
  const name = nameOf(key);
  const isOfAction = name.toLowerCase().startsWith('dynamodb:') || same(name, 'aws:RequestTag') || same(name, 'aws:TagKeys');
  return !isOfAction || carriesKey(action, name);
}
