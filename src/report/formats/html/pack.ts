/**
 * A value as a list of its parts, each of which refers to its own parts by their places: the last is the whole.
 *
 * What the accesses of an app have in common, conditions and reasons above all, stands in the page once.
 */
export function packValue(value: unknown): unknown[] {
  const parts: unknown[] = [];
  const places = new Map<string, number>();
  const place = (part: unknown): number => {
    const packed = Array.isArray(part) ? part.map(place)
      : typeof part === 'object' && part !== null ? Object.fromEntries(Object.entries(part).map(([name, each]) => [name, place(each)]))
        : part;
    const text = JSON.stringify(packed);
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, parts.length);
    return parts.push(packed) - 1;
  };
  place(value);
  return parts;
}
