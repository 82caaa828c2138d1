import { dropTagName, isResourceTag, isSameKey } from './condition-keys';
import { ACTIONS } from '../features/actions';
import { PermissionResourceType } from '../features/permission';

/** These actions create a table, which has no tags before. */
const CREATING_ACTIONS = ['dynamodb:CreateTable', 'dynamodb:CreateTableReplica', 'dynamodb:ImportTable'];

/** The resource types with the tags of a table: existing tables and their indexes. */
const TAGGED_RESOURCE_TYPES: readonly PermissionResourceType[] = ['table', 'index', 'vector-index', 'replica'];

/** AWS lists `ReturnValues` for these actions too, but their requests have no such parameter. */
const WITHOUT_RETURN_VALUES = ['dynamodb:Query', 'dynamodb:Scan'];

/**
 * Returns true if an action supports a key of DynamoDB, or a key of the tags in a request.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 */
export function supportsServiceKey(action: string, key: string): boolean {
  if (isSameKey(key, 'dynamodb:ReturnValues') && WITHOUT_RETURN_VALUES.includes(action)) return false;
  return (ACTIONS[action]?.conditionKeys ?? []).some((each) => isSameKey(each, key));
}

/**
 * Returns true if a condition key has an effect on an action. For unknown actions it returns true, because their keys are unknown.
 *
 * Indexes inherit the tags of their table. Streams have tags of their own and inherit none, so a condition on the tags of a table would
 * deny every request to its stream. Backups have no tags.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/attribute-based-access-control.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/abac-streams.html
 */
export function supportsConditionKey(action: string, resourceType: PermissionResourceType, key: string): boolean {
  if (!ACTIONS[action]) return true;
  if (isResourceTag(key)) return TAGGED_RESOURCE_TYPES.includes(resourceType) && !CREATING_ACTIONS.includes(action);
  const name = dropTagName(key);
  const isOfAction = name.toLowerCase().startsWith('dynamodb:') || isSameKey(name, 'aws:RequestTag') || isSameKey(name, 'aws:TagKeys');
  return !isOfAction || supportsServiceKey(action, name);
}
