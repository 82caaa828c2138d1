/** Makes a record for names that come from outside. It has no members but its own, so `constructor` and `__proto__` find nothing. */
export function makeLookup<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), entries);
}
