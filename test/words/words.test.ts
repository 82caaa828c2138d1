import { join } from 'path';
import { measureWords } from './measure';

const FIGURES = measureWords(join(__dirname, '..', '..', 'src'));

test('at most 3 % of the names of functions contain "Of"', () => {
  expect(FIGURES.namesWithOf).toBeLessThanOrEqual(3);
});

test('at least 50 % of the names of functions begin with a verb', () => {
  expect(FIGURES.namesWithVerb).toBeGreaterThanOrEqual(50);
});

test('at most 10 names belong to several functions', () => {
  expect(FIGURES.severalDefinitions.slice(10)).toEqual([]);
});

test('a thousand lines of code have at most 25 conditional expressions', () => {
  expect(FIGURES.ternaries).toBeLessThanOrEqual(25);
});

test('a thousand lines of code have at most 5 casts', () => {
  expect(FIGURES.casts).toBeLessThanOrEqual(5);
});

test('at most 2 % of the doc comments begin with "What"', () => {
  expect(FIGURES.commentsWithWhat).toBeLessThanOrEqual(2);
});
