import { Counts, Side, SIDES } from '../../catalogue/rule-pack-counts';

/** What a rule of a pack says of one place in an app. */
export interface Finding {
  readonly rule: string;
  readonly side: Side;
}

/** The side of what is found on a resource of a type, or on the policy of one. */
export function sideOf(resourceType: string, isOnPolicy = false): Side {
  return isOnPolicy || /^AWS::(IAM::.*|Logs::LogGroup)$/.test(resourceType) ? 'access' : 'other';
}

/** The counts, in an order that doesn't depend on that of the findings. */
export function countsOf(findings: readonly Finding[]): Counts {
  return Object.fromEntries(SIDES.flatMap((side) => {
    const rules = findings.filter((finding) => finding.side === side).map(({ rule }) => rule).sort();
    return rules.length === 0 ? [] : [[side, Object.fromEntries(rules.map((rule) => [rule, rules.filter((each) => each === rule).length]))]];
  }));
}
