/**
 * Lists the items that share most of their paths with a path. Stages of an app may declare resources with the same ARN, because each is
 * deployed to an account of its own.
 */
export function listNearest<T>(items: readonly T[], path: string, getPath: (item: T) => string): readonly T[] {
  if (items.length < 2) return items;
  const parts = path.split('/');
  const counts = items.map((item) => countShared(getPath(item).split('/'), parts));
  return items.filter((_, index) => counts[index] === Math.max(...counts));
}

function countShared(one: readonly string[], other: readonly string[]): number {
  const different = one.findIndex((part, index) => part !== other[index]);
  if (different === -1) return one.length;
  return different;
}
