import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { dirname, join, posix } from 'path';
import { readZip } from './zip';

/** The files of an asset, by their paths in it. */
export interface CodeFiles {
  has(path: string): boolean;
  read(path: string): string | undefined;
  /** The names in a folder. */
  list(folder: string): readonly string[];
}

/** The files of a folder, a zip file, or one file alone. */
export function openCode(path: string): CodeFiles {
  if (statSync(path).isDirectory()) return openFolder(path);
  if (/\.(zip|jar)$/.test(path)) return keepFiles(readZip(readFileSync(path)));
  return openFolder(dirname(path));
}

function openFolder(root: string): CodeFiles {
  const isFile = (path: string) => existsSync(join(root, path)) && statSync(join(root, path)).isFile();
  const isFolder = (path: string) => existsSync(join(root, path)) && statSync(join(root, path)).isDirectory();
  return {
    has: isFile,
    read: (path) => isFile(path) ? readFileSync(join(root, path), 'utf8') : undefined,
    list: (folder) => isFolder(folder) ? readdirSync(join(root, folder)).sort() : [],
  };
}

/** Files whose content is at hand. */
export function keepFiles(files: ReadonlyMap<string, Buffer | string>): CodeFiles {
  return {
    has: (path) => files.has(path),
    read: (path) => files.get(path)?.toString('utf8'),
    list: (folder) => {
      const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
      const names = [...files.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length).split('/')[0]);
      return [...new Set(names)].sort();
    },
  };
}

/** Several assets over each other, as Lambda puts layers into `/opt`: by the path that each of them is at. */
export function mountFiles(mounts: readonly { readonly at: string; readonly files: CodeFiles }[]): CodeFiles {
  const findWithin = (path: string) => {
    const clean = posix.normalize(path);
    return mounts.filter(({ at }) => clean === at || clean.startsWith(`${at}/`)).map(({ at, files }) => ({ files, rest: clean.slice(at.length + 1) }));
  };
  return {
    has: (path) => findWithin(path).some(({ files, rest }) => files.has(rest)),
    read: (path) => {
      const found = findWithin(path).find(({ files, rest }) => files.has(rest));
      return found?.files.read(found.rest);
    },
    list: (folder) => [...new Set(findWithin(folder).flatMap(({ files, rest }) => files.list(rest)))].sort(),
  };
}
