import { OPERATORS } from './condition-operators';
import { ConditionEntry, malformed } from './policy-document';
import { RequestContext } from './request-context';

/**
 * Whether one key under one operator is as the policy wants it.
 *
 * A key that is missing doesn't match, so that operators that want no match hold. Of several values in the policy, one must
 * match, or none under an operator that wants no match.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionHolds(entry: ConditionEntry, context: RequestContext, variables: boolean, statement: string): boolean {
  const where = `${statement}, ${entry.operator}, ${entry.key}`;
  const values = context.valuesOf(entry.key);
  if (entry.operator === 'Null') return nullHolds(entry.values, values, where);

  const { quantifier, name, ifExists } = OPERATOR_NAME.exec(entry.operator)!.groups!;
  if (!Object.hasOwn(OPERATORS, name)) malformed(where, `there is no condition operator ${entry.operator}`);
  const { comparison, negated } = OPERATORS[name];
  if (values.length === 0) return ifExists !== undefined || (quantifier ? quantifier === 'ForAllValues' : negated);

  const tests = entry.values.map((written) => comparison(written, { where, variables: variables ? context : undefined }));
  // AWS takes a statement for invalid if a variable in it has no value: not matching it is no match
  if (negated && tests.includes(undefined)) return false;
  const holds = (value: string) => tests.some((test) => test?.(value)) !== negated;

  if (quantifier) return isEmpty(values) ? quantifier === 'ForAllValues' : quantifier === 'ForAllValues' ? values.every(holds) : values.some(holds);
  if (values.length > 1) malformed(where, `the request has ${values.length} values, which takes ForAllValues or ForAnyValue`);
  return holds(values[0]);
}

const OPERATOR_NAME = /^(?:(?<quantifier>ForAllValues|ForAnyValue):)?(?<name>.*?)(?<ifExists>IfExists)?$/s;

/** `true` wants the key to be missing or empty, `false` wants it to be there with a value. */
function nullHolds(written: readonly string[], values: readonly string[], where: string): boolean {
  return written.some((each) => {
    if (!/^(true|false)$/i.test(each)) malformed(where, `${JSON.stringify(each)} is neither true nor false`);
    return isEmpty(values) === (each.toLowerCase() === 'true');
  });
}

/**
 * No values, or an empty one: what `ForAllValues` holds for, and what `Null` is there to refuse.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function isEmpty(values: readonly string[]): boolean {
  return values.every((value) => value === '');
}
