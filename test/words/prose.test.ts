import { listPages, measureProse, readPage } from './measure-prose';

const PAGES = listPages().map((path) => ({ path, ...measureProse(readPage(path)) }));

test('all pages together have at most 5 commas per 100 words', () => {
  const words = PAGES.reduce((sum, page) => sum + page.words, 0);
  const commas = PAGES.reduce((sum, page) => sum + page.commasPer100Words * page.words / 100, 0);

  expect(commas * 100 / words).toBeLessThanOrEqual(5);
});

test('each page has at most 5 commas per 100 words', () => {
  expect(PAGES.filter(({ commasPer100Words }) => commasPer100Words > 5)).toEqual([]);
});

test('half of the sentences of each page have at most 20 words', () => {
  expect(PAGES.filter(({ wordsPerSentence }) => wordsPerSentence > 20)).toEqual([]);
});

test('examples are at most 80 characters wide', () => {
  expect(PAGES.filter(({ widestExample }) => widestExample > 80)).toEqual([]);
});

describe('the measure', () => {
  test('counts commas per 100 words of text and tables', () => {
    expect(measureProse('One, two three four five.\n\n| six, | seven eight nine ten |\n').commasPer100Words).toBe(20);
  });

  test('counts code as one word without commas', () => {
    expect(measureProse('Call `f(1, 2, 3)` now.\n')).toMatchObject({ words: 3, commasPer100Words: 0 });
  });

  test('counts no commas in numbers', () => {
    expect(measureProse('AWS allows 10,240 characters.\n').commasPer100Words).toBe(0);
  });

  test('counts no code blocks and no addresses of links', () => {
    expect(measureProse('See [the page](https://example.com/a,b).\n\n```ts\nf(1, 2);\n```\n')).toMatchObject({ words: 3, commasPer100Words: 0 });
  });

  test('takes the median of the words in a sentence', () => {
    expect(measureProse('One two three. One two three four. One two three four five six.\n').wordsPerSentence).toBe(4);
  });

  test('takes each item of a list for a sentence of its own', () => {
    expect(measureProse('- one two three\n- one two three four five\n- one two three four five\n').wordsPerSentence).toBe(5);
  });

  test('finds the widest line of an example', () => {
    expect(measureProse('```ts\nf();\nlonger();\n```\n\n```text\nthis is no example\n```\n').widestExample).toBe(9);
  });
});
