import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { basename, dirname, join, posix } from 'path';
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
  if (statSync(path).isDirectory()) return new Folder(path);
  if (/\.(zip|jar)$/.test(path)) return new FilesInMemory(readZip(readFileSync(path)));
  return new Folder(dirname(path), basename(path));
}

class Folder implements CodeFiles {
  constructor(private readonly root: string, public readonly only?: string) {}

  public has(path: string): boolean {
    const full = join(this.root, path);
    return existsSync(full) && statSync(full).isFile();
  }

  public read(path: string): string | undefined {
    return this.has(path) ? readFileSync(join(this.root, path), 'utf8') : undefined;
  }

  public list(folder: string): readonly string[] {
    const full = join(this.root, folder);
    return existsSync(full) && statSync(full).isDirectory() ? readdirSync(full).sort() : [];
  }
}

/** Files whose content is at hand. */
export class FilesInMemory implements CodeFiles {
  constructor(private readonly files: ReadonlyMap<string, Buffer | string>) {}

  public has(path: string): boolean {
    return this.files.has(path);
  }

  public read(path: string): string | undefined {
    return this.files.get(path)?.toString('utf8');
  }

  public list(folder: string): readonly string[] {
    const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
    const names = [...this.files.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length).split('/')[0]);
    return [...new Set(names)].sort();
  }
}

/** Several assets over each other, as Lambda puts layers into `/opt`: by the path that each of them is at. */
export class MountedFiles implements CodeFiles {
  constructor(private readonly mounts: readonly { readonly at: string; readonly files: CodeFiles }[]) {}

  public has(path: string): boolean {
    return this.within(path).some(({ files, rest }) => files.has(rest));
  }

  public read(path: string): string | undefined {
    const found = this.within(path).find(({ files, rest }) => files.has(rest));
    return found?.files.read(found.rest);
  }

  public list(folder: string): readonly string[] {
    return [...new Set(this.within(folder).flatMap(({ files, rest }) => files.list(rest)))].sort();
  }

  private within(path: string): { readonly files: CodeFiles; readonly rest: string }[] {
    const clean = posix.normalize(path);
    return this.mounts.filter(({ at }) => clean === at || clean.startsWith(`${at}/`))
      .map(({ at, files }) => ({ files, rest: clean.slice(at.length + 1) }));
  }
}
