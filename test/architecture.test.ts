import { readdirSync, readFileSync } from 'fs';
import { basename, dirname, join, relative, resolve } from 'path';
import * as ts from 'typescript';

const SRC = join(__dirname, '..', 'src');

/** The folders of src, single files of them, and the modules that each folder may import. */
const MAY_IMPORT: Record<string, string[]> = {
  values: [],
  problems: ['values'],
  features: ['values', 'problems'],
  conditions: ['values', 'problems', 'features', 'net'],
  plan: ['values', 'problems', 'features', 'conditions'],
  policy: ['values', 'features/recorded-access', 'features/table-parts', 'fs', 'net', 'path'],
  local: ['features', 'policy', 'async_hooks', 'child_process', 'crypto', 'fs', 'http', 'https', 'module', 'net', 'os', 'path', 'zlib'],
  report: ['values', 'problems', 'code', 'features', 'policy', 'crypto', 'fs', 'path', 'aws-cdk-lib'],
  code: ['values', 'features', 'policy', 'acorn', 'fs', 'module', 'path', 'vm', 'zlib'],
  cli: ['checks', 'code', 'local', 'problems', 'report', 'fs', 'path', 'util'],
  checks: ['values', 'problems', 'code', 'features', 'policy', 'report/analysis', 'fs', 'path', 'aws-cdk-lib', 'constructs'],
  testing: ['values', 'problems', 'features', 'policy', 'resources', 'aws-cdk-lib', 'constructs'],
  resources: ['values', 'problems', 'plan', 'policy', 'aws-cdk-lib', 'constructs'],
  grants: ['values', 'problems', 'features', 'conditions', 'plan', 'policy', 'resources', 'aws-cdk-lib', 'constructs', 'util'],
};

const FILES = listFiles('');
const IMPORTS: ReadonlyMap<string, readonly string[]> = new Map(FILES.map((file) => [file, findImports(file)]));

/** The files of a folder and of the folders in it, by their paths in src without `.ts`. */
function listFiles(folder: string): string[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file.replace(/\.ts$/, '')));
}

/** The modules and the files of src that a file imports. */
function findImports(file: string): string[] {
  const path = join(SRC, `${file}.ts`);
  return [...readFileSync(path, 'utf8').matchAll(/^(?:import|export|\}).* from '([^']+)';$/gm)].map(([, target]) =>
    target.startsWith('.') ? relative(SRC, resolve(dirname(path), target)) : target);
}

function importsOf(folder: string): string[] {
  return [...new Set(listFiles(folder).flatMap((file) => IMPORTS.get(file)!))];
}

