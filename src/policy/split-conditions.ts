import { splitOperator } from './condition-operators';
import { ConditionEntry } from './policy-document';
import { splitNegation } from './value-sets';

/** More conjunctions aren't compared. */
const MOST_PARTS = 256;

/**
 * Splits conditions into conjunctions with one value each, of which one must be met. Conditions that can't be split stay whole: those of
 * `ForAllValues`, whose values may be mixed, and of negated operators, none of whose values may match.
 */
export function toSplitConditions(conditions: readonly ConditionEntry[]): (readonly ConditionEntry[])[] {
  let parts: (readonly ConditionEntry[])[] = [[]];
  for (const entry of conditions) {
    const entries = canSplit(entry) ? entry.values.map((value) => ({ ...entry, values: [value] })) : [entry];
    if (parts.length * entries.length > MOST_PARTS) return [conditions];
    parts = parts.flatMap((part) => entries.map((each) => [...part, each]));
  }
  return parts;
}

function canSplit({ operator }: ConditionEntry): boolean {
  const { quantifier, name } = splitOperator(operator);
  return quantifier !== 'ForAllValues' && !splitNegation(name).negated;
}
