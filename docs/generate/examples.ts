import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '../..');

/** The pages whose examples aren't translated, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'docs/equivalents.md': 'its examples are lists of features, which are no programs',
};

/** An example of a page. What it uses is declared by its fixture, around it. */
export interface Example {
  readonly page: string;
  readonly fixture: string;
  readonly source: string;
}

/** An example in another language. */
export interface Translation {
  readonly language: string;
  /** The language as Markdown names it. */
  readonly fence: string;
  readonly source: string;
}

/** The translations of examples, by their TypeScript. */
export type Translations = Readonly<Record<string, readonly Translation[]>>;

const FENCE = /^```ts(?: fixture=(\w+))?\n(.*?)\n```$/gms;

/** The pages with examples, by their paths in the repository. */
export function pages(): [path: string, markdown: string][] {
  return ['README.md', 'AGENTS.md', ...readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`)]
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]);
}

/** The examples of a page, in TypeScript. Without a fixture of its own, an example stands in that of jsii-rosetta's default. */
export function examplesOf(page: string, markdown: string): Example[] {
  return [...markdown.matchAll(FENCE)].map(([, fixture = 'default', source]) => ({ page, fixture, source }));
}

/** The examples that are translated. */
export function translatedExamples(): Example[] {
  return pages().filter(([page]) => !(page in LEFT_OUT)).flatMap(([page, markdown]) => examplesOf(page, markdown));
}

/** The source of an example within its fixture, as jsii-rosetta hides what isn't of the example. */
export function completeSource({ fixture, source }: Example): string {
  const lines = source.split('\n');
  const [imports, statements] = [true, false].map((are) => lines.filter((line) => line.startsWith('import ') === are).join('\n').trim());
  // A comment at the end of a block is lost: so that none is, a statement follows.
  const body = readFileSync(join(ROOT, 'rosetta', `${fixture}.ts-fixture`), 'utf8').replace('/// here', () => `${shown(statements)}\n0;`);
  return imports === '' ? body : `${shown(`${imports}\n`)}\n${body}`;
}

/** The page with a tab for each language, where there are translations. */
export function withTabs(markdown: string, translations: Translations): string {
  return markdown.replace(FENCE, (fence, _fixture, source) => {
    const translated = translations[source];
    if (!translated) return fence;
    const tabs = [{ language: 'TypeScript', fence: 'ts', source }, ...translated]
      .flatMap((tab) => [`== ${tab.language}`, `\`\`\`${tab.fence}`, tab.source, '```']);
    return [':::tabs key:language variant:code', ...tabs, ':::'].join('\n');
  });
}

function shown(source: string): string {
  return `/// !show\n${source}\n/// !hide`;
}
