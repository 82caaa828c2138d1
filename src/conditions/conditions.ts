/** The `Condition` block of a statement: operator, condition key, value or values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

/** All of these conditions at once, or nothing. Operators and keys that several of them share are the later one's. */
export function allOf(...all: readonly (Conditions | undefined)[]): Conditions | undefined {
  const merged: Record<string, Record<string, string | string[]>> = {};
  for (const conditions of all) {
    for (const [operator, block] of Object.entries(conditions ?? {})) {
      merged[operator] = { ...merged[operator], ...block };
    }
  }
  return Object.keys(merged).length > 0 ? merged : undefined;
}

/** Every operator with its key, as `StringEquals aws:PrincipalTag/team`. */
export function testsOf(conditions: Conditions): string[] {
  return Object.entries(conditions).flatMap(([operator, block]) => Object.keys(block).map((key) => `${operator} ${key}`));
}
