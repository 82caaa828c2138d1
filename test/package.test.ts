import { execFileSync } from 'child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

const ROOT = join(__dirname, '..');
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** What may be in the package. */
const HELD = [
  /^package\.json$/,
  /^(README|CHANGELOG|AGENTS)\.md$/,
  /^LICENSE$/,
  /^\.jsii$/,
  /^lib\/.+(?<!\.test)\.(js|d\.ts)$/,
  /^lib\/code\/tree-sitter\/(tree-sitter(-python)?\.(wasm|js)\.br|LICENSES\.txt)$/, // the parsers of code that is read
  /^assets\/report\/\w+\.(js|css|html)$/,
  /^schemas\/\w+\.schema\.json$/, // of the JSON that the commands write
];

/** A file of each kind that is in the package, and of each kind that isn't. */
const IN = [
  '.jsii', 'AGENTS.md', 'CHANGELOG.md', 'LICENSE', 'README.md', 'assets/report/page.css', 'assets/report/page.html', 'assets/report/page.js',
  'lib/cli/main.js', 'lib/code/tree-sitter/LICENSES.txt', 'lib/code/tree-sitter/tree-sitter.wasm.br', 'lib/index.d.ts', 'lib/index.js', 'lib/local/client/local-client.d.ts', 'lib/local/endpoint/keys.js',
  'lib/local/index.d.ts', 'package.json', 'schemas/report.schema.json',
];
const OUT = [
  '.ci/run', '.eslintrc.json', '.gitattributes', '.github/workflows/build.yml', '.jsii.tabl.json', '.projen/tasks.json', '.projenrc.ts',
  'API.md', 'CONTRIBUTING.md', 'SECURITY.md', 'assets/report/tsconfig.json', 'catalogue/operations.json', 'lib/code/index.d.ts', 'lib/local/endpoint/keys.d.ts', 'coverage/lcov.info', 'dist/js/package.tgz',
  'docs/.vitepress/dist/index.html', 'docs/keys.md', 'examples/quickstart/app.ts', 'package-lock.json', 'projenrc/tsconfig.json',
  'rosetta/default.ts-fixture', 'src/index.ts', 'test-reports/junit.xml', 'test/package.test.ts', 'test/proof/foreign/Cargo.toml',
  'test/proof/foreign/src/main.rs', 'tsconfig.dev.json', 'tsconfig.json',
  'tsconfig.tsbuildinfo',
];

function packedFrom(folder: string): string[] {
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  const [{ files }] = JSON.parse(said);
  return files.map(({ path }: { path: string }) => path).sort();
}

test('the package holds what is compiled, what it reads, and what says what it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  for (const file of [...IN, ...OUT]) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
  for (const file of ['package.json', '.npmignore']) copyFileSync(join(ROOT, file), join(folder, file));

  const packed = packedFrom(folder);
  rmSync(folder, { recursive: true });

  expect(packed).toEqual(IN);
});

test('nothing else of what is here is in the package', () => {
  expect(packedFrom(ROOT).filter((file) => !HELD.some((pattern) => pattern.test(file)))).toEqual([]);
});

test('the compiled files hold no source maps', () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));

  expect([compilerOptions.sourceMap, compilerOptions.inlineSourceMap, compilerOptions.inlineSources]).toEqual([undefined, false, false]);
});

/**
 * What Construct Hub looks for.
 * @see https://aws.amazon.com/blogs/opensource/best-practices-for-discoverability-of-a-construct-library-on-construct-hub/
 * @see https://github.com/cdklabs/construct-hub src/package-sources/npmjs/npm-js-follower.lambda.ts (which packages it takes),
 *   src/backend/ingestion/ingestion.lambda.ts (what it reads of them) and framework-detection.lambda-shared.ts (of which CDK they are)
 * @see https://github.com/cdklabs/construct-hub-webapp src/components/Markdown/Markdown.tsx (where links of the README lead)
 */
describe('Construct Hub', () => {
  test('finds it by a keyword', () => {
    expect(['cdk', 'awscdk'].filter((keyword) => !MANIFEST.keywords.includes(keyword))).toEqual([]);
  });

  test('finds the languages that jsii makes packages for', () => {
    expect(Object.keys(MANIFEST.jsii.targets).sort()).toEqual(['dotnet', 'go', 'java', 'python']);
  });

  test('may take it by its license', () => {
    expect(MANIFEST.license).toBe('Apache-2.0');
  });

  test('takes it for one of AWS CDK 2', () => {
    expect(Object.entries(MANIFEST.peerDependencies).map(([name, range]) => [name, String(range).match(/^\^(\d+)\./)?.[1]])).toEqual([
      ['aws-cdk-lib', '2'], ['constructs', '10'],
    ]);
  });

  test('shows how stable it is', () => {
    expect(MANIFEST.stability).toBe('experimental');
  });

  test('leads the links of the README to the repository', () => {
    expect(MANIFEST.repository).toEqual({ type: 'git', url: expect.stringMatching(/^https:\/\/github\.com\/[\w-]+\/[\w-]+\.git$/) });
  });

  test('is not led astray by a link of the README from the root', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8').match(/\]\(\/[^)]*\)/g)).toBeNull();
  });
});
