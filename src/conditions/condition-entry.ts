import { problemOfKeyName, same, valuesOf } from './condition-keys';
import { problemOfKeyValue } from './condition-values';
import { isPrivateAddress, problemOfOperator, problemOfOperatorValue } from './operators';
import { problemOfVariables } from './policy-variables';
import { problemOfText } from './problem-of-text';
import { firstProblem, Problem } from '../problems/problem';
import { problemOfTwice } from '../problems/shape';

/** One test of a condition block: this operator, on this key, with one of these values. */
export interface Test {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Finds what is wrong with the entry. */
export function problemOfTest({ operator, key, values }: Test): Problem | undefined {
  const formProblem = problemOfOperator(operator) ?? problemOfText('condition key', key);
  if (formProblem) return formProblem;
  const value = `condition ${operator} ${key}`;
  const keyProblem = problemOfKeyName(key);
  if (keyProblem !== undefined) {
    return { id: 'conditionKey', value, expected: 'a condition key that requests to DynamoDB carry', remedy: keyProblem };
  }
  const isSet = operator.startsWith('ForA');
  if (operator !== 'Null' && (isSet ? valuesOf(key) === 'one' : valuesOf(key) === 'several')) {
    return {
      id: 'conditionOperator',
      value,
      expected: isSet
        ? 'an operator without ForAllValues: or ForAnyValue:, as the key has one value'
        : 'ForAllValues: or ForAnyValue: before the operator, as the key may have several values',
      remedy: isSet ? 'leave it out' : 'write one of them',
    };
  }
  if (values.length === 0) return { id: 'emptyList', value: `${value} without a value`, expected: 'at least one value', remedy: 'name the values' };
  return firstProblem(values, (each) => problemOfText(`${value} with the value`, each)) ?? problemOfTwice(value, values)
    ?? firstProblem(values, (each) => each === ''
      ? { id: 'conditionValue', value: `${value} with the value '${each}'`, expected: 'text that is not empty', remedy: 'name the value' }
      : problemOfVariables(each) ?? problemOfOperatorValue(operator, each) ?? problemOfAddress(key, each) ?? problemOfKeyValue(operator, key, each));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip */
function problemOfAddress(key: string, value: string): Problem | undefined {
  return same(key, 'aws:SourceIp') && isPrivateAddress(value) ? {
    id: 'conditionValue',
    value: `the private address ${value} for ${key}`,
    expected: 'public addresses, as requests from a VPC carry none of theirs in this key',
    remedy: 'use AccessCondition.fromVpcs or fromVpcEndpoints',
  } : undefined;
}
