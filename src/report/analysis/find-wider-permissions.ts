import { areIncluded } from '../../policy/condition-inclusion';
import { AllowedActions, ReportedAccess, ReportedGrantee } from '../report-data';

/**
 * Marks the permissions of a grantee that none of its declared features needs. Either no feature needs the action, or a feature needs it
 * only under conditions that another statement doesn't have.
 */
export function markWider(access: ReportedAccess, { declared }: ReportedGrantee): ReportedAccess {
  if (!declared.some(({ features }) => features.length > 0)) return access;
  const needed = access.allowed.filter((each) => each.asked.length > 0);
  const allowed = access.allowed.flatMap((each) => {
    if (each.asked.length > 0) return [each];
    const isNeeded = (action: string) => needed.some(({ actions, conditions }) => (
      actions.includes(action) && areIncluded([each.conditions], [conditions])));
    return [true, false].map((wider): AllowedActions => ({ ...each, wider, actions: each.actions.filter((action) => isNeeded(action) !== wider) }))
      .filter(({ actions }) => actions.length > 0);
  });
  return { ...access, allowed };
}
