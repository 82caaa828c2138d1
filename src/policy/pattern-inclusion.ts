import { isWildcard, matchesItem, movePast, Pattern, PatternItem, repeats } from './pattern';

/** A character that no pattern names. */
const OTHER_CHARACTER = 'other';
/** A comparison that needs more steps isn't decided. */
const MOST_STEPS = 5_000;

/**
 * Tells whether every text that a pattern matches is matched by one of the others. Returns `false` if that takes too long to decide.
 *
 * Characters of the private planes stand for values that nobody knows, such as those of policy variables. Only the same character matches
 * them, and a wildcard that matches any text.
 */
export function isPatternIncluded(pattern: Pattern, others: readonly Pattern[]): boolean {
  // a pattern that respects case doesn't match each case of a letter
  const comparable = others.filter(({ ignoresCase }) => ignoresCase || !pattern.ignoresCase || !hasLetter(pattern));
  if (pattern.isLiteral && !hasPlaceholder(pattern)) return comparable.some((other) => other.matches(pattern.prefix));
  return new InclusionSearch(pattern.items, comparable.filter(({ ignoresCase }) => ignoresCase === pattern.ignoresCase)).holds();
}

/** A position in the pattern, and all positions of the others after the same characters. */
interface Step {
  readonly position: number;
  readonly others: readonly ReadonlySet<number>[];
}

/** Follows all texts of a pattern, and looks for one that none of the others matches. */
class InclusionSearch {
  private readonly seen = new Set<string>();
  private readonly open: Step[] = [];

  constructor(private readonly items: readonly PatternItem[], private readonly others: readonly Pattern[]) {}

  public holds(): boolean {
    this.add({ position: 0, others: this.others.map((other) => other.begin()) });
    for (let step = this.open.pop(); step; step = this.open.pop()) {
      if (this.seen.size > MOST_STEPS || !this.follow(step)) return false;
    }
    return true;
  }

  /** Returns `false` at the end of a text that none of the others matches. */
  private follow({ position, others }: Step): boolean {
    if (position === this.items.length) return this.others.some(({ items }, index) => others[index].has(items.length));
    const item = this.items[position];
    if (repeats(item)) this.add({ position: position + 1, others });
    for (const character of this.listCharacters(item, others)) {
      const next = this.others.map((other, index) => advanceOther(other, others[index], character));
      this.add({ position: movePast(item, position), others: next });
    }
    return true;
  }

  private add(step: Step): void {
    const key = `${step.position} ${step.others.map((positions) => [...positions].sort().join()).join(' ')}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.open.push(step);
  }

  /** Lists the characters that the others tell apart, and one that stands for the rest. */
  private listCharacters(item: PatternItem, others: readonly ReadonlySet<number>[]): string[] {
    if (!isWildcard(item)) return [item];
    const next = this.others.flatMap(({ items }, index) => [...others[index]].map((position) => items[position]));
    const named = next.map((each) => each !== undefined && isWildcard(each) ? each.except : each);
    return [...new Set([...named, OTHER_CHARACTER])].filter((each) => each !== undefined)
      .filter((character) => matchesItem(item, character) && !isPlaceholder(character));
  }
}

function advanceOther(pattern: Pattern, positions: ReadonlySet<number>, character: string): ReadonlySet<number> {
  if (!isPlaceholder(character)) return pattern.advance(positions, character);
  const able = [...positions].filter((position) => {
    const item = pattern.items[position];
    return item === character || (item !== undefined && isWildcard(item) && item.repeats && item.except === undefined);
  });
  return pattern.advance(new Set(able), character);
}

/** Tells whether a pattern has a character that may have another case. */
function hasLetter({ items }: Pattern): boolean {
  // eslint-disable-next-line no-control-regex
  return items.some((item) => !isWildcard(item) && !/^[\0-@[-`{-\x7f]$/.test(item));
}

function hasPlaceholder({ items }: Pattern): boolean {
  return items.some((item) => !isWildcard(item) && isPlaceholder(item));
}

/** Characters of the private planes stand for unknown values. */
export function isPlaceholder(character: string): boolean {
  return character >= '\u{f0000}' && character.codePointAt(0)! >= 0xf0000;
}
