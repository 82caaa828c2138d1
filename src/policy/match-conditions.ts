import { OPERATORS, splitOperator } from './condition-operators';
import { ConditionEntry, refusePolicy } from './policy-document';
import { RequestContext } from './request-context';

/**
 * Evaluates the values that one operator of a condition block has for one key.
 *
 * A key that the request doesn't have matches no value, so negated operators hold. If the policy lists several values, one of
 * them must match; under a negated operator none may match.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function matchesCondition(entry: ConditionEntry, context: RequestContext, variables: boolean, statement: string): boolean {
  const where = `${statement}, ${entry.operator}, ${entry.key}`;
  const values = context.getValues(entry.key);
  if (entry.operator === 'Null') return matchesNull(entry.values, values, where);

  const { quantifier, name, ifExists } = splitOperator(entry.operator);
  if (!Object.hasOwn(OPERATORS, name)) refusePolicy(where, `there is no condition operator ${entry.operator}`);
  const { comparison, negated } = OPERATORS[name];
  if (values.length === 0) return ifExists || quantifier === 'ForAllValues' || (quantifier === undefined && negated);

  const tests = entry.values.map((written) => comparison(written, { where, variables: variables ? context : undefined }));
  // AWS doesn't match a statement that has a variable without a value, not even under a negated operator
  if (negated && tests.includes(undefined)) return false;
  const isMet = (value: string) => tests.some((test) => test?.(value)) !== negated;

  if (quantifier === 'ForAllValues') return isEmpty(values) || values.every(isMet);
  if (quantifier === 'ForAnyValue') return !isEmpty(values) && values.some(isMet);
  if (values.length > 1) refusePolicy(where, `the request has ${values.length} values, which takes ForAllValues or ForAnyValue`);
  return isMet(values[0]);
}

/** `true` requires that the request has no value of the key, `false` that it has one. */
function matchesNull(written: readonly string[], values: readonly string[], where: string): boolean {
  return written.some((each) => {
    if (!/^(true|false)$/i.test(each)) refusePolicy(where, `${JSON.stringify(each)} is neither true nor false`);
    return isEmpty(values) === (each.toLowerCase() === 'true');
  });
}

/**
 * AWS treats an empty value like a missing one: `ForAllValues` holds for it, and `Null` tells it from a value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function isEmpty(values: readonly string[]): boolean {
  return values.every((value) => value === '');
}
