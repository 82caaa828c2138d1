import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

const ROOT = join(__dirname, '../..');
const EXAMPLES = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/**
 * What aws-cdk-lib validates templates with. Its releases have it in them since some time after the oldest that the library
 * supports, and npm has no release of it by itself: with the oldest, these tests are skipped.
 */
const VALIDATE = join(dirname(require.resolve('aws-cdk-lib/package.json')), 'node_modules/@aws/cloudformation-validate');

/** What says nothing against a template: CDK ignores this one as well, which it brings about itself. */
const IGNORED = ['W3005'];

interface Diagnostic {
  readonly severity: string;
  readonly ruleId: string;
  readonly message: string;
}

/** It takes seconds to make, and keeps memory outside of the heap. */
let engine: any;
afterAll(() => engine?.free());

/** The templates of an example, as its app writes them. */
function templatesOf(example: string): string[] {
  const directory = join(ROOT, 'examples', example);
  const outdir = mkdtempSync(join(tmpdir(), 'cdk.out'));
  const { context } = JSON.parse(readFileSync(join(directory, 'cdk.json'), 'utf8'));
  execFileSync(join(ROOT, 'node_modules/.bin/tsx'), ['--tsconfig', join(ROOT, 'tsconfig.dev.json'), 'app.ts'], {
    cwd: directory, env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) }, stdio: 'pipe',
  });
  return readdirSync(outdir).filter((file) => file.endsWith('.template.json')).map((file) => join(outdir, file));
}

/** What the validation finds that is worth more than an informational message. */
function findingsIn(path: string): string[] {
  const { CompositeEngine, TemplateFile } = createRequire(VALIDATE)(VALIDATE);
  engine ??= new CompositeEngine();
  const { diagnostics }: { diagnostics: Diagnostic[] } = engine.validateTemplate(new TemplateFile(path));
  return diagnostics.filter(({ severity, ruleId }) => !['INFO', 'DEBUG'].includes(severity) && !IGNORED.includes(ruleId))
    .map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

test.each(EXAMPLES)('%s has a test', (example) => {
  expect(readdirSync(__dirname)).toContain(`${example}.test.ts`);
});

test.each(EXAMPLES)('%s has an integration test with a snapshot', (example) => {
  expect(readdirSync(join(ROOT, 'test/integ'))).toEqual(expect.arrayContaining([`integ.${example}.ts`, `integ.${example}.ts.snapshot`]));
});

test('the page of the examples has them all', () => {
  const page = readFileSync(join(ROOT, 'examples/README.md'), 'utf8');

  expect([...page.matchAll(/^\| \[([^\]]+)\]\(\1\/README.md\)/gm)].map(([, name]) => name).sort()).toEqual(EXAMPLES);
});

(existsSync(VALIDATE) ? describe : describe.skip)("aws-cdk-lib's own validation", () => {
  test.each(EXAMPLES)('finds nothing in the templates of %s', (example) => {
    const templates = templatesOf(example);

    expect(templates).not.toEqual([]);
    expect(templates.flatMap(findingsIn)).toEqual([]);
  }, 300_000);

  test('finds what is wrong', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'template')), 'wrong.json');
    writeFileSync(path, JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Description: 1 } } } }));

    expect(findingsIn(path)).not.toEqual([]);
  });
});
