import { fail } from '../problems/problem';

/** The `Condition` block of a statement: operator, condition key, value or values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

/**
 * Merges condition blocks into one that requires all of them. Returns undefined if there are none.
 *
 * A statement can hold an operator only once for a key. This function throws rather than lose a condition, but
 * `findConditionsProblem` reports the clash to the user before.
 */
export function mergeConditions(...all: readonly (Conditions | undefined | false)[]): Conditions | undefined {
  const merged: Record<string, Record<string, string | string[]>> = {};
  for (const conditions of all) {
    for (const [operator, block] of Object.entries(conditions || {})) {
      for (const [key, values] of Object.entries(block)) {
        const other = Object.keys(merged[operator] ?? {}).find((each) => each.toLowerCase() === key.toLowerCase());
        if (other !== undefined && JSON.stringify(merged[operator][other]) !== JSON.stringify(values)) {
          fail('allOf', {
            id: 'conditionTwice',
            value: `the condition ${operator} ${key} appears twice with different values`,
            expected: 'each operator once for a key, because a statement can have it only once',
            remedy: 'check the conditions of the access before they are merged',
          });
        }
        merged[operator] = { ...merged[operator], [other ?? key]: values };
      }
    }
  }
  if (Object.keys(merged).length > 0) return merged;
  return undefined;
}

/**
 * Describes an entry of a condition block by its operator and key, for example `StringEquals aws:PrincipalTag/team`, and its
 * values.
 */
export interface EntryDescription {
  readonly name: string;
  readonly values: string;
}

export function describeEntries(conditions: Conditions): EntryDescription[] {
  return Object.entries(conditions).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => ({ name: `${operator} ${key}`, values: JSON.stringify(values) })));
}

/** Returns a single value as it is, and several values as a list. A list token stays a list. */
export function oneOrMany(values: readonly string[]): string | string[] {
  const isOne = values.length === 1 && !values[0].startsWith('#{Token[');
  if (isOne) return values[0];
  return [...values];
}
