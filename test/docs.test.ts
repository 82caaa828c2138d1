import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');

/** The TypeScript examples of the pages in docs, each within its fixture, by the name of a file that doesn't exist. */
const EXAMPLES = new Map(readdirSync(join(ROOT, 'docs')).filter((page) => page.endsWith('.md')).flatMap((page) =>
  [...readFileSync(join(ROOT, 'docs', page), 'utf8').matchAll(/^```ts fixture=(\w+)\n(.*?)^```$/gms)].map(([, fixture, example], index) => [
    join(ROOT, 'test', `${page}-${index}.ts`),
    readFileSync(join(ROOT, 'rosetta', `${fixture}.ts-fixture`), 'utf8').replace('/// here', () => example),
  ] as const)));

/** The README's examples are compiled by jsii-rosetta, which knows no other pages. */
test('the examples in docs compile', () => {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false });
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => EXAMPLES.has(file) || fileExists(file);
  host.readFile = (file) => EXAMPLES.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => EXAMPLES.has(file)
    ? ts.createSourceFile(file, EXAMPLES.get(file)!, ts.ScriptTarget.ES2022)
    : getSourceFile(file, ...rest);
  const program = ts.createProgram([...EXAMPLES.keys()], { ...options, noUnusedLocals: false }, host);

  const problems = [...EXAMPLES.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  expect(EXAMPLES.size).toBeGreaterThan(0);
}, 60_000);
