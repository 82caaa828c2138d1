import { PlannedPermission, PlannedStatement } from './planned-permission';
import { Conditions } from '../conditions/conditions';
import { computeOnce } from '../values/compute-once';
import { groupBy } from '../values/lists';

/**
 * Merges permissions into statements that allow or deny exactly these permissions, each once.
 *
 * A permission is dropped if another one has the same effect under fewer conditions. Resources keep the order of the permissions.
 * Actions are in alphabetical order.
 */
export function toStatements(permissions: readonly PlannedPermission[]): PlannedStatement[] {
  return [...groupBy(dropCovered(permissions), identifyBlock).values()].flatMap(buildStatements);
}

/** Builds statements of permissions that share their conditions. Each resource appears once, with all its actions. */
function buildStatements(permissions: readonly PlannedPermission[]): PlannedStatement[] {
  const [{ effect, sid, conditions }] = permissions;
  const byResource = [...groupBy(permissions, ({ resource }) => resource)]
    .map(([resource, group]) => ({ resource, actions: listDistinctActions(group) }));
  return [...groupBy(byResource, ({ actions }) => actions.join()).values()].map((group) => ({
    effect,
    sid,
    actions: group[0].actions,
    resources: group.map(({ resource }) => resource),
    // copied, because an aspect may change the conditions of one statement
    conditions: conditions && structuredClone(conditions),
  }));
}

/** Drops permissions that another one has under fewer conditions. */
function dropCovered(permissions: readonly PlannedPermission[]): PlannedPermission[] {
  return permissions.filter((permission) => {
    const conditions = toConditionSet(permission.conditions);
    return conditions.size === 0 || !permissions.some((other) => other.action === permission.action && other.resource === permission.resource
      && other.effect === permission.effect && hasFewer(toConditionSet(other.conditions), conditions));
  });
}

/**
 * Finds a permission that allows the same without the conditions by which the user narrowed this one. The operation that a
 * transaction feature is limited to isn't one of these conditions.
 */
export function findPermissionWithoutScope(permission: PlannedPermission, others: readonly PlannedPermission[]): PlannedPermission | undefined {
  const scope = toConditionSet(permission.scope);
  if (scope.size === 0) return undefined;
  const conditions = toConditionSet(permission.conditions);
  return others.find((other) => {
    if (other.action !== permission.action || other.effect !== permission.effect || !matchesResource(other.resource, permission)) return false;
    const fewer = toConditionSet(other.conditions);
    return hasFewer(fewer, conditions) && ![...scope].every((condition) => fewer.has(condition));
  });
}

function hasFewer(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return some.size < others.size && [...some].every((condition) => others.has(condition));
}

/** Returns true if a resource of a statement, which may end in a wildcard, matches the resource of a permission. */
export function matchesResource(pattern: string, { resource: arn, within }: Pick<PlannedPermission, 'resource' | 'within'>): boolean {
  const resource = within ?? arn;
  if (pattern.endsWith('*')) return resource.startsWith(pattern.slice(0, -1));
  return pattern === resource || pattern === arn;
}

const NO_CONDITIONS: Conditions = {};

/** IAM ignores the case of condition keys and the order of their values. */
const listEntries = computeOnce((conditions: Conditions): ReadonlySet<string> => new Set(Object.entries(conditions).flatMap(([operator, block]) =>
  Object.entries(block).map(([key, values]) => JSON.stringify([operator, key.toLowerCase(), [values].flat().sort()])))));

function toConditionSet(conditions = NO_CONDITIONS): ReadonlySet<string> {
  return listEntries(conditions);
}

function identifyBlock({ effect, sid, conditions }: PlannedPermission): string {
  return `${effect} ${sid} ${[...toConditionSet(conditions)].sort().join()}`;
}

function listDistinctActions(permissions: readonly PlannedPermission[]): string[] {
  return [...new Set(permissions.map((permission) => permission.action))].sort();
}
