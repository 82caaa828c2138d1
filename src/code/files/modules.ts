import { builtinModules } from 'module';
import { posix } from 'path';
import { CodeFiles } from './code-files';
import { findPackageName, LibraryTexts } from './library-texts';
import { ExternalModule, ModuleSource, Resolution } from './module-source';
import { computeOnce } from '../../values/compute-once';
import { Module, SourceFile } from '../ir';
import { findLibraryRegions } from '../languages/library-regions';
import { UnparsableFile } from '../languages/parsers';
import { readJavaScript } from '../languages/read-javascript';
import { readPython } from '../languages/read-python';
import { isKnownLibrary } from '../libraries/known-libraries';

/** The SDK's own tables of DynamoDB: where they are in a file of the app, the SDK is bundled into it. */
const SDK_INSIDE = /DynamoDB_20120810|com\.amazonaws\.dynamodb#/;
/** Larger files hold more than an app: they would take minutes. */
const LARGE = 8_000_000;

/** The files that were parsed. Functions with the same code share them. */
interface ParsedFiles {
  /** The module of each path, or why it can't be read. */
  readonly modules: Map<string, Module | string>;
  readonly paths: WeakMap<SourceFile, string>;
}

const findParsed = computeOnce((_: CodeFiles): ParsedFiles => ({ modules: new Map(), paths: new WeakMap() }));

/** The modules of a function: its code at `/var/task`, and its layers at `/opt`. */
export class CodeModules implements ModuleSource {
  private readonly parsed: ParsedFiles;
  private readonly resolved = new Map<SourceFile, Map<string, Resolution>>();
  private readonly libraries: LibraryTexts;

  constructor(private readonly files: CodeFiles, private readonly root: string) {
    this.parsed = findParsed(files);
    this.libraries = new LibraryTexts(files, [root, ...PYTHON_LAYERS]);
  }

  public resolveModule(from: SourceFile, specifier: string): Resolution {
    const resolved = this.resolved.get(from) ?? new Map<string, Resolution>();
    this.resolved.set(from, resolved);
    const known = resolved.get(specifier);
    if (known) return known;
    const found = from.language === 'python' ? this.resolvePython(from, specifier) : this.resolveJavaScript(from, specifier);
    resolved.set(specifier, found);
    return found;
  }

  /** Reads a file of the app; says why if that can't be done. */
  public readModuleAt(path: string): Module | string {
    const known = this.parsed.modules.get(path);
    if (known !== undefined) return known;
    const read = this.parseModule(path);
    this.parsed.modules.set(path, read);
    return read;
  }

  private parseModule(path: string): Module | string {
    const isPackage = path.endsWith('/__init__.py') && this.files.list(posix.dirname(path)).length > 0;
    const text = this.files.read(path) ?? (isPackage ? '' : undefined);
    if (text === undefined) return `${this.shown(path)} is not there`;
    if (text.length > LARGE) return `${this.shown(path)} is too large to be read`;
    const language = findFileLanguage(path);
    const file: SourceFile = { path: this.shown(path), text: path.endsWith('.json') ? `module.exports = ${text}` : text, language };
    this.parsed.paths.set(file, path);
    if (language === 'javascript' && findLibraryRegions(file).length === 0 && SDK_INSIDE.test(text)) {
      return `${this.shown(path)} has the AWS SDK bundled into it in a form that cannot be told from the app's own code`;
    }
    try {
      if (language === 'python') return readPython(file);
      return readJavaScript(file);
    } catch (error) {
      if (error instanceof UnparsableFile) return `${this.shown(path)} cannot be parsed: ${error.message}`;
      if (error instanceof RangeError) return `${this.shown(path)} is nested too deeply to be read`;
      throw error;
    }
  }

  private shown(path: string): string {
    if (path.startsWith(`${this.root}/`)) return path.slice(this.root.length + 1);
    return path;
  }

  private own(path: string, before: readonly string[] = []): Resolution {
    const modules = [...before, path].map((each) => this.readModuleAt(each));
    const problem = modules.find((each) => typeof each === 'string');
    if (problem !== undefined) return { kind: 'problem', reason: String(problem) };
    const [module, ...packages] = modules.filter((each) => typeof each !== 'string').reverse();
    return { kind: 'own', module, before: packages.reverse() };
  }

  private resolveJavaScript(from: SourceFile, specifier: string): Resolution {
    const bare = specifier.replace(/^node:/, '');
    if (specifier.startsWith('node:') || builtinModules.includes(bare)) return describeExternal(specifier, 'silent');
    const regions = findLibraryRegions(from);
    const isInlined = regions.some(({ library }) => library === specifier);
    if (isInlined) return describeExternal(specifier, this.libraries.findInBundle(from, regions, specifier));
    const folder = posix.dirname(this.parsed.paths.get(from) ?? `${this.root}/x`);
    if (/^\.{0,2}(\/|$)/.test(specifier)) {
      const found = this.findFile(posix.join(specifier.startsWith('/') ? '' : folder, specifier));
      if (found) return this.own(found);
      return missing(specifier);
    }
    if (specifier.startsWith('#')) return this.resolveInternal(folder, specifier);
    return this.resolvePackage(folder, specifier);
  }

  /** Follows a package that is code of the app. One that names DynamoDB, and that isn't known, is followed as far as it isn't too much. */
  private resolvePackage(from: string, specifier: string): Resolution {
    const library = describeExternal(specifier, this.libraries.ofPackage(from, specifier));
    const folder = this.libraries.findPackage(from, specifier);
    const isOwn = folder !== undefined && this.libraries.isUnpublished(folder);
    if (folder === undefined || isKnownLibrary(specifier) || (!isOwn && library.library !== 'names DynamoDB')) return library;
    const path = this.findEntry(folder, `.${specifier.slice(findPackageName(specifier).length)}`);
    if (path === undefined) return library;
    const found = this.own(path);
    if (isOwn) return found;
    if (found.kind === 'own') return { ...found, library };
    return library;
  }

