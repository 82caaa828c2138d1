import { canMatchBoth } from '../../policy/pattern';
import { isPatternIncluded } from '../../policy/pattern-inclusion';
import { Matcher } from '../../policy/policy-document';
import { parseAction } from '../../policy/text-pattern';

/** The beginning of a pattern of actions that may be of a service of the report. */
const REPORTED_SERVICE = /^([^:]*[*?]|dynamodb:|kms:|logs:|sts:)/i;
const ALL_BUT = 'all but ';

/** Lists the patterns of an element that match several actions. `NotAction` is one pattern. */
export function listActionPatterns({ negated, values }: Matcher<string>): string[] {
  if (negated) return [writeActionPattern({ negated, values })];
  return values.filter((each) => /[*?]/.test(each) && REPORTED_SERVICE.test(each));
}

/** Writes a pattern of actions, for example `dynamodb:*` or `all but iam:*, kms:Decrypt`. */
export function writeActionPattern({ negated, values }: Matcher<string>): string {
  if (!negated) return values[0];
  if (values.length === 0) return '*';
  return `${ALL_BUT}${[...values].sort().join(', ')}`;
}

export function readActionPattern(pattern: string): Matcher<string> {
  if (!pattern.startsWith(ALL_BUT)) return { negated: false, values: [pattern] };
  return { negated: true, values: pattern.slice(ALL_BUT.length).split(', ') };
}

/** Tells whether one pattern includes all actions of another one. */
export function includesActions(broad: string, narrow: string): boolean {
  if (broad === narrow || broad === '*') return true;
  const [one, other] = [broad, narrow].map(readActionPattern);
  const [some, others] = [one, other].map(({ values }) => values.map(parseAction));
  if (!one.negated) return !other.negated && isPatternIncluded(others[0], some);
  if (other.negated) return some.every((each) => isPatternIncluded(each, others));
  return some.every((each) => !canMatchBoth(each, others[0]));
}

/** Finds the patterns of the actions that patterns of both lists match. Where neither pattern includes the other, it's the first one. */
export function intersectActions(some: readonly string[], others: readonly string[]): string[] {
  const both = some.flatMap((one) => others.flatMap((other) => {
    if (includesActions(other, one)) return [one];
    if (includesActions(one, other)) return [other];
    if (shareActions(one, other)) return [one];
    return [];
  }));
  return [...new Set(both)];
}

/** Tells whether a pattern matches actions of a service. The actions of other services aren't on resources of these. */
export function matchesServices(pattern: string, services: ReadonlySet<string>): boolean {
  return [...services].some((service) => shareActions(pattern, `${service}:*`));
}

function shareActions(...patterns: [string, string]): boolean {
  const [one, other] = patterns.map(readActionPattern);
  if (one.negated || other.negated) return true;
  return canMatchBoth(parseAction(one.values[0]), parseAction(other.values[0]));
}
