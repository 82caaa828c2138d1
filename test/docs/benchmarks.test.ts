import { readFileSync } from 'fs';
import { join } from 'path';
import { benchmarksPage } from '../../bench/page';
import results from '../../bench/results.json';

test('docs/benchmarks.md shows what was measured', () => {
  expect(readFileSync(join(__dirname, '../../docs/benchmarks.md'), 'utf8')).toBe(benchmarksPage(results));
});
