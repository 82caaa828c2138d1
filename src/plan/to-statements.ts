import { PlannedPermission, PlannedStatement } from './planned-permission';
import { Conditions } from '../conditions/conditions';
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
    conditions: structuredClone(conditions),
  }));
}

function dropCovered(permissions: readonly PlannedPermission[]): PlannedPermission[] {
  return permissions.filter((permission) => findBroaderPermission(permission, permissions) === undefined);
}

/** Finds a permission with the same effect under fewer conditions, which makes this permission redundant. */
export function findBroaderPermission(permission: PlannedPermission, others: readonly PlannedPermission[]): PlannedPermission | undefined {
  const conditions = toConditionSet(permission.conditions);
  if (conditions.size === 0) return undefined;
  return others.find((other) => {
    if (other.action !== permission.action || other.resource !== permission.resource || other.effect !== permission.effect) return false;
    const fewer = toConditionSet(other.conditions);
    return fewer.size < conditions.size && [...fewer].every((condition) => conditions.has(condition));
  });
}

function toConditionSet(conditions: Conditions = {}): ReadonlySet<string> {
  return new Set(Object.entries(conditions).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => JSON.stringify([operator, key, values]))));
}

function identifyBlock({ effect, sid, conditions }: PlannedPermission): string {
  return `${effect} ${sid} ${[...toConditionSet(conditions)].sort().join()}`;
}

function listDistinctActions(permissions: readonly PlannedPermission[]): string[] {
  return [...new Set(permissions.map((permission) => permission.action))].sort();
}
