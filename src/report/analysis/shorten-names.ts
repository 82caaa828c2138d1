/** What things are called by their construct paths: as short as it is clear, without their stacks where it can be. */
export function makeNameShortener(paths: readonly string[]): (path: string) => string {
  const shortened = new Map<string, Set<string>>();
  for (const path of paths) {
    const name = removeStack(path);
    shortened.set(name, (shortened.get(name) ?? new Set()).add(path));
  }
  return (path) => {
    const name = removeStack(path);
    return (shortened.get(name)?.size ?? 1) > 1 ? path : name;
  };
}

function removeStack(path: string): string {
  return path.includes('/') ? path.slice(path.indexOf('/') + 1) : path;
}
