import { tryToParseJson } from '../../src/values/parse-json';

test.each(['', '{', 'text'])('%j is not JSON', (text) => {
  expect(tryToParseJson(text)).toBeUndefined();
});

test.each([['{"one":1}', { one: 1 }], ['null', null]])('%s is JSON', (text, value) => {
  expect(tryToParseJson(text)).toEqual(value);
});
