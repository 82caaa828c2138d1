import { ACTIONS } from '../../features/actions';
import { splitOperator } from '../../policy/condition-operators';
import { ReportedCondition } from '../report-data';

const ROWS = 'dynamodb:LeadingKeys';
const ATTRIBUTES = 'dynamodb:Attributes';
const SELECT = 'dynamodb:Select';
/** These actions replace or remove whole items. No attributes limit them. */
const WHOLE_ITEM_ACTIONS = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLDelete', 'dynamodb:PutItem'];

/** Tells whether the rows, attributes and other conditions of an access can limit an action as these conditions do. */
export function isLimitedLike(action: string, conditions: readonly ReportedCondition[]): boolean {
  const keys = conditions.map(({ key }) => key).filter((key) => /^dynamodb:/i.test(key));
  if (!keys.every((key) => hasConditionKey(action, key))) return false;
  if (keys.includes(ROWS) && !requiresNames(ROWS, conditions)) return false;
  if (!keys.includes(ATTRIBUTES)) return true;
  if (WHOLE_ITEM_ACTIONS.includes(action) || !requiresNames(ATTRIBUTES, conditions)) return false;
  return !hasConditionKey(action, SELECT) || keys.includes(SELECT);
}

export function isLimitedToRows(conditions: readonly ReportedCondition[]): boolean {
  return conditions.some(({ key }) => key === ROWS);
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html */
function hasConditionKey(action: string, key: string): boolean {
  return ACTIONS[action]?.conditionKeys?.includes(key) ?? false;
}

/**
 * Tells whether requests must name values of a key, and no others than the listed ones. Without `Null`, requests that name none are allowed
 * too, which no access of this library allows.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function requiresNames(key: string, conditions: readonly ReportedCondition[]): boolean {
  const onKey = conditions.filter((condition) => condition.key === key);
  return onKey.some(({ operator, values }) => operator === 'Null' && values.join() === 'false')
    && onKey.every(({ operator }) => operator === 'Null' || (splitOperator(operator).quantifier === 'ForAllValues' && !splitOperator(operator).ifExists));
}
