import { isRecord } from '../../../values/json-values';

/**
 * Packs a value as a list of its parts, the whole value last. Each part refers to its own parts by their indexes in the list.
 *
 * Conditions and reasons that many accesses have in common are in the page once.
 */
export function packValue(value: unknown): unknown[] {
  const parts: unknown[] = [];
  const indexes = new Map<string, number>();
  const addPart = (part: unknown): number => {
    const packed = packMembers(part, addPart);
    const text = JSON.stringify(packed);
    const known = indexes.get(text);
    if (known !== undefined) return known;
    indexes.set(text, parts.length);
    return parts.push(packed) - 1;
  };
  addPart(value);
  return parts;
}

function packMembers(part: unknown, addPart: (member: unknown) => number): unknown {
  if (Array.isArray(part)) return part.map(addPart);
  if (isRecord(part)) return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, addPart(member)]));
  return part;
}
