/** One item of a pattern: a character, or a wildcard. */
export type PatternItem = string | Wildcard;

export interface Wildcard {
  /** True if it matches any number of characters, false if it matches one. */
  readonly repeats: boolean;
  /** A character that it doesn't match. */
  readonly except?: string;
}

/**
 * A pattern of characters and wildcards.
 *
 * It follows all ways to match at once, so that the time grows with the length of the text and of the pattern, however many wildcards
 * there are. A regular expression tries one way after the other.
 */
export class Pattern {
  /** The characters before the first wildcard. */
  public readonly prefix: string;
  public readonly isLiteral: boolean;
  private readonly suffix: string;
  private readonly fewest: number;
  /** True if any text may follow at the end. */
  private readonly isOpen: boolean;
  private readonly start: ReadonlySet<number>;

  constructor(public readonly items: readonly PatternItem[], public readonly ignoresCase = false) {
    const first = items.findIndex(isWildcard);
    this.isLiteral = first < 0;
    this.prefix = joinCharacters(this.isLiteral ? items : items.slice(0, first));
    this.suffix = joinCharacters(takeLiteralEnd(items));
    this.fewest = this.prefix.length + (this.isLiteral ? 0 : this.suffix.length);
    const last = items.at(-1);
    this.isOpen = last !== undefined && isWildcard(last) && last.repeats && last.except === undefined;
    this.start = this.enter(new Set(), this.isLiteral ? items.length : first);
  }

  /** Tells whether a text matches from its beginning to its end. */
  public matches(value: string): boolean {
    if (value.length < this.fewest || (this.isLiteral && value.length > this.fewest)) return false;
    const text = this.ignoresCase ? foldCase(value) : value;
    if (this.isLiteral) return text === this.prefix;
    if (!text.startsWith(this.prefix) || !text.endsWith(this.suffix)) return false;
    let positions = this.start;
    if (this.isOpen && positions.has(this.items.length)) return true;
    for (const character of text.slice(this.prefix.length)) {
      positions = this.advance(positions, character);
      if (positions.size === 0) return false;
      if (this.isOpen && positions.has(this.items.length)) return true;
    }
    return positions.has(this.items.length);
  }

  /** The positions before any character. */
  public begin(): ReadonlySet<number> {
    return this.enter(new Set(), 0);
  }

  /** The positions after one more character. A position is the number of an item, or of all items at the end. */
  public advance(positions: ReadonlySet<number>, character: string): ReadonlySet<number> {
    const next = new Set<number>();
    for (const position of positions) {
      const item = this.items[position];
      if (item !== undefined && matchesItem(item, character)) this.enter(next, movePast(item, position));
    }
    return next;
  }

  /** Adds a position, and those behind the wildcards that may match nothing. */
  private enter(positions: Set<number>, from: number): Set<number> {
    let position = from;
    while (!positions.has(position)) {
      positions.add(position);
      const item = this.items[position];
      if (item !== undefined && repeats(item)) position++;
    }
    return positions;
  }
}

export function isWildcard(item: PatternItem): item is Wildcard {
  return typeof item !== 'string';
}

export function repeats(item: PatternItem): boolean {
  return isWildcard(item) && item.repeats;
}

/** Returns the position after an item has matched one character. An item that repeats may match the next one too. */
export function movePast(item: PatternItem, position: number): number {
  if (repeats(item)) return position;
  return position + 1;
}

export function matchesItem(item: PatternItem, character: string): boolean {
  if (isWildcard(item)) return item.except !== character;
  return item === character;
}

/** Tells whether a text may match both patterns. */
export function canMatchBoth(one: Pattern, other: Pattern): boolean {
  if (one.isLiteral) return other.matches(one.prefix);
  if (other.isLiteral) return one.matches(other.prefix);
  const shorter = Math.min(one.prefix.length, other.prefix.length);
  if (one.prefix.slice(0, shorter) !== other.prefix.slice(0, shorter)) return false;
  return walkBoth(one.items, other.items);
}

/** Walks along both patterns. A wildcard either ends, or matches the next item of the other pattern. */
function walkBoth(one: readonly PatternItem[], other: readonly PatternItem[]): boolean {
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [i, j] = pair;
    if (i === one.length && j === other.length) return true;
    const position = i * (other.length + 1) + j;
    if (seen.has(position)) continue;
    seen.add(position);
    const [item, counterpart] = [one[i], other[j]];
    if (item !== undefined && repeats(item)) open.push([i + 1, j]);
    if (counterpart !== undefined && repeats(counterpart)) open.push([i, j + 1]);
    if (item !== undefined && counterpart !== undefined && shareCharacter(item, counterpart)) {
      open.push([movePast(item, i), movePast(counterpart, j)]);
    }
  }
  return false;
}

function shareCharacter(item: PatternItem, counterpart: PatternItem): boolean {
  if (!isWildcard(counterpart)) return matchesItem(item, counterpart);
  return isWildcard(item) || matchesItem(counterpart, item);
}

function joinCharacters(items: readonly PatternItem[]): string {
  return items.filter((item) => !isWildcard(item)).join('');
}

function takeLiteralEnd(items: readonly PatternItem[]): readonly PatternItem[] {
  let start = items.length;
  while (start > 0 && !isWildcard(items[start - 1])) start--;
  return items.slice(start);
}

/**
 * Folds the case of each character by itself, as a regular expression with the flag `i` does. The Kelvin sign isn't a k.
 *
 * @see https://tc39.es/ecma262/#sec-runtime-semantics-canonicalize-ch
 */
export function foldCase(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(text)) return text.toUpperCase();
  return [...text].map(foldCharacter).join('');
}

function foldCharacter(character: string): string {
  const upper = character.toUpperCase();
  const isOneToOne = upper.length === character.length && (upper > '\x7f' || character <= '\x7f');
  return isOneToOne ? upper : character;
}
