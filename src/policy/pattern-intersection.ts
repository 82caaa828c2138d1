/** Items of two patterns, and what both have matched before them. */
interface Way {
  readonly one: number;
  readonly other: number;
  readonly text: string;
}

/**
 * Finds a pattern for texts that two patterns with `*` and `?` match. Returns `undefined` if no text matches both. Other texts may match both
 * too.
 */
export function intersectPatterns(one: string, other: string): string | undefined {
  const seen = new Set<number>();
  const open: Way[] = [{ one: 0, other: 0, text: '' }];
  for (let way = open.pop(); way; way = open.pop()) {
    if (way.one === one.length && way.other === other.length) return way.text;
    const position = way.one * (other.length + 1) + way.other;
    if (seen.has(position)) continue;
    seen.add(position);
    // the last is followed first: a wildcard matches as much as it can
    open.push(...endWildcards(one, other, way), ...advanceBoth(one, other, way));
  }
  return undefined;
}

/** Lets a `*` of one of the patterns end. Where both have one, the shared pattern has it too. */
function endWildcards(one: string, other: string, way: Way): Way[] {
  const [item, counterpart] = [one[way.one], other[way.other]];
  const text = item === '*' && counterpart === '*' && !way.text.endsWith('*') ? `${way.text}*` : way.text;
  return [
    ...counterpart === '*' ? [{ ...way, other: way.other + 1, text }] : [],
    ...item === '*' ? [{ ...way, one: way.one + 1, text }] : [],
  ];
}

/** Follows both patterns along one character. */
function advanceBoth(one: string, other: string, way: Way): Way[] {
  const [item, counterpart] = [one[way.one], other[way.other]];
  if (item === undefined || counterpart === undefined || (item === '*' && counterpart === '*')) return [];
  const shared = [item, counterpart].find((each) => each !== '*' && each !== '?') ?? '?';
  if ([item, counterpart].some((each) => each !== shared && each !== '*' && each !== '?')) return [];
  return [{
    one: item === '*' ? way.one : way.one + 1,
    other: counterpart === '*' ? way.other : way.other + 1,
    text: way.text + shared,
  }];
}
