/** A caller by its access key, and the space that its requests are for. */
export interface CallerKey {
  readonly name: string;
  /** Letters and digits; nothing for the space that callers have unless they name another. */
  readonly space?: string;
}

/** The names of functions have no such character. */
const SEPARATOR = '@';

/** Reads an access key: `Reader`, or `Reader@2` for worker 2 of several that run tests at the same time. */
export function readCallerKey(key: string): CallerKey {
  const [name, space = ''] = key.split(SEPARATOR);
  // the databases of DynamoDB Local are named by letters and digits
  const usable = space.replaceAll(/[^A-Za-z0-9]/g, '');
  if (usable === '') return { name };
  return { name, space: usable };
}

/** Writes an access key. */
export function formatCallerKey({ name, space }: CallerKey): string {
  if (space === undefined) return name;
  return name + SEPARATOR + space;
}
