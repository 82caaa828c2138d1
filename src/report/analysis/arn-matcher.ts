import { ArnIndex } from '../../policy/arn-index';
import { canMatchBoth, Pattern } from '../../policy/pattern';
import { ParsedStatement } from '../../policy/policy-document';
import { hasPolicyVariable, replacePolicyVariables } from '../../policy/policy-variables';
import { readSample } from '../../policy/table-part';
import { parseResource } from '../../policy/text-pattern';

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
    const named = new Set(resources.values.flatMap((pattern) => this.matchArns(replacePolicyVariables(pattern))));
    if (!resources.negated) return named;
    // a variable may have any value, so NotResource excludes only what it names without variables
    const excluded = new Set(resources.values.filter((pattern) => !hasPolicyVariable(pattern))
      .flatMap((pattern) => this.matchArns(replacePolicyVariables(pattern))));
    const others = this.index.arns.filter((arn) => !excluded.has(arn));
    if (effect === 'Allow') return new Set(others);
    const unknown = resources.values.filter((pattern) => !excluded.has(pattern)).map((pattern) => parseResource(replacePolicyVariables(pattern)));
    return new Set(others.filter((arn) => !mayStandFor(arn, unknown)));
  }
}

/** Tells whether patterns may match one of the resources that an ARN stands for. A denial to all but the patterns doesn't deny that one. */
function mayStandFor(arn: string, patterns: readonly Pattern[]): boolean {
  const sampled = readSample(arn);
  if (sampled === arn) return false;
  const all = parseResource(sampled);
  return patterns.some((pattern) => canMatchBoth(pattern, all));
}