function listFolders(folder: string): string[] {
  return readdirSync(join(SRC, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

test('every folder of src has a rule for what it may import', () => {
  expect(listFolders('').sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

test.each(Object.entries(MAY_IMPORT))('%s imports nothing but %j', (folder, allowed) => {
  const isAllowed = (target: string) => [folder, ...allowed].some((each) => target === each || target.startsWith(`${each}/`));

  expect(importsOf(folder).filter((target) => !isAllowed(target))).toEqual([]);
});

test('the generated pages of docs import nothing of the tests', () => {
  const folder = join(__dirname, '../docs/generate');
  const generators = readdirSync(folder).filter((file) => file.endsWith('.ts'));

  expect(generators.filter((file) => /from '[^']*\/test\//.test(readFileSync(join(folder, file), 'utf8')))).toEqual([]);
});

test('the endpoint that the proof runs on shares nothing with what writes policies', () => {
  const imported = importsOf('local/endpoint').filter((target) => target.includes('/'));

  expect(imported.filter((target) => !/^(local\/(endpoint|emulators)|policy)\//.test(target))).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const done = new Set<string>();
  const findCycle = (file: string, path: readonly string[]): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const target of IMPORTS.get(file) ?? []) {
      const cycle = findCycle(target, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };

  expect(FILES.flatMap((file) => findCycle(file, []))).toEqual([]);
});

/** The parts of a folder: its folders, and the files beside them, with the other parts that each may import. */
interface Parts {
  /** The part that each file beside the folders belongs to. */
  readonly files: Readonly<Record<string, string>>;
  readonly mayImport: Readonly<Record<string, readonly string[]>>;
}

const PARTS: Readonly<Record<string, Parts>> = {
  grants: {
    files: {
      'access-resources': 'values',
      'field-encryption': 'values',
      'role-logs': 'values',
      'role-trust': 'values',
      'source-conditions': 'values',
      'table-access': 'values',
      'dynamo-access-role': 'constructs',
      'lambda-table-access': 'constructs',
      'own-log-group': 'constructs',
      'table-access-grants': 'constructs',
      'table-access-policy': 'constructs',
    },
    mayImport: {
      values: ['validation'],
      validation: ['values'],
      policies: [],
      accounts: ['values', 'policies', 'validation'],
      warnings: ['values', 'accounts', 'policies', 'validation'],
      principals: ['policies', 'warnings'],
      constructs: ['values', 'validation', 'policies', 'accounts', 'warnings', 'principals'],
    },
  },
  report: {
    files: {
      'report-data': 'data',
      'phrases': 'data',
      'access-report': 'entry points',
      'read-input': 'entry points',
    },
    mayImport: {
      'data': [],
      'analysis': ['data'],
      'formats': ['data'],
      'entry points': ['data', 'analysis', 'formats'],
    },
  },
};

describe.each(Object.entries(PARTS))('in %s', (folder, { files, mayImport }) => {
  const findPart = (file: string) => dirname(file) === folder ? files[basename(file)] : file.split('/')[1];

  test('every file beside the folders belongs to a part', () => {
    expect(FILES.filter((file) => dirname(file) === folder).map((file) => basename(file)).sort()).toEqual(Object.keys(files).sort());
  });

  test('every part has a rule for what it may import of the others', () => {
    expect([...new Set([...listFolders(folder), ...Object.values(files)])].sort()).toEqual(Object.keys(mayImport).sort());
  });

  test.each(Object.entries(mayImport))('%s imports no other part but %j', (part, allowed) => {
    const imported = listFiles(folder).filter((file) => findPart(file) === part).flatMap((file) => IMPORTS.get(file)!)
      .filter((target) => target.startsWith(`${folder}/`)).map(findPart);

    expect([...new Set(imported)].filter((other) => other !== part && !allowed.includes(other))).toEqual([]);
  });
});

test('of the report, the plugin alone knows CDK', () => {
  expect(listFiles('report').filter((file) => IMPORTS.get(file)!.includes('aws-cdk-lib'))).toEqual(['report/access-report']);
});

test('the index names what is public one by one', () => {
  expect(readFileSync(join(SRC, 'index.ts'), 'utf8')).not.toContain('export *');
});

/** Lists the clauses that catch errors without looking at them, so that a mistake in the library is taken for an answer. */
function listIgnoringCatches(file: string, code = readFileSync(join(SRC, `${file}.ts`), 'utf8')): string[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const mentions = (node: ts.Node, name: string): boolean =>
    (ts.isIdentifier(node) && node.text === name) || (ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false);
  const find = (node: ts.Node): string[] => {
    const inner: string[] = [];
    ts.forEachChild(node, (child) => { inner.push(...find(child)); });
    if (!ts.isCatchClause(node)) return inner;
    const name = node.variableDeclaration?.name.getText();
    if (name !== undefined && mentions(node.block, name)) return inner;
    return [`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, ...inner];
  };
  return find(source);
}

test('no error is caught without a look at it', () => {
  expect(FILES.flatMap((file) => listIgnoringCatches(file))).toEqual([]);
});

test.each([
  ['without a name', 'try { read(); } catch { return undefined; }'],
  ['with a name that nothing uses', 'try { read(); } catch (error) { return undefined; }'],
])('a clause that ignores errors is found: %s', (_name, code) => {
  expect(listIgnoringCatches('file', code)).toEqual(['file:1']);
});

test('a clause that rethrows other errors is none that ignores errors', () => {
  expect(listIgnoringCatches('file', 'try { read(); } catch (error) { if (!isExpected(error)) throw error; }')).toEqual([]);
});

test('the package has no runtime dependencies but its peers', () => {
  const { dependencies, bundledDependencies, peerDependencies } = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8'));
  expect({ dependencies, bundledDependencies, peers: Object.keys(peerDependencies) }).toEqual({
    dependencies: undefined,
    bundledDependencies: undefined,
    peers: ['aws-cdk-lib', 'constructs'],
  });
});
