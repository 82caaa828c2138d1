import { CodeFiles } from './code-files';
import { LibraryText } from './module-source';
import { SourceFile } from '../ir';
import { LibraryRegion } from '../languages/library-regions';

const NAMES_DYNAMODB = /dynamo|aws-sdk|boto/i;
/** The most files of a package that are read. A package with more files counts as one that names DynamoDB. */
const MANY_FILES = 3000;

/** Tells whether libraries have anything to do with DynamoDB: one that names neither it nor the SDK can't call it. */
export class LibraryTexts {
  private readonly known = new Map<string, LibraryText>();

  constructor(
    private readonly files: CodeFiles,
    private readonly nodeModules: readonly string[],
    private readonly pythonRoots: readonly string[],
  ) {}

  /** A package of npm, with those that it depends on. */
  public ofPackage(specifier: string): LibraryText {
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    return this.searchOnce(`npm ${name}`, () => {
      const folder = this.nodeModules.map((each) => `${each}/${name}`).find((each) => this.files.has(`${each}/package.json`));
      if (!folder) return 'absent';
      if (this.namesDynamoDb(folder)) return 'names DynamoDB';
      const dependencies = Object.keys(JSON.parse(this.files.read(`${folder}/package.json`) ?? '{}').dependencies ?? {});
      if (dependencies.some((each) => this.ofPackage(each) === 'names DynamoDB')) return 'names DynamoDB';
      return 'silent';
    });
  }

  /** A package that pip put beside the code: beside it are its metadata. */
  public ofPythonPackage(name: string): LibraryText {
    return this.searchOnce(`pip ${name}`, () => {
      const root = this.pythonRoots.find((each) => this.installed(each).has(name));
      if (root === undefined) return 'absent';
      if (this.pythonNamesDynamoDb(`${root}/${name}`)) return 'names DynamoDB';
      return 'silent';
    });
  }

  /** A library in Python is a file or a folder. */
  private pythonNamesDynamoDb(path: string): boolean {
    if (this.files.has(`${path}.py`)) return NAMES_DYNAMODB.test(this.files.read(`${path}.py`) ?? '');
    return this.namesDynamoDb(path);
  }

  /** A library that a bundler put into a file. */
  public findInBundle({ text }: SourceFile, regions: readonly LibraryRegion[], name: string): LibraryText {
    const own = regions.map((region, index) => ({ ...region, end: regions[index + 1]?.offset })).filter(({ library }) => library === name);
    if (own.some(({ offset, end }) => NAMES_DYNAMODB.test(text.slice(offset, end).replace(/^.*\n/, '')))) return 'names DynamoDB';
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

  private installed(root: string): ReadonlySet<string> {
    const folders = this.files.list(root).filter((each) => /\.(dist|egg)-info$/.test(each));
    return new Set(folders.flatMap((folder) => {
      const top = this.files.read(`${root}/${folder}/top_level.txt`);
      const record = this.files.read(`${root}/${folder}/RECORD`);
      const recorded = [...(record ?? '').matchAll(/^([^/,\n]+)(?:\/|\.py,)/gm)].map(([, name]) => name);
      return [...(top ?? '').split('\n').map((each) => each.trim()), ...recorded, folder.split('-')[0]].filter((each) => each !== '');
    }));
  }

  private namesDynamoDb(folder: string): boolean {
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
