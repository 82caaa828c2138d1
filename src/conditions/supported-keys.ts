import { isResourceTag, dropTagName, isSameKey } from './condition-keys';
import { ACTIONS } from '../features/actions';
import { PermissionResourceType } from '../features/permission';

/** These make a table, which has no tags before. */
const CREATING_ACTIONS = ['dynamodb:CreateTable', 'dynamodb:CreateTableReplica', 'dynamodb:ImportTable'];

/** Places with tags: tables that exist, and their indexes, which have those of the table. */
const TAGGED_RESOURCE_TYPES: readonly PermissionResourceType[] = ['table', 'index', 'vector-index', 'replica'];

/** AWS lists `ReturnValues` for these, too, though their requests have no such parameter. */
const WITHOUT_RETURN_VALUES = ['dynamodb:Query', 'dynamodb:Scan'];

/**
 * Whether requests for an action that the library knows carry a key of DynamoDB's, or one about tags in the request.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 */
export function supportsServiceKey(action: string, key: string): boolean {
  if (isSameKey(key, 'dynamodb:ReturnValues') && WITHOUT_RETURN_VALUES.includes(action)) return false;
  return (ACTIONS[action]?.conditionKeys ?? []).some((each) => isSameKey(each, key));
}

/**
 * Whether a condition on a key says something of requests for an action. Of actions that the library doesn't know, nothing can
 * be said.
 *
 * Streams and backups have no tags, says the guide, although the reference lists the key for streams.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
 */
export function supportsConditionKey(action: string, place: PermissionResourceType, key: string): boolean {
  if (!ACTIONS[action]) return true;
  if (isResourceTag(key)) return TAGGED_RESOURCE_TYPES.includes(place) && !CREATING_ACTIONS.includes(action);
  const name = dropTagName(key);
  const isOfAction = name.toLowerCase().startsWith('dynamodb:') || isSameKey(name, 'aws:RequestTag') || isSameKey(name, 'aws:TagKeys');
  return !isOfAction || supportsServiceKey(action, name);
}
