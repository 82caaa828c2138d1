import { AllowedActions } from '../report-data';

/** What the same statements allow under the same conditions for the same features, in one entry. */
export function mergeByFeature(allowed: readonly AllowedActions[]): AllowedActions[] {
  const found = new Map<string, AllowedActions>();
  for (const each of allowed) {
    const key = JSON.stringify([each.conditions, each.asked.map(({ feature }) => feature), each.asked.length > 0 ? [] : each.statements]);
    const known = found.get(key);
    found.set(key, known ? { ...known, actions: [...new Set([...known.actions, ...each.actions])].sort() } : each);
  }
  return [...found.values()];
}
