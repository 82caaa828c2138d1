/**
 * Synthesizes the quickstart in Python, Java and Go from the packages that jsii makes, each in a clean environment, and compares
 * the templates with that of TypeScript; parses what there is in C#, and compares its names with the API. See docs/languages.md.
 *
 *     npx projen languages [Python|Java|Go|.NET]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { problemsInDotNet } from './dotnet';
import { GO } from './go';
import { JAVA } from './java';
import { Language, ROOT } from './language';
import { PYTHON } from './python';
import { differencesOf, Resources } from './resources';
import { TYPESCRIPT } from './typescript';

/** What was seen of a package. */
interface Result {
  readonly language: string;
  readonly what: string;
  readonly seconds: number;
  readonly differences: readonly string[];
}

type Check = (work: string) => Promise<Pick<Result, 'what' | 'differences'>>;

async function resourcesIn(language: Language, work: string): Promise<Resources> {
  const output = join(work, 'cdk.out');
  await language.synthesize(work, output);
  return JSON.parse(readFileSync(join(output, 'Quickstart.template.json'), 'utf8')).Resources;
}

/** The checks of all languages, by their names. */
function checks(expected: Resources): Record<string, Check> {
  const synthesizing = (language: Language): [string, Check] => [language.name, async (work) => {
    const found = await resourcesIn(language, work);
    return { what: `${Object.keys(found).length} resources as in TypeScript`, differences: differencesOf(expected, found) };
  }];
  return {
    ...Object.fromEntries([PYTHON, JAVA, GO].map(synthesizing)),
    '.NET': problemsInDotNet,
  };
}

async function inFolder<T>(act: (work: string) => Promise<T>): Promise<T> {
  const work = mkdtempSync(join(tmpdir(), 'languages-'));
  try {
    return await act(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What a language lacks here, or what its tools say of the package. */
function failed({ message, stdout = '' }: Error & { stdout?: string }): Pick<Result, 'what' | 'differences'> {
  return { what: 'it can\'t be checked', differences: [`${message}\n${stdout}`] };
}

async function main(): Promise<void> {
  const expected = await inFolder((work) => resourcesIn(TYPESCRIPT, work));
  const results: Result[] = [];
  for (const [language, check] of Object.entries(checks(expected)).filter(([name]) => name.includes(process.argv[2] ?? ''))) {
    const started = Date.now();
    const { what, differences } = await inFolder(check).catch(failed);
    const seconds = Math.round((Date.now() - started) / 1000);
    results.push({ language, what, seconds, differences });
    console.log(`${language.padEnd(8)}${what.padEnd(34)}${differences.length === 0 ? 'holds' : 'FAILED'}  ${seconds} seconds`);
    for (const difference of differences) console.log(`  ${difference}`);
  }
  mkdirSync(join(ROOT, 'test-reports'), { recursive: true });
  writeFileSync(join(ROOT, 'test-reports', 'languages.json'), `${JSON.stringify(results, undefined, 2)}\n`);
  process.exitCode = results.every(({ differences }) => differences.length === 0) ? 0 : 1;
}

void main();
