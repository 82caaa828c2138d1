/** Removes items that are equal to an earlier one when written as JSON. */
export function removeDuplicates<T>(items: readonly T[]): T[] {
  return [...groupBy(items, (item) => JSON.stringify(item)).values()].map(([first]) => first);
}

/** Groups items by a key. The groups are in the order of their first items. */
export function groupBy<T>(items: Iterable<T>, getKey: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = getKey(item);
    const group = groups.get(key);
    if (group) group.push(item); else groups.set(key, [item]);
  }
  return groups;
}

/** Sorts items by the code units of a key, so that the order doesn't depend on the language of the machine. */
export function sortBy<T>(items: readonly T[], getKey: (item: T) => string): T[] {
  const keyed = items.map((item) => [getKey(item), item] as const);
  return keyed.sort(([one], [other]) => Number(one > other) - Number(one < other)).map(([, item]) => item);
}

/** Splits items into those that meet a condition and those that don't. */
export function partition<T>(items: readonly T[], isMet: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isMet), items.filter((item) => !isMet(item))];
}
