import { PlannedPermission, PlannedStatement, Reason } from './planned-permission';
import { Conditions } from '../conditions/conditions';

/**
 * Statements that allow, or deny, exactly these permissions, each of them once.
 *
 * A permission that another one allows, or denies, under fewer conditions is dropped. Resources stand in the order in which the
 * permissions name them, actions in alphabetical order.
 */
export function toStatements(permissions: readonly PlannedPermission[]): PlannedStatement[] {
  return [...groupBy(withoutCovered(permissions), blockOf).values()].flatMap(statementsOfBlock);
}

/** The statements of permissions that share their conditions: each resource stands once, with all its actions. */
function statementsOfBlock(permissions: readonly PlannedPermission[]): PlannedStatement[] {
  const byResource = groupBy(permissions, (permission) => permission.resource);
  const bySameActions = groupBy([...byResource.values()], (group) => JSON.stringify(actionsOf(group)));
  return [...bySameActions.values()].map((groups) => ({
    effect: groups[0][0].effect,
    sid: groups[0][0].sid,
    actions: actionsOf(groups[0]),
    resources: groups.map((group) => group[0].resource),
    conditions: groups[0][0].conditions,
    reasons: distinctReasons(groups.flat()),
  }));
}

function withoutCovered(permissions: readonly PlannedPermission[]): PlannedPermission[] {
  const covering = coveringOf(permissions);
  return permissions.filter((permission) => covering(permission) === undefined);
}

/**
 * What allows the same as a permission, and denies no less, under fewer conditions, so that the permission says nothing.
 *
 * @param permissions all of them, that which is asked for among them
 */
export function coveringOf(permissions: readonly PlannedPermission[]): (permission: PlannedPermission) => PlannedPermission | undefined {
  const targetOf = ({ effect, action, resource }: PlannedPermission) => `${effect} ${action} ${resource}`;
  const sameTarget = groupBy(permissions, targetOf);
  return (permission) => {
    const conditions = conditionSet(permission.conditions);
    // nothing has fewer
    if (conditions.size === 0) return undefined;
    return sameTarget.get(targetOf(permission))!.find((other) => {
      const others = conditionSet(other.conditions);
      return others.size < conditions.size && [...others].every((condition) => conditions.has(condition));
    });
  };
}

const NO_CONDITIONS: Conditions = {};

/** Permissions share their conditions, and are compared with many others. */
const CONDITION_SETS = new WeakMap<Conditions, ReadonlySet<string>>();

function conditionSet(conditions: Conditions = NO_CONDITIONS): ReadonlySet<string> {
  const known = CONDITION_SETS.get(conditions) ?? new Set(Object.entries(conditions).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => JSON.stringify([operator, key, values]))));
  CONDITION_SETS.set(conditions, known);
  return known;
}

function blockOf({ effect, sid, conditions }: PlannedPermission): string {
  return `${effect} ${sid} ${[...conditionSet(conditions)].sort().join()}`;
}

function actionsOf(permissions: readonly PlannedPermission[]): string[] {
  return [...new Set(permissions.map((permission) => permission.action))].sort();
}

function distinctReasons(permissions: readonly PlannedPermission[]): Reason[] {
  return [...groupBy(permissions.map(({ reason }) => reason), ({ feature, why }) => JSON.stringify([feature, why])).values()]
    .map(([reason]) => reason);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
