import { canMatchBoth } from './pattern';
import { parseResource } from './text-pattern';

/** Finds the ARNs that patterns match, each pattern once. */
export class ArnIndex {
  /** The ARNs in order, so that those with the same beginning are next to each other. */
  public readonly arns: readonly string[];
  private readonly known: ReadonlySet<string>;
  private readonly arnsByPattern = new Map<string, readonly string[]>();

  constructor(arns: Iterable<string>) {
    this.known = new Set(arns);
    this.arns = [...this.known].sort();
  }

  /** Finds the ARNs that a pattern of the element Resource matches. */
  public match(pattern: string): readonly string[] {
    if (!/[*?]/.test(pattern) && this.known.has(pattern)) return [pattern];
    const known = this.arnsByPattern.get(pattern);
    if (known) return known;
    const matching = this.findMatching(pattern);
    this.arnsByPattern.set(pattern, matching);
    return matching;
  }

  /** Finds the ARNs that have something below them that a pattern can match, such as an index of a table. */
  public matchBelow(written: string): readonly string[] {
    const pattern = parseResource(written);
    const above = [...pattern.prefix.matchAll(/\//g)].map(({ index }) => pattern.prefix.slice(0, index)).filter((arn) => this.known.has(arn));
    return [...new Set([...above, ...this.findByPrefix(pattern.prefix)])].filter((arn) => canMatchBoth(pattern, parseResource(`${arn}/*`)));
  }

  private findMatching(written: string): readonly string[] {
    const pattern = parseResource(written);
    return this.findByPrefix(pattern.prefix).filter((arn) => pattern.matches(arn));
  }

  private findByPrefix(prefix: string): readonly string[] {
    let [low, high] = [0, this.arns.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.arns[middle] < prefix) low = middle + 1; else high = middle;
    }
    let end = low;
    while (end < this.arns.length && this.arns[end].startsWith(prefix)) end++;
    return this.arns.slice(low, end);
  }
}
