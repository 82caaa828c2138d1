import { AccessCondition } from './access-condition';
import { AttributeScope } from './attribute-scope';
import { isResourceTag, isSameKey } from './condition-keys';
import { Conditions, describeEntries, mergeConditions } from './conditions';
import { RowScope } from './row-scope';
import { ACTIONS } from '../features/actions';
import { listDynamoDbPermissions } from '../features/feature-needs';
import { Permission, PermissionResourceType } from '../features/permission';
import { TableFeature } from '../features/table-feature';
import { findFirstProblem, Problem } from '../problems/problem';
import { sortBy } from '../values/lists';

/**
 * The services that call on the caller's behalf, by the resource type of the action.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
const CALLED_BY_SERVICES: Partial<Record<PermissionResourceType, string>> = {
  'stream': 'Lambda polls the stream',
  'replica': 'DynamoDB fills replicas',
  'restored-table': 'DynamoDB fills the restored table',
};

function findCallingService({ action, on }: Permission): string | undefined {
  return CALLED_BY_SERVICES[action === 'dynamodb:ListStreams' ? 'stream' : on];
}

/** The conditions under which an access is allowed. */
export interface AccessConditions {
  readonly rows?: RowScope;
  readonly attributes?: AttributeScope;
  readonly conditions?: readonly AccessCondition[];
}

export function hasConditions({ rows, attributes, conditions = [] }: AccessConditions): boolean {
  return rows !== undefined || attributes !== undefined || conditions.length > 0;
}

/** Builds the condition block for one action of DynamoDB. */
export function buildConditions(action: string, when: AccessConditions): Conditions | undefined {
  if (!hasConditions(when)) return undefined;
  const { rows, attributes, conditions } = when;
  return mergeConditions(
    rows?._toConditions(),
    attributes?._toConditions(action),
    // sorted, so that the order of the list doesn't change the template
    ...sortBy((conditions ?? []).map((condition) => condition._toConditions()), (condition) => JSON.stringify(condition)),
  );
}

/** Finds what is wrong with the conditions of an access, or with a feature under them. */
export function findConditionsProblem(features: readonly TableFeature[], when: AccessConditions): Problem | undefined {
  const { rows, attributes, conditions = [] } = when;
  if (!hasConditions(when)) return undefined;
  return rows?._findProblem()
    ?? attributes?._findProblem()
    ?? findFirstProblem(conditions, (condition) => condition._findProblem())
    ?? findClashProblem(features, when)
    ?? findFirstProblem(features, (feature) => findConditionalFeatureProblem(feature, when));
}

/** A statement can hold an operator only once for a key, so two conditions clash unless their values are equal. */
function findClashProblem(features: readonly TableFeature[], { rows, attributes, conditions = [] }: AccessConditions): Problem | undefined {
  const ofAttributes = features.flatMap(({ _permissions }) => _permissions).map(({ action }) => attributes?._toConditions(action) ?? {});
  const others = [rows?._toConditions() ?? {}, ...conditions.map((condition) => condition._toConditions())];
  const entries = [ofAttributes.flatMap(describeEntries), ...others.map(describeEntries)];
  const clash = entries.flatMap((ours, index) => ours.filter(({ name, values }) =>
    entries.slice(0, index).flat().some((other) => isSameKey(other.name, name) && other.values !== values)))[0];
  if (clash === undefined) return undefined;
  return {
    id: 'conditionTwice',
    value: `the condition ${clash.name} appears twice with different values`,
    expected: 'each operator once for a key, because a statement can have it only once',
    remedy: 'list all values in one condition if one of them must match, or use another operator for one condition if all must match',
  };
}

function findConditionalFeatureProblem(feature: TableFeature, { rows, attributes, conditions = [] }: AccessConditions): Problem | undefined {
  const permissions = listDynamoDbPermissions(feature);
  return (rows && findRowsProblem(feature, permissions))
    ?? attributes?._findFeatureProblem(feature, permissions)
    ?? findFirstProblem(conditions, (condition) => findConditionProblem(feature, permissions, condition));
}

function findRowsProblem(feature: TableFeature, permissions: readonly Permission[]): Problem | undefined {
  const whole = permissions.find(({ action }) => ACTIONS[action] && !ACTIONS[action].conditionKeys?.includes('dynamodb:LeadingKeys'));
  if (whole) {
    return {
      id: 'featureBesideScope',
      value: `rows cannot limit ${feature}, because requests for ${whole.action} name no partition key`,
      expected: 'features whose requests name a partition key',
      remedy: `list the features without ${whole.action}, or grant ${feature.name} in another access without rows`,
    };
  }
  const worksOnIndexes = permissions.some(({ on }) => on === 'index');
  if (!worksOnIndexes || (feature._indexScope.kind !== 'declared' && feature._indexScope.kind !== 'any')) return undefined;
  return {
    id: 'rowsOnOpenIndexes',
    value: `${feature} with rows is allowed on all indexes, whose partition keys may be others than those of the table`,
    expected: 'the table or named indexes',
    remedy: `write ${feature.name}.onTable(), or ${feature.name}.onIndexes('name') for indexes with this partition key`,
  };
}

function findConditionProblem(feature: TableFeature, permissions: readonly Permission[], condition: AccessCondition): Problem | undefined {
  const calling = permissions.map(findCallingService).find((each) => each !== undefined);
  if (condition._callersKey !== undefined && calling !== undefined) {
    return {
      id: 'featureBesideScope',
      value: `a condition on ${condition._callersKey} cannot limit ${feature}, because ${calling} from its own network`,
      expected: 'features whose requests come from the network of the caller',
      remedy: `grant ${feature.name} in another access without the condition`,
    };
  }
  for (const { action, on } of permissions) {
    const key = condition._findUnsupportedKey(action, on);
    if (key !== undefined) {
      return {
        id: 'featureBesideScope',
        value: `a condition on ${key} cannot limit ${feature}, because ${action} does not support the key`,
        expected: `features whose actions support ${key}`,
        remedy: `grant ${feature.name} in another access ` + (isResourceTag(key) ? 'to tables by their names' : 'without the condition'),
      };
    }
  }
  return undefined;
}
