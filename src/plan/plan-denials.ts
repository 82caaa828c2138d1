import { ACCOUNT_LEVEL_SID } from './plan-access';
import { PlannedPermission } from './planned-permission';
import { matchesResource } from './to-statements';
import { Conditions } from '../conditions/conditions';
import { isDynamoDbAction } from '../features/feature-needs';
import { DeniedAction, TableDenial } from '../features/table-denial';
import { isRuntimePart } from '../features/table-parts';
import { fail } from '../problems/problem';
import { sortBy } from '../values/lists';

/**
 * Plans denials on a table in these Regions, and on all resources that it has or may have, unless a denial names indexes. The
 * result depends on the set of denials, not on their order.
 *
 * @param tables the ARN of the table in each Region, with its own Region first
 */
export function planDenials(denials: readonly TableDenial[], tables: readonly string[]): PlannedPermission[] {
  return sortBy(denials, ({ name }) => name).flatMap(({ _actions, name }) => _actions.flatMap((denied) =>
    listDeniedResources(denied, tables).map((resource): PlannedPermission => ({
      effect: 'Deny',
      action: denied.action,
      resource,
      conditions: denied.onlyIf,
      ...denied.on === 'account' && { sid: ACCOUNT_LEVEL_SID },
      reason: { feature: `denial of ${name}`, why: denied.why },
    }))));
}

function listDeniedResources({ on, indexNames = ['*'] }: DeniedAction, tables: readonly string[]): string[] {
  if (isRuntimePart(on)) return tables.map((table) => `${table}/${on}/*`);
  switch (on) {
    case 'account': return ['*'];
    case 'index':
    case 'vector-index': return tables.flatMap((table) => indexNames.map((name) => `${table}/index/${name}`));
    case 'stream': return tables.map((table) => `${table}/${on}/*`);
    case 'replica': return tables.slice(1);
    case 'table': return [...tables];
    default: return fail('planDenials', {
      id: 'denialOfNothing', value: `a denial has the resource type ${on}`, expected: 'a resource type of a table', remedy: 'deny the action elsewhere',
    });
  }
}

/** A feature that can do nothing with the table, because a denial covers every action of it. */
export interface UselessFeature {
  readonly feature: string;
  readonly denials: string[];
}

/** Finds the features whose actions are all denied. */
export function findUselessFeatures(permissions: readonly PlannedPermission[]): UselessFeature[] {
  const denials = permissions.filter(({ effect }) => effect === 'Deny');
  if (denials.length === 0) return [];
  const allowed = permissions.filter(({ effect, action }) => effect === undefined && isDynamoDbAction(action));
  return [...new Set(allowed.map(({ reason }) => reason.feature))].flatMap((feature) => {
    const ofFeature = allowed.filter(({ reason }) => reason.feature === feature);
    const ofTable = ofFeature.filter(({ resource }) => resource !== '*');
    const denying = (ofTable.length > 0 ? ofTable : ofFeature)
      .map((permission) => denials.find((denial) => isCoveredByDenial(denial, permission)));
    if (denying.some((denial) => denial === undefined)) return [];
    return [{ feature, denials: [...new Set(denying.map((denial) => denial!.reason.feature))] }];
  });
}

/** Returns true if denials cover all that a permission allows. */
export function isDenied(denials: readonly PlannedPermission[], permission: PlannedPermission): boolean {
  return permission.effect === undefined && denials.some((denial) => isCoveredByDenial(denial, permission));
}

function isCoveredByDenial(denial: PlannedPermission, permission: PlannedPermission): boolean {
  return denial.action === permission.action && matchesResource(denial.resource, permission)
    && implies(permission.conditions ?? {}, denial.conditions ?? {});
}

/**
 * Returns true if every request that meets the first condition block also meets the second: the first has each entry of the second,
 * with the same or fewer values.
 */
function implies(conditions: Conditions, others: Conditions): boolean {
  return Object.entries(others).every(([operator, block]) => Object.entries(block).every(([key, values]) => {
    const mine = conditions[operator]?.[key];
    return mine !== undefined && [mine].flat().every((value) => [values].flat().includes(value));
  }));
}
