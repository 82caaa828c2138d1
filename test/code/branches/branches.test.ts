import * as fc from 'fast-check';
import { comparePrograms } from './compare';
import { JAVASCRIPT, Language, PYTHON } from './languages';
import { programs } from './programs';
import { FORMS } from '../support';

const MINIFIED = FORMS.find(({ format, minify }) => format === 'cjs' && minify);

describe.each<[title: string, language: Language, form: typeof MINIFIED]>([
  ['JavaScript', JAVASCRIPT, undefined],
  ['minified JavaScript', JAVASCRIPT, MINIFIED],
  ['Python', PYTHON, undefined],
])('%s that names tables and indexes only under conditions', (_, language, form) => {
  const comparisons = comparePrograms(language, fc.sample(programs(language), { seed: 20, numRuns: 60 }), form);

  test('makes no request that is missing where all calls are said to be known', () => {
    expect(comparisons.filter(({ missing }) => missing.length > 0)).toEqual([]);
  });

  test('is nearly always read completely', () => {
    expect(comparisons.filter(({ state }) => state === 'complete').length).toBeGreaterThan(54);
  });
});
