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
  const path = join(SRC, file);
  return [...readFileSync(path, 'utf8').matchAll(/^(?:import|export|\}).* from '([^']+)';$/gm)].map(([, target]) =>
    target.startsWith('.') ? relative(SRC, resolve(dirname(path), target)).split('/')[0] : target.split('/')[0]);
}

test('every folder of src has a rule for what it may import', () => {
  const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

test.each(Object.entries(MAY_IMPORT))('%s imports nothing but %j', (folder, allowed) => {
  expect(importsOf(folder).filter((target) => !allowed.includes(target))).toEqual([]);
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
