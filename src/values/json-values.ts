/** Tells an object with keys from a list, from null and from any other value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an object. Any other value has no keys. */
export function toRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** Finds a member by a name that may be that of a member of all objects, such as `constructor`. */
export function findMember<T>(value: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  if (isRecord(value) && Object.hasOwn(value, name)) return value[name];
  return undefined;
}

/** Reads an element that JSON may write as one value, as a list of values, or not at all. */
export function toList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

export function mapValues<K extends string, T, U>(record: Readonly<Record<K, T>>, map: (value: T) => U): Record<K, U> {
  return Object.fromEntries(Object.entries<T>(record).map(([key, value]) => [key, map(value)])) as Record<K, U>;
}

/** Leaves out the keys without a value, as JSON does. */
export function dropUndefined<T extends object>(record: T): T {
  const dropped = { ...record };
  for (const key of Object.keys(dropped) as (keyof T)[]) if (dropped[key] === undefined) delete dropped[key];
  return dropped;
}
