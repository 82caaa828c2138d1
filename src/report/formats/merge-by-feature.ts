import { groupBy } from '../../values/lists';
import { AllowedActions } from '../report-data';

/** Merges the actions that the same features need, or the same statements allow, under the same conditions. */
export function mergeByFeature(allowed: readonly AllowedActions[]): AllowedActions[] {
  const groups = groupBy(allowed, ({ conditions, asked, statements }) =>
    JSON.stringify([conditions, asked.map(({ feature }) => feature), asked.length > 0 ? [] : statements]));
  return [...groups.values()].map((group) => {
    if (group.length === 1) return group[0];
    return { ...group[0], actions: [...new Set(group.flatMap(({ actions }) => actions))].sort() };
  });
}
