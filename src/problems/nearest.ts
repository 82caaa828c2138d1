/** Finds the name that is most like a misspelt one. Returns undefined if no name is similar. */
export function findNearest(misspelt: string, names: readonly string[]): string | undefined {
  const [first] = names
    .map((name) => ({ name, distance: countEdits(misspelt.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  return first && first.distance <= Math.max(2, misspelt.length / 3) ? first.name : undefined;
}

/** Counts the characters that must be added, removed or replaced to turn one word into another (Levenshtein distance). */
export function countEdits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, character] of [...one].entries()) {
    row = row.reduce<number[]>((next, above, j) => {
      if (j === 0) return [i + 1];
      const replacement = row[j - 1] + Number(character !== other[j - 1]);
      return [...next, Math.min(above + 1, next[j - 1] + 1, replacement)];
    }, []);
  }
  return row[other.length];
}
