/**
 * Counts how the pages for readers are worded: `npm run words` prints the figures of each page, and a test holds them.
 *
 * The limits come from the README files of well-known construct libraries, measured the same way.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

/** How a page is worded. */
export interface ProseFigures {
  readonly words: number;
  /** Commas in text and tables, without those in numbers. Code counts as one word without commas. */
  readonly commasPer100Words: number;
  /** The median number of words in a sentence. Headings, tables and lists of links have no sentences. */
  readonly wordsPerSentence: number;
  /** The widest line of an example, in characters. */
  readonly widestExample: number;
}

const ROOT = join(__dirname, '..', '..');
const CODE_BLOCK = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```$/gm;

/** Measures a page of Markdown. */
export function measureProse(markdown: string): ProseFigures {
  const text = withoutMarkup(markdown);
  const words = countWords(text);
  return {
    words,
    commasPer100Words: round((text.match(/,(?!\d)/g) ?? []).length * 100 / words),
    wordsPerSentence: findMedian(listSentences(text).map(countWords)),
    widestExample: Math.max(0, ...listExamples(markdown).flatMap((example) => example.split('\n')).map((line) => line.length)),
  };
}

/** The pages that a visitor reads, by their paths. API.md is left out, because docstrings have tests of their own. */
export function listPages(): string[] {
  const examples = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('README.md') && !/node_modules|cdk\.out/.test(file));
  const docs = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  return ['README.md', 'AGENTS.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs.map((file) => `docs/${file}`), ...examples.map((file) => `examples/${file}`)]
    .sort();
}

/** The text of a page. */
export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function listExamples(markdown: string): string[] {
  return [...markdown.matchAll(CODE_BLOCK)].filter(([, , language]) => language === 'ts').map(([, , , source]) => source);
}

/** Text and tables: code is a word, a link is its text, and a picture is nothing. */
function withoutMarkup(markdown: string): string {
  return markdown
    .replace(CODE_BLOCK, '')
    .replace(/^---\n[\s\S]*?\n---$/m, '')
    .replace(/<!--[\s\S]*?-->|<[^>]+>/g, '')
    .replace(/^ {4}.*$/gm, '')
    .replace(/`[^`]+`/g, 'code')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}/g, '')
    .replace(/^[|\-: ]+$/gm, '');
}

function listSentences(text: string): string[] {
  return text
    .replace(/^(#|\|).*$/gm, '')
    .split(/\n\s*\n|\n\s*(?:[-*]|\d+\.)\s+/)
    .flatMap((paragraph) => paragraph.replace(/\s+/g, ' ').split(/(?<=[.?!:])\s+/))
    .filter((sentence) => countWords(sentence) > 2);
}

function countWords(text: string): number {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu) ?? []).length;
}

function findMedian(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}

if (require.main === module) console.table(Object.fromEntries(listPages().map((path) => [path, measureProse(readPage(path))])));