  /** The file of a package that `.` or `./file` stands for: by its exports, or by its place. */
  private findEntry(folder: string, subpath: string): string | undefined {
    const targets = findPackageTargets(this.libraries.readPackage(folder).exports, subpath);
    return [...targets, subpath].map((each) => this.findFile(posix.join(folder, each))).find((each) => each !== undefined);
  }

  /** The package.json of the app may name its own files: `"imports": { "#store": "./src/store.js" }`. */
  private resolveInternal(folder: string, specifier: string): Resolution {
    for (let at = folder; at.length >= this.root.length; at = posix.dirname(at)) {
      const found = findPackageTargets(this.libraries.readPackage(at).imports, specifier).map((each) => this.findFile(posix.join(at, each))).at(0);
      if (found) return this.own(found);
    }
    return missing(specifier);
  }

  private findFile(path: string): string | undefined {
    const { main } = this.libraries.readPackage(path);
    const entries = [main].filter((each) => typeof each === 'string').flatMap((each) => ['', '.js', '/index.js'].map((ending) => posix.join(path, each + ending)));
    return [path, ...['.js', '.mjs', '.cjs', '.json'].map((extension) => path + extension), ...entries, ...['js', 'mjs', 'cjs'].map((extension) => `${path}/index.${extension}`)]
      .find((each) => /\.(js|mjs|cjs|json)$/.test(each) && this.files.has(each));
  }

  private resolvePython(from: SourceFile, specifier: string): Resolution {
    const path = this.parsed.paths.get(from) ?? `${this.root}/x.py`;
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    if (dots > 0) {
      const folder = Array.from({ length: dots - 1 }).reduce<string>((at) => posix.dirname(at), posix.dirname(path));
      const found = this.findPython([folder], specifier.slice(dots));
      if (found) return this.own(found.path, found.before);
      return missing(specifier);
    }
    const [first, ...rest] = specifier.split('.');
    const library = this.libraries.ofPythonPackage(first);
    const found = library === 'absent' ? this.findPython(this.pythonRoots(path), specifier) : undefined;
    if (found) return this.own(found.path, found.before);
    return { ...describeExternal(first, library), path: rest.join('.') };
  }

  /** `sys.path` has the root of the code and the layers; folders of the app are often added to it. */
  private pythonRoots(path: string): string[] {
    const above: string[] = [];
    for (let at = posix.dirname(path); at.length >= this.root.length && at !== '/'; at = posix.dirname(at)) above.push(at);
    return [...new Set([this.root, ...PYTHON_LAYERS, ...above])];
  }

  /** Finds a module, or a folder that is a package without a file of its own. */
  private findPython(roots: readonly string[], name: string): { path: string; before: string[] } | undefined {
    const parts = name === '' ? [] : name.split('.');
    const bases = roots.map((root) => ({ root, base: posix.join(root, ...parts) }));
    const files = bases.flatMap(({ root, base }) => [`${base}.py`, `${base}/__init__.py`].map((path) => ({ root, path })));
    const folders = bases.map(({ root, base }) => ({ root, path: `${base}/__init__.py` }));
    const found = files.find(({ path }) => this.files.has(path)) ?? folders.find(({ path }) => this.holdsModules(posix.dirname(path)));
    return found && { path: found.path, before: parts.slice(0, -1).map((_, index) => posix.join(found.root, ...parts.slice(0, index + 1), '__init__.py')) };
  }

  private holdsModules(folder: string): boolean {
    return this.files.list(folder).some((each) => each.endsWith('.py') || (!each.includes('.') && this.files.list(`${folder}/${each}`).some((inner) => inner.endsWith('.py'))));
  }
}

const PYTHON_LAYERS = ['/opt/python', ...Array.from({ length: 8 }, (_, index) => `/opt/python/lib/python3.${index + 8}/site-packages`)];

function missing(specifier: string): Resolution {
  return { kind: 'problem', reason: `the module ${specifier} is not in the asset` };
}

function describeExternal(name: string, library: ExternalModule['library']): ExternalModule {
  return { kind: 'external', name, path: '', library };
}

/** The conditions under which Node.js takes a target of a package. */
const CONDITIONS = ['node', 'import', 'require', 'default'];

/**
 * The paths that a subpath or a specifier stands for in the `exports` or `imports` of a package.
 *
 * @see https://nodejs.org/api/packages.html#conditional-exports
 */
function findPackageTargets(targets: unknown, specifier: string): string[] {
  if (typeof targets === 'string' && specifier === '.') return [targets];
  if (typeof targets !== 'object' || targets === null) return [];
  return Object.entries(targets).flatMap(([key, target]) => {
    if (CONDITIONS.includes(key)) return findPackageTargets(target, specifier);
    const wildcard = matchSpecifier(key, specifier);
    if (wildcard === undefined || !/^[.#]/.test(key)) return [];
    return findPackageTargets(target, '.').map((each) => each.replace('*', wildcard));
  });
}

export function findFileLanguage(path: string): SourceFile['language'] {
  if (path.endsWith('.py')) return 'python';
  return 'javascript';
}

/** The text that the wildcard of a pattern stands for, empty if the pattern has none. Undefined if the specifier doesn't match. */
function matchSpecifier(pattern: string, specifier: string): string | undefined {
  const [before, after] = pattern.split('*');
  if (after === undefined && pattern === specifier) return '';
  if (after === undefined || !specifier.startsWith(before) || !specifier.endsWith(after)) return undefined;
  return specifier.slice(before.length, specifier.length - after.length);
}
