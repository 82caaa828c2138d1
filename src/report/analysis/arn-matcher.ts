import { replaceVariables } from './read-statements';
import { ParsedStatement } from '../../policy/policy-document';
import { makeResourceTest } from '../../policy/text-pattern';

/** Finds the ARNs that statements name. It compares each pattern once. */
export class ArnMatcher {
  private readonly arnsByPattern = new Map<string, readonly string[]>();
  private readonly arnsByStatement = new WeakMap<ParsedStatement, ReadonlySet<string>>();
  private readonly known: ReadonlySet<string>;
  private readonly arns: readonly string[];

  constructor(arns: readonly string[]) {
    this.known = new Set(arns);
    this.arns = [...this.known].sort();
  }

  /** Finds the ARNs that a statement names. */
  public findNamedArns(parsed: ParsedStatement): ReadonlySet<string> {
    const named = this.arnsByStatement.get(parsed) ?? this.matchResources(parsed);
    this.arnsByStatement.set(parsed, named);
    return named;
  }

  /** Tells whether a statement names an ARN. Without `Resource`, a statement of a resource's policy is on the resource. */
  public namesArn(parsed: ParsedStatement, arn: string): boolean {
    return !parsed.resources || this.findNamedArns(parsed).has(arn);
  }

  /** Finds the ARNs that a pattern matches. */
  public matchArns(pattern: string): readonly string[] {
    const known = this.arnsByPattern.get(pattern);
    if (known) return known;
    const wildcard = pattern.search(/[*?]/);
    if (wildcard < 0) return this.known.has(pattern) ? [pattern] : [];
    const candidates = this.findByPrefix(pattern.slice(0, wildcard));
    const matching = candidates.length === 0 ? [] : candidates.filter(makeResourceTest(pattern, { where: pattern })!);
    this.arnsByPattern.set(pattern, matching);
    return matching;
  }

  /** Finds ARNs by their beginning. They are next to each other, because the list is sorted. */
  private findByPrefix(text: string): readonly string[] {
    let [low, high] = [0, this.arns.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.arns[middle] < text) low = middle + 1; else high = middle;
    }
    let end = low;
    while (end < this.arns.length && this.arns[end].startsWith(text)) end++;
    return this.arns.slice(low, end);
  }

  private matchResources({ resources, variables }: ParsedStatement): ReadonlySet<string> {
    if (!resources) return new Set();
    const named = new Set(resources.values.flatMap((pattern) =>
      this.matchArns(variables ? replaceVariables(pattern) : pattern)));
    if (!resources.negated) return named;
    // a variable may have any value, so NotResource excludes only what it names without variables
    const excluded = new Set(resources.values.filter((pattern) => !variables || !pattern.includes('${'))
      .flatMap((pattern) => this.matchArns(pattern)));
    return new Set(this.arns.filter((arn) => !excluded.has(arn)));
  }
}
