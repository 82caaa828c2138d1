import { ConditionEntry } from './policy-document';

/** Returns true if a statement has all conditions of another one, so that it allows no more under them. IAM ignores the case of keys. */
export function includesConditions(conditions: readonly ConditionEntry[], others: readonly ConditionEntry[]): boolean {
  const own = conditions.map(identifyCondition);
  return others.every((other) => own.includes(identifyCondition(other)));
}

function identifyCondition({ operator, key, values }: ConditionEntry): string {
  return JSON.stringify([operator, key.toLowerCase(), [...new Set(values)].sort()]);
}
