import { posix } from 'path';
import { CodeFiles } from './code-files';
import { LibraryText } from './module-source';
import { tryToParseJson } from '../../values/parse-json';
import { SourceFile } from '../ir';
import { cutRegions, LibraryRegion, NAMES_DYNAMODB, namesDynamoDb } from '../languages/library-regions';

/** The most files of a package that are read. A package with more files counts as one that names DynamoDB. */
const MANY_FILES = 3000;

/** The folders of layers that Node.js finds packages in: `NODE_PATH` of the runtimes. */
const NODE_LAYERS = ['', ...[18, 20, 22, 24].map((version) => `/node${version}`)].map((each) => `/opt/nodejs${each}/node_modules`);

/** Tells whether libraries have anything to do with DynamoDB: one that names neither it nor the SDK can't call it. */
export class LibraryTexts {
  private readonly known = new Map<string, LibraryText>();
  private readonly installed = new Map<string, ReadonlySet<string>>();

  constructor(private readonly files: CodeFiles, private readonly pythonRoots: readonly string[]) {}

  /** Finds the folder of a package of npm as Node.js does: beside the code, further up, and in layers. */
  public findPackage(from: string, specifier: string): string | undefined {
    const name = findPackageName(specifier);
    const above: string[] = [];
    for (let at = from; at !== '/' && at !== '.'; at = posix.dirname(at)) above.push(`${at}/node_modules`);
    return [...above, ...NODE_LAYERS].map((each) => `${each}/${name}`).find((each) => this.files.list(each).length > 0);
  }

  /** A package of npm, with those that it depends on. */
  public ofPackage(from: string, specifier: string): LibraryText {
    const folder = this.findPackage(from, specifier);
    if (folder === undefined) return 'absent';
    return this.searchOnce(`npm ${folder}`, () => {
      if (this.searchFolder(folder)) return 'names DynamoDB';
      const dependencies = Object.keys(this.readPackage(folder).dependencies ?? {});
      if (dependencies.some((each) => this.ofPackage(folder, each) === 'names DynamoDB')) return 'names DynamoDB';
      return 'silent';
    });
  }

  /** Tells whether a package is code of the app, which is copied to where packages are, and never published. */
  public isUnpublished(folder: string): boolean {
    return this.readPackage(folder).private === true || !this.files.list(folder).some((name) => /^(readme|licen[cs]e)/i.test(name));
  }

  public readPackage(folder: string): Record<string, any> {
    return tryToParseJson(this.files.read(`${folder}/package.json`) ?? '') ?? {};
  }

  /** A package that pip put beside the code: beside it are its metadata. */
  public ofPythonPackage(name: string): LibraryText {
    return this.searchOnce(`pip ${name}`, () => {
      const root = this.pythonRoots.find((each) => this.listInstalledOnce(each).has(name));
      if (root === undefined) return 'absent';
      if (this.pythonNamesDynamoDb(`${root}/${name}`)) return 'names DynamoDB';
      return 'silent';
    });
  }

  /** A library in Python is a file or a folder. */
  private pythonNamesDynamoDb(path: string): boolean {
    if (this.files.has(`${path}.py`)) return NAMES_DYNAMODB.test(this.files.read(`${path}.py`) ?? '');
    return this.searchFolder(path);
  }

  /** A library that a bundler put into a file. */
  public findInBundle({ text }: SourceFile, regions: readonly LibraryRegion[], name: string): LibraryText {
    if (cutRegions(text, regions).some((region) => region.library === name && namesDynamoDb(region.text))) return 'names DynamoDB';
    return 'silent';
  }

  private searchOnce(key: string, find: () => LibraryText): LibraryText {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, 'silent'); // of packages that depend on each other
    const found = find();
    this.known.set(key, found);
    return found;
  }

  private listInstalledOnce(root: string): ReadonlySet<string> {
    const installed = this.installed.get(root) ?? this.listInstalled(root);
    this.installed.set(root, installed);
    return installed;
  }

  private listInstalled(root: string): ReadonlySet<string> {
    const folders = this.files.list(root).filter((each) => /\.(dist|egg)-info$/.test(each));
    return new Set(folders.flatMap((folder) => {
      const top = this.files.read(`${root}/${folder}/top_level.txt`);
      const record = this.files.read(`${root}/${folder}/RECORD`);
      const recorded = [...(record ?? '').matchAll(/^([^/,\n]+)(?:\/|\.py,)/gm)].map(([, name]) => name);
      return [...(top ?? '').split('\n').map((each) => each.trim()), ...recorded, folder.split('-')[0]].filter((each) => each !== '');
    }));
  }

  private searchFolder(folder: string): boolean {
    let left = MANY_FILES;
    const search = (path: string): boolean => this.files.list(path).some((name) => {
      const full = `${path}/${name}`;
      if (name === 'node_modules' || name === '__pycache__') return false;
      if (/\.(js|cjs|mjs|py|so)$/.test(name)) return --left < 0 || NAMES_DYNAMODB.test(this.files.read(full) ?? '');
      return !/\.\w+$/.test(name) && search(full);
    });
    return search(folder);
  }
}

/** `@scope/name` of `@scope/name/file` */
export function findPackageName(specifier: string): string {
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}
