import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { BAD_INPUTS } from './bad-inputs';
import { ProblemKind, PROBLEMS } from '../../src/problems/catalogue';
import { findNearest } from '../../src/problems/nearest';

const ROOT = join(__dirname, '../..');
const KINDS: [string, ProblemKind][] = Object.entries(PROBLEMS);

/** The text of all files of a folder, but for those that list every id. */
function textOf(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('problems/catalogue.ts'))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8')).join('\n');
}

test('each kind of problem is named by the code', () => {
  const code = textOf('src');

  expect(KINDS.map(([id]) => id).filter((id) => !code.includes(`'${id}'`))).toEqual([]);
});

test('each kind of problem is what some test expects', () => {
  const tests = textOf('test');
  const reached = new Set<string>(BAD_INPUTS.map(({ id }) => id));

  expect(KINDS.map(([id]) => id).filter((id) => !reached.has(id) && !new RegExp(`cdk-dynamo-access:${id}\\b`).test(tests))).toEqual([]);
});

test('each kind of problem has sentences of its own for its cause and what it would lead to', () => {
  const sentences = KINDS.flatMap(([, { cause, consequence, remedy }]) => [cause, consequence, remedy]);

  expect(sentences.filter((sentence) => !/^[^a-z].*\.$/.test(sentence))).toEqual([]);
  expect(new Set(KINDS.map(([, { cause }]) => cause)).size).toBe(KINDS.length);
});

describe('the nearest name', () => {
  test.each([
    ['row', 'rows'], ['Rows', 'rows'], ['feature', 'features'], ['externalID', 'externalId'], ['tabelKey', 'tableKey'], ['timeout', undefined],
  ])('to %s is %s', (misspelt, name) => {
    expect(findNearest(misspelt, ['rows', 'features', 'externalId', 'tableKey'])).toBe(name);
  });
});
