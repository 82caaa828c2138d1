import { AccessCondition } from './access-condition';
import { AttributeScope } from './attribute-scope';
import { same } from './condition-keys';
import { allOf, Conditions, testsOf } from './conditions';
import { RowScope } from './row-scope';
import { ACTIONS } from '../features/actions';
import { Permission, Place } from '../features/permission';
import { Problem } from '../features/problem';
import { TableFeature } from '../features/table-feature';

/**
 * Where a service calls on the caller's behalf, from a network of its own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
const FROM_ANOTHER_NETWORK: Partial<Record<Place, string>> = {
  'stream': 'Lambda polls the stream from a network of its own',
  'replica': 'DynamoDB fills replicas from a network of its own',
  'restored-table': 'DynamoDB fills the restored table from a network of its own',
};

/** WHEN an access may be used. */
export interface AccessConditions {
  readonly rows?: RowScope;
  readonly attributes?: AttributeScope;
  readonly conditions?: readonly AccessCondition[];
}

/** The conditions of one of DynamoDB's actions. */
export function conditionsFor(action: string, { rows, attributes, conditions }: AccessConditions): Conditions | undefined {
  return allOf(
    rows?._conditions(),
    attributes?._conditions(action),
    ...(conditions ?? []).map((condition) => condition._conditions()),
  );
}

/** What is wrong with the conditions of an access, or with one of its features under them. */
export function problemOfConditions(features: readonly TableFeature[], when: AccessConditions): Problem | undefined {
  const { rows, attributes, conditions = [] } = when;
  return first([
    () => rows?._problem(),
    () => attributes?._problem(),
    ...conditions.map((condition) => () => condition._problem()),
    () => problemOfSharedTests(features, when),
    ...features.map((feature) => () => problemOfFeature(feature, when)),
  ]);
}

/** Two conditions on one key with one operator would be one condition with the values of the later. */
function problemOfSharedTests(features: readonly TableFeature[], { rows, attributes, conditions = [] }: AccessConditions): Problem | undefined {
  const ofAttributes = features.flatMap(({ _permissions }) => _permissions)
    .flatMap(({ action }) => testsOf(attributes?._conditions(action) ?? {}));
  const tests = [
    ...new Set(ofAttributes),
    ...[rows?._conditions() ?? {}, ...conditions.map((condition) => condition._conditions())].flatMap(testsOf),
  ];
  const twice = tests.find((test, index) => tests.slice(0, index).some((other) => same(test, other)));
  return twice === undefined ? undefined : {
    value: `the condition ${twice} twice`,
    expected: 'each operator once for a key, as a policy can hold it but once',
    remedy: 'name all values in one condition if any of them is to do; if all of them are, use another operator for one',
  };
}

function problemOfFeature(feature: TableFeature, { rows, attributes, conditions = [] }: AccessConditions): Problem | undefined {
  const permissions = feature._permissions.filter(({ action }) => action.startsWith('dynamodb:'));
  return (rows && problemOfRows(feature, permissions))
    ?? attributes?._problemOfFeature(feature, permissions)
    ?? first(conditions.map((condition) => () => problemOfCondition(feature, permissions, condition)));
}

function problemOfRows(feature: TableFeature, permissions: readonly Permission[]): Problem | undefined {
  const whole = permissions.find(({ action }) => ACTIONS[action] && !ACTIONS[action].conditionKeys?.includes('dynamodb:LeadingKeys'));
  if (whole) {
    return {
      value: `feature ${feature} beside rows, with ${whole.action}`,
      expected: `features whose requests name a partition key, which ${whole.action} doesn't`,
      remedy: `give ${feature.name} in an access of its own, without rows, if it may reach all of them, `
        + 'or list the parts of it that are needed',
    };
  }
  const reachesIndexes = permissions.some(({ on }) => on === 'index');
  return reachesIndexes && (feature._reach.kind === 'declared' || feature._reach.kind === 'any') ? {
    value: `feature ${feature} beside rows`,
    expected: 'the table or named indexes, as rows mean the partition key of whichever is queried',
    remedy: `write ${feature.name}.onTable(), or ${feature.name}.onIndexes('name') for indexes whose partition key these values are`,
  } : undefined;
}

function problemOfCondition(feature: TableFeature, permissions: readonly Permission[], condition: AccessCondition): Problem | undefined {
  const elsewhere = permissions.map(({ on }) => FROM_ANOTHER_NETWORK[on]).find((reason) => reason !== undefined);
  if (condition._isOfNetwork && elsewhere !== undefined) {
    return {
      value: `feature ${feature} beside a condition on the network`,
      expected: `no such condition, as ${elsewhere}`,
      remedy: `give ${feature.name} in an access of its own, without the condition`,
    };
  }
  for (const { action, on } of permissions) {
    const key = condition._foreignKey(action, on);
    if (key !== undefined) {
      return {
        value: `feature ${feature} beside a condition on ${key}`,
        expected: `features whose requests carry ${key}, which ${action} doesn't`,
        remedy: `give ${feature.name} in an access of its own, without the condition`,
      };
    }
  }
  return undefined;
}

function first(checks: readonly (() => Problem | undefined)[]): Problem | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem) return problem;
  }
  return undefined;
}
