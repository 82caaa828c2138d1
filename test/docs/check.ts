/**
 * Compiles the TypeScript examples of the pages in docs, each within its fixture in rosetta. jsii-rosetta compiles those of
 * the README, and knows no other pages.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** The examples, by the names of files that don't exist. */
const EXAMPLES = new Map(readdirSync(join(ROOT, 'docs')).filter((page) => page.endsWith('.md')).flatMap((page) =>
  [...readFileSync(join(ROOT, 'docs', page), 'utf8').matchAll(/^```ts fixture=(\w+)\n(.*?)^```$/gms)].map(([, fixture, example], index) => [
    join(ROOT, 'test', `${page}-${index}.ts`),
    readFileSync(join(ROOT, 'rosetta', `${fixture}.ts-fixture`), 'utf8').replace('/// here', () => example),
  ] as const)));

function compile(): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
  const options = { ...ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options, noUnusedLocals: false };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => EXAMPLES.has(file) || fileExists(file);
  host.readFile = (file) => EXAMPLES.get(file) ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) =>
    EXAMPLES.has(file) ? ts.createSourceFile(file, EXAMPLES.get(file)!, target) : getSourceFile(file, target, ...rest);
  const program = ts.createProgram([...EXAMPLES.keys()], options, host);
  return [...EXAMPLES.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .map(({ messageText, start }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}: `
        + EXAMPLES.get(file)!.slice(start).split('\n')[0]);
  });
}

const problems = compile();
for (const problem of problems) console.error(problem);
console.log(`${EXAMPLES.size} examples of docs, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
