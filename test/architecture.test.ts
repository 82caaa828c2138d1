import { readdirSync, readFileSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';

const SRC = join(__dirname, '..', 'src');

/** What each folder may import: other folders of src, and modules. */
const MAY_IMPORT: Record<string, string[]> = {
  problems: [],
  features: ['problems'],
  conditions: ['problems', 'features', 'net'],
  plan: ['problems', 'features', 'conditions'],
  policy: ['fs', 'net', 'path'],
  local: ['policy', 'child_process', 'crypto', 'fs', 'http', 'net', 'path'],
  report: ['features', 'policy', 'crypto', 'fs', 'path', 'aws-cdk-lib'],
  cli: ['checks', 'report', 'fs', 'util'],
  checks: ['features', 'policy', 'path', 'aws-cdk-lib', 'constructs'],
  testing: ['problems', 'features', 'policy', 'resources', 'aws-cdk-lib', 'constructs'],
  resources: ['problems', 'plan', 'aws-cdk-lib', 'constructs'],
  grants: ['problems', 'features', 'conditions', 'plan', 'resources', 'aws-cdk-lib', 'constructs', 'util'],
};

/** The folders and modules that the files of a folder import, apart from the folder itself. */
function importsOf(folder: string): string[] {
  return [...new Set(filesOf(folder).flatMap(importsOfFile))].filter((target) => target !== folder).sort();
}

function filesOf(folder: string): string[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

function importsOfFile(file: string): string[] {
  return targetsOf(file).map((target) => target.split('/')[0]);
}

/** What a file imports: modules, and files of src by their paths in it. */
function targetsOf(file: string): string[] {
  const path = join(SRC, file);
  return [...readFileSync(path, 'utf8').matchAll(/^(?:import|export|\}).* from '([^']+)';$/gm)].map(([, target]) =>
    target.startsWith('.') ? relative(SRC, resolve(dirname(path), target)) : target);
}

test('every folder of src has a rule for what it may import', () => {
  const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

test.each(Object.entries(MAY_IMPORT))('%s imports nothing but %j', (folder, allowed) => {
  expect(importsOf(folder).filter((target) => !allowed.includes(target))).toEqual([]);
});

/** What the folders of the grants may import of each other. */
const OF_GRANTS: Record<string, string[]> = {
  validation: [],
  policies: [],
  accounts: ['policies', 'validation'],
  warnings: ['accounts', 'policies', 'validation'],
  principals: ['policies', 'warnings'],
};

test('every folder of the grants has a rule for what it may import of the others', () => {
  const folders = readdirSync(join(SRC, 'grants'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.sort()).toEqual(Object.keys(OF_GRANTS).sort());
});

test.each(Object.entries(OF_GRANTS))('of the grants, %s imports no other folder but %j', (folder, allowed) => {
  const imported = filesOf(join('grants', folder)).flatMap(targetsOf).filter((target) => target.startsWith('grants/'))
    .map((target) => target.split('/')).filter((path) => path.length > 2).map(([, other]) => other);
  expect([...new Set(imported)].filter((other) => other !== folder && !allowed.includes(other))).toEqual([]);
});

test('of the report, the plugin alone knows CDK', () => {
  expect(filesOf('report').filter((file) => importsOfFile(file).includes('aws-cdk-lib'))).toEqual(['report/access-report.ts']);
});

test('the index names what is public one by one', () => {
  expect(readFileSync(join(SRC, 'index.ts'), 'utf8')).not.toContain('export *');
});

test('the package has no runtime dependencies but its peers', () => {
  const { dependencies, bundledDependencies, peerDependencies } = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8'));
  expect({ dependencies, bundledDependencies, peers: Object.keys(peerDependencies) }).toEqual({
    dependencies: undefined,
    bundledDependencies: undefined,
    peers: ['aws-cdk-lib', 'constructs'],
  });
});
