import fc from 'fast-check';
import { canMatchBoth, Pattern } from '../../src/policy/pattern';
import { isPatternIncluded } from '../../src/policy/pattern-inclusion';
import { intersectPatterns } from '../../src/policy/pattern-intersection';

test.each<[string, string, string | undefined]>([
  ['a-*', '*-x', 'a-*-x'],
  ['*', 'a*b', 'a*b'],
  ['ta?le', 'tab*', 'table'],
  ['a?', '?b', 'ab'],
  ['a*', 'b*', undefined],
  ['a', 'a?', undefined],
  ['', '*', ''],
])('%s and %s share %s', (one, other, expected) => {
  expect(intersectPatterns(one, other)).toBe(expected);
});

const PATTERN = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 6 }).map((characters) => characters.join(''));

function parse(text: string): Pattern {
  return new Pattern([...text].map((character) => character === '*' || character === '?' ? { repeats: character === '*' } : character));
}

test('what two patterns share is included in both, and is nothing only where no text matches both', () => {
  fc.assert(fc.property(PATTERN, PATTERN, (one, other) => {
    const shared = intersectPatterns(one, other);
    expect(shared !== undefined).toBe(canMatchBoth(parse(one), parse(other)));
    if (shared !== undefined) expect([one, other].map((each) => isPatternIncluded(parse(shared), [parse(each)]))).toEqual([true, true]);
  }), { numRuns: 2_000 });
});
