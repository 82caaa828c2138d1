import { isDeepStrictEqual } from 'util';

/** The resources of a template, by their logical ids. */
export type Resources = Readonly<Record<string, { readonly Metadata?: unknown; readonly [property: string]: unknown }>>;

/** Where resources aren't as expected; their metadata, which says where they were made, isn't compared. */
export function differencesOf(expected: Resources, found: Resources): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort().flatMap((id) => {
    const [one, other] = [expected, found].map((resources) => {
      if (!resources[id]) return undefined;
      const { Metadata: _, ...rest } = resources[id];
      return rest;
    });
    return isDeepStrictEqual(one, other) ? [] : [`${id}: expected ${JSON.stringify(one)}, found ${JSON.stringify(other)}`];
  });
}
