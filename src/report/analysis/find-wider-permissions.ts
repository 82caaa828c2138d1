import { AllowedActions, ReportedAccess, ReportedGrantee } from '../report-data';

/**
 * Marks what a grantee that declares features may do without any of them needing it: an action that no feature asked for, or
 * that one asked for under conditions that somebody else's statement doesn't have.
 */
export function markWider(access: ReportedAccess, { declared }: ReportedGrantee): ReportedAccess {
  if (!declared.some(({ features }) => features.length > 0)) return access;
  const asked = access.allowed.filter((each) => each.asked.length > 0);
  const allowed = access.allowed.flatMap((each) => {
    if (each.asked.length > 0) return [each];
    const needed = (action: string) => asked.some((other) => other.actions.includes(action) && hasConditionsOf(each, other));
    return [true, false].map((wider): AllowedActions => ({ ...each, wider, actions: each.actions.filter((action) => needed(action) !== wider) }))
      .filter(({ actions }) => actions.length > 0);
  });
  return { ...access, allowed };
}

/** Whether all that narrows the other narrows the one as well. */
function hasConditionsOf(one: AllowedActions, other: AllowedActions): boolean {
  const own = one.conditions.map((condition) => JSON.stringify(condition));
  return other.conditions.every((condition) => own.includes(JSON.stringify(condition)));
}
