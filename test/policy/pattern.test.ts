import fc from 'fast-check';
import { canMatchBoth, Pattern, PatternItem } from '../../src/policy/pattern';
import { parsePattern } from '../../src/policy/text-pattern';

const CHARACTER = fc.constantFrom('a', 'b', ':', '/');
const WILDCARD = fc.record({ repeats: fc.boolean(), except: fc.constantFrom(undefined, ':', '/') });
const ITEMS = fc.array(fc.oneof(CHARACTER, WILDCARD), { maxLength: 6 });
const TEXT = fc.array(CHARACTER, { maxLength: 7 }).map((characters) => characters.join(''));
const MANY = { numRuns: 3000, seed: 20261129 };

/** Matches item by item, and tries all lengths of each wildcard. */
function matchesNaively([item, ...items]: readonly PatternItem[], text: string): boolean {
  if (item === undefined) return text === '';
  const [character, rest] = [text[0], text.slice(1)];
  if (typeof item === 'string') return item === character && matchesNaively(items, rest);
  const takes = character !== undefined && character !== item.except;
  if (!item.repeats) return takes && matchesNaively(items, rest);
  return matchesNaively(items, text) || (takes && matchesNaively([item, ...items], rest));
}

/** All texts of at most four characters that the tests use. */
const TEXTS = [0, 1, 2, 3, 4].flatMap((length) => Array.from({ length: 4 ** length }, (_, number) =>
  Array.from({ length }, (_each, at) => 'ab:/'[Math.floor(number / 4 ** at) % 4]).join('')));

describe('a pattern', () => {
  test('matches as one does that tries everything', () => {
    fc.assert(fc.property(ITEMS, TEXT, (items, text) => {
      expect(new Pattern(items).matches(text)).toBe(matchesNaively(items, text));
    }), MANY);
  });

  test('overlaps with another one where a text matches both', () => {
    const short = fc.array(fc.oneof(CHARACTER, WILDCARD), { maxLength: 3 });
    fc.assert(fc.property(short, short, (some, others) => {
      // a text of at most four characters is enough for patterns of at most three items that overlap with few of them
      const isFound = TEXTS.some((text) => matchesNaively(some, text) && matchesNaively(others, text));
      if (isFound || some.length + others.length <= 4) expect(canMatchBoth(new Pattern(some), new Pattern(others))).toBe(isFound);
    }), { ...MANY, numRuns: 1000 });
  });

  test('of many wildcards takes no longer than the text is long', () => {
    const pattern = parsePattern('*a'.repeat(200) + 'b*c', { where: 'here', wildcards: 'any character' })!;
    const before = process.cpuUsage();

    expect(pattern.matches('a'.repeat(2000) + 'c')).toBe(false);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
  });

  test.each([['k', '\u212a', false], ['s', '\u017f', false], ['ä', 'Ä', true], ['ß', 'SS', false], ['i', 'I', true]])(
    'without regard to case, %s and %s are the same: %s', (one, other, same) => {
      expect(parsePattern(one, { where: 'here', wildcards: 'none', ignoresCase: true })!.matches(other)).toBe(same);
    });

  test('matches a character beyond the first 65,536 by one question mark', () => {
    expect(['a?c', 'a??c'].map((text) => parsePattern(text, { where: 'here', wildcards: 'any character' })!.matches('a\u{1f511}c'))).toEqual([true, false]);
  });
});
