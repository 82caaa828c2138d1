/**
 * Compiles the TypeScript examples of the pages, each within its fixture in rosetta, and translates them to the other languages of
 * jsii for the site. Fails on what can't be translated; what isn't is listed in examples.ts.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { translatedExamples } from './examples';
import { LANGUAGES, translate } from './translations';

const FILE = join(__dirname, '../.vitepress/cache/translations.json');

async function main(): Promise<void> {
  const examples = translatedExamples();
  const { translations, problems } = await translate(examples);
  for (const problem of problems) console.error(problem);
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(Object.fromEntries(examples.map(({ source }, index) => [source, translations[index]])), undefined, 2));
  console.log(`${examples.length} examples, translated to ${LANGUAGES.map(({ language }) => language).join(', ')}; ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

void main();
