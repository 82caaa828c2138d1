import { canMatchBoth, Pattern } from '../../policy/pattern';
import { isPatternIncluded } from '../../policy/pattern-inclusion';
import { hasPolicyVariable, replacePolicyVariables } from '../../policy/policy-variables';
import { parseResource } from '../../policy/text-pattern';
import { isRecord, toList } from '../../values/json-values';
import { ReportedCondition } from '../report-data';

/** The resources of a statement. */
export interface ResourceSet {
  /** True for `NotResource`. */
  readonly negated: boolean;
  readonly values: readonly string[];
}

/**
 * Reads the resources of a statement, as far as an entry of a report is about them. A report has an entry of its own for the resources with
 * policy variables. Returns `undefined` for a statement of a resource's own policy, which is about that resource alone.
 */
export function readResources(statement: unknown, conditions: readonly ReportedCondition[]): ResourceSet | undefined {
  if (!isRecord(statement) || 'Principal' in statement || 'NotPrincipal' in statement) return undefined;
  const negated = statement.NotResource !== undefined;
  const values = toList<unknown>(negated ? statement.NotResource : statement.Resource).filter((value) => typeof value === 'string');
  if (negated) return { negated, values };
  const named = new Set(conditions.filter(({ operator }) => operator === 'Resource').flatMap((each) => each.values));
  const variable = values.filter((value) => named.has(value));
  return { negated, values: variable.length > 0 ? variable : values.filter((value) => !hasPolicyVariable(removePseudoParameters(value))) };
}

/** Tells whether a set of resources includes all of another one. */
export function includesResources(broad: ResourceSet, narrow: ResourceSet): boolean {
  // most statements don't change
  if (broad.negated === narrow.negated && broad.values.join() === narrow.values.join()) return true;
  // a variable may have a value that excludes nothing
  const known = narrow.values.filter((value) => !narrow.negated || !hasPolicyVariable(removePseudoParameters(value)));
  const [some, others] = [broad.values, known].map((values) => values.map(parseOpenResource));
  if (!narrow.negated && !broad.negated) return others.every((each) => isPatternIncluded(each, some));
  if (narrow.negated && broad.negated) return some.every((each) => isPatternIncluded(each, others));
  if (narrow.negated) return broad.values.includes('*');
  return others.every((each) => some.every((excluded) => !canMatchBoth(each, excluded)));
}

/** A policy variable may have any value. A condition says which one. */
function parseOpenResource(value: string): Pattern {
  return parseResource(replacePolicyVariables(removePseudoParameters(value)));
}

/** The account and Region of a stack that can be deployed anywhere are one account and Region. */
function removePseudoParameters(value: string): string {
  return value.replace(/\$\{AWS::(\w+)\}/g, '$1');
}

/** Tells whether a pattern matches resources of several Regions or accounts. */
export function hasSeveralScopes(pattern: string): boolean {
  const [, , , region = '*', account = '*'] = replacePolicyVariables(removePseudoParameters(pattern)).split(':');
  return /[*?]/.test(`${region}${account}`);
}

export function describeResources({ negated, values }: ResourceSet): string {
  if (!negated && values.includes('*')) return 'any resource in all Regions and accounts';
  return `resources ${negated ? 'other than' : 'like'} ${values.join(' or ')}`;
}
