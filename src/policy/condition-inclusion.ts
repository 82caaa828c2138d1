import { splitOperator } from './condition-operators';
import { matchesCondition } from './match-conditions';
import { ConditionEntry, tryPolicy } from './policy-document';
import { hasPolicyVariable } from './policy-variables';
import { RequestContext } from './request-context';
import { toSplitConditions } from './split-conditions';
import { areDisjoint, isIncluded, parseValueSet, PositiveOperator, splitNegation, ValueSet } from './value-sets';

/** Conditions that must all be met. */
export type Conditions = readonly ConditionEntry[];

/**
 * Tells whether every request that meets one of these conjunctions of conditions also meets one of the others. `false` also means that it
 * can't be told.
 */
export function areIncluded(some: readonly Conditions[], others: readonly Conditions[]): boolean {
  return some.every((one) => others.some((other) => isNarrower(one, other))
    || toSplitConditions(one).every((part) => others.some((other) => isNarrower(part, other))));
}

/** Tells whether the first conditions hold only where the second ones hold. */
function isNarrower(narrow: Conditions, broad: Conditions): boolean {
  return broad.every((entry) => isImplied(entry, narrow.filter(({ key }) => key.toLowerCase() === entry.key.toLowerCase())));
}

/** Tells whether conditions on a key imply another one on the same key. */
function isImplied(broad: ConditionEntry, onKey: Conditions): boolean {
  if (onKey.some((entry) => isSameCondition(entry, broad))) return true;
  const hasValue = onKey.some(requiresValue);
  if (broad.operator === 'Null') return hasValue && broad.values.every((value) => /^false$/i.test(value));
  const isAbsentMet = hasValue || onKey.some((entry) => !isMetWithout(entry)) || isMetWithout(broad);
  return isAbsentMet && onKey.some((entry) => impliesForValues(entry, broad, hasValue));
}

function isSameCondition(one: ConditionEntry, other: ConditionEntry): boolean {
  return one.operator === other.operator && JSON.stringify([...one.values].sort()) === JSON.stringify([...other.values].sort());
}

/** Tells whether a condition holds only for requests that have a value of the key other than the empty one. */
function requiresValue(entry: ConditionEntry): boolean {
  const { operator, key } = entry;
  if (operator === 'Null') return entry.values.every((value) => /^false$/i.test(value));
  const { quantifier } = splitOperator(operator);
  if (isMetWithout(entry)) return false;
  return quantifier === 'ForAnyValue' || (quantifier === undefined && !entry.values.some(hasPolicyVariable) && !isMetBy(entry, { [key]: '' }));
}

/** Tells whether a condition holds for requests without the key. */
function isMetWithout(entry: ConditionEntry): boolean {
  return isMetBy(entry, {});
}

/**
 * Tells whether a condition holds for no request without its key, and for none whose value of the key matches one of these patterns.
 *
 * @param patterns values of the key, with the wildcards of `StringLike`, or of `ArnLike` if they are ARNs
 */
export function requiresOtherValues(entry: ConditionEntry, patterns: readonly string[]): boolean {
  return !isMetWithout(entry) && !patterns.some((pattern) => canBeMetBy(entry, pattern));
}

/** Tells whether a condition on `kms:ViaService` requires requests through services that it names. */
export function requiresNamedService(entry: ConditionEntry): boolean {
  const otherService = '#.*';
  return requiresOtherValues(entry, [otherService]);
}

/** Tells whether a condition can hold for a value that matches a pattern. A value of the policy that can't be read matches nothing. */
export function canBeMetBy(entry: ConditionEntry, pattern: string): boolean {
  const { operator, key, values } = entry;
  if (!/[*?]/.test(pattern) && !values.some(hasPolicyVariable)) return isMetBy(entry, { [key]: pattern });
  const positive = splitNegation(splitOperator(operator).name);
  if (operator === 'Null' || positive.negated) return true;
  const valuesOfKey = parseValueSet(pattern.startsWith('arn:') ? 'ArnLike' : 'StringLike', pattern)!;
  return values.some((value) => {
    const set = parseValueSet(positive.name, value);
    return set !== undefined && !areDisjoint(set, valuesOfKey);
  });
}

/** Evaluates a condition. What can't be evaluated counts as met. */
function isMetBy(entry: ConditionEntry, context: Record<string, string>): boolean {
  return tryPolicy(() => matchesCondition(entry, new RequestContext(context), false, 'the condition')).result ?? true;
}

/** Tells whether a condition implies another one for all values that a request can have. */
function impliesForValues(narrow: ConditionEntry, broad: ConditionEntry, hasValue: boolean): boolean {
  if (narrow.operator === 'Null') return false;
  const [one, other] = [splitOperator(narrow.operator).quantifier, splitOperator(broad.operator).quantifier];
  // a request with several values meets no condition without a quantifier
  const isComparable = one === other
    || (one === undefined && other === 'ForAllValues')
    || (other === 'ForAnyValue' && hasValue && one !== 'ForAnyValue');
  return isComparable && areValuesIncluded(narrow, broad);
}

/** Tells whether each single value that meets one condition meets the other. */
function areValuesIncluded(narrow: ConditionEntry, broad: ConditionEntry): boolean {
  const [one, other] = [narrow, broad].map(({ operator }) => splitNegation(splitOperator(operator).name));
  const [some, others] = [parseAll(narrow, one), parseAll(broad, other)];
  if (!some || !others || (other.negated && !mentionsVariables(narrow, one, broad))) return false;
  if (!one.negated && !other.negated) return some.every((each) => isIncluded(each, others));
  if (one.negated && other.negated) return others.every((each) => isIncluded(each, some));
  return other.negated && some.every((each) => others.every((excluded) => areDisjoint(each, excluded)));
}

/** A variable without a value makes a negated operator fail. So its variables must be those of the other negated operator. */
function mentionsVariables(narrow: ConditionEntry, { negated }: PositiveOperator, broad: ConditionEntry): boolean {
  const matchVariables = ({ values }: ConditionEntry) => values.flatMap((value) => value.match(/\$\{[^{}]*\}/g) ?? []);
  return matchVariables(broad).every((variable) => negated && matchVariables(narrow).includes(variable));
}

function parseAll({ values }: ConditionEntry, { name }: PositiveOperator): readonly ValueSet[] | undefined {
  const sets = values.map((value) => parseValueSet(name, value));
  return sets.every((set) => set !== undefined) ? sets : undefined;
}
