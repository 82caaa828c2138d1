import { groupBy } from '../../values/lists';

/** Makes a function that shortens construct paths. It leaves out the stack if the rest is unique. */
export function makeNameShortener(paths: readonly string[]): (path: string) => string {
  const pathsByName = groupBy(new Set(paths), removeStack);
  return (path) => {
    const name = removeStack(path);
    if ((pathsByName.get(name)?.length ?? 1) > 1) return path;
    return name;
  };
}

function removeStack(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}
