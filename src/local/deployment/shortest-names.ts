/** Segments that say less than what is before them. */
const WITHOUT_MEANING = /\/(Role|ServiceRole|Resource|Default)$/;

/**
 * Names for constructs by their paths: the fewest segments from the end that no other path ends in, with dots between them, as
 * access keys can't have slashes.
 */
export function shortestNames(paths: readonly string[]): Map<string, string> {
  const segments = paths.map((path) => [path, withoutMeaning(path).split('/')] as const);
  return new Map(segments.map(([path, own]) => {
    const length = own.findIndex((_, index) => segments.filter(([, other]) => endsIn(other, own.slice(-index - 1))).length === 1) + 1;
    return [path, (length === 0 ? own : own.slice(-length)).map((segment) => segment.replaceAll(/[^\w-]/g, '_')).join('.')];
  }));
}

function endsIn(segments: readonly string[], end: readonly string[]): boolean {
  return segments.slice(-end.length).join('/') === end.join('/');
}

function withoutMeaning(path: string): string {
  const shorter = path.replace(WITHOUT_MEANING, '');
  if (shorter === path || !shorter.includes('/')) return path;
  return withoutMeaning(shorter);
}
