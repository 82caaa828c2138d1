import { classifyValues, findKeyNameRemedy, isSameKey } from './condition-keys';
import { findKeyValueProblem } from './condition-values';
import { findOperatorProblem, findOperatorValueProblem, isPrivateAddress } from './operators';
import { findVariablesProblem } from './policy-variables';
import { findTextProblem } from './text-problem';
import { findFirstProblem, Problem } from '../problems/problem';
import { findDuplicate } from '../problems/shape';

/** One entry of a condition block: an operator, a key, and the values of which one must match. */
export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export function findEntryProblem({ operator, key, values }: ConditionEntry): Problem | undefined {
  const formProblem = findOperatorProblem(operator) ?? findTextProblem('condition key', key);
  if (formProblem) return formProblem;
  const value = `condition ${operator} ${key}`;
  const keyProblem = findKeyNameRemedy(key);
  if (keyProblem !== undefined) {
    return { id: 'conditionKey', value, expected: 'a condition key that requests to DynamoDB carry', remedy: keyProblem };
  }
  const isSet = operator.startsWith('ForA');
  if (operator !== 'Null' && classifyValues(key) === (isSet ? 'one' : 'several')) {
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
  return findFirstProblem(values, (each) => findTextProblem(`${value} with the value`, each))
    ?? findDuplicate(value, values)
    ?? findFirstProblem(values, (each) => findEmptyValueProblem(value, each)
      ?? findVariablesProblem(each)
      ?? findOperatorValueProblem(operator, each)
      ?? findAddressProblem(key, each)
      ?? findKeyValueProblem(operator, key, each));
}

function findEmptyValueProblem(condition: string, value: string): Problem | undefined {
  if (value !== '') return undefined;
  return { id: 'conditionValue', value: `${condition} with the value ''`, expected: 'text that is not empty', remedy: 'name the value' };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip */
function findAddressProblem(key: string, value: string): Problem | undefined {
  if (!isSameKey(key, 'aws:SourceIp') || !isPrivateAddress(value)) return undefined;
  return {
    id: 'conditionValue',
    value: `the private address ${value} for ${key}`,
    expected: 'public addresses, as requests from a VPC carry none of theirs in this key',
    remedy: 'use AccessCondition.fromVpcs or fromVpcEndpoints',
  };
}
