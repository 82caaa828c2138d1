import { ArnIndex } from '../../policy/arn-index';
import { ParsedStatement } from '../../policy/policy-document';
import { hasPolicyVariable, replacePolicyVariables } from '../../policy/policy-variables';

/** Finds the ARNs that statements name. */
export class ArnMatcher {
  /** Many statements name the same resources, so that they share the ARNs. */
  private readonly arnsByResources = new Map<string, ReadonlySet<string>>();
  private readonly arnsByStatement = new WeakMap<ParsedStatement, ReadonlySet<string>>();
  private readonly index: ArnIndex;

  constructor(arns: readonly string[]) {
    this.index = new ArnIndex(arns);
  }

  /** Finds the ARNs that a statement names. */
  public findNamedArns(parsed: ParsedStatement): ReadonlySet<string> {
    const known = this.arnsByStatement.get(parsed);
    if (known) return known;
    const resources = JSON.stringify([parsed.effect, parsed.resources]);
    const named = this.arnsByResources.get(resources) ?? this.matchResources(parsed);
    this.arnsByResources.set(resources, named);
    this.arnsByStatement.set(parsed, named);
    return named;
  }

  /** Tells whether a statement names an ARN. Without `Resource`, a statement of a resource's policy is on the resource. */
  public namesArn(parsed: ParsedStatement, arn: string): boolean {
    return !parsed.resources || this.findNamedArns(parsed).has(arn);
  }

  /** Finds the ARNs that a pattern matches. */
  public matchArns(pattern: string): readonly string[] {
    return this.index.match(pattern);
  }

  private matchResources({ effect, resources }: ParsedStatement): ReadonlySet<string> {
    if (!resources) return new Set();
    if (!resources.negated) return this.matchAll(resources.values);
    // a variable may have any value, so that NotResource of an Allow excludes nothing by it, and that of a Deny may except whatever it can match
    const sure = effect === 'Deny' ? resources.values : resources.values.filter((pattern) => !hasPolicyVariable(pattern));
    const excluded = this.matchAll(sure);
    return new Set(this.index.arns.filter((arn) => !excluded.has(arn)));
  }

  private matchAll(patterns: readonly string[]): ReadonlySet<string> {
    return new Set(patterns.flatMap((pattern) => this.matchArns(replacePolicyVariables(pattern))));
  }
}
