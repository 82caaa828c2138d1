import { Reading } from './reading';
import { RecordedRequest } from './recorder';

/** One thing that two implementations read otherwise in a request. */
export interface Delta {
  readonly request: RecordedRequest;
  /** As `action on resource`. */
  readonly permission: string;
  /** The condition key with other values; nothing where only one of both asks for the permission. */
  readonly key?: string;
  /** What the endpoint reads: the values of the key; nothing where it doesn't have the key, or doesn't ask for the permission. */
  readonly ours?: readonly string[];
  readonly theirs?: readonly string[];
}

export function compareReadings(request: RecordedRequest, ours: Reading, theirs: Reading): Delta[] {
  return unite(ours, theirs).flatMap((permission): Delta[] => {
    const [our, their] = [ours[permission], theirs[permission]];
    if (!our || !their) return [{ request, permission, ours: our && [], theirs: their && [] }];
    return unite(our, their).filter((key) => JSON.stringify(our[key]) !== JSON.stringify(their[key]))
      .map((key) => ({ request, permission, key, ours: our[key], theirs: their[key] }));
  });
}

function unite(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}
