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
  const formProblem = findOperatorProblem(operator) ?? findTextProblem('the condition key', key);
  if (formProblem) return formProblem;
  const name = `the condition ${operator} ${key}`;
  const keyProblem = findKeyNameRemedy(key);
  if (keyProblem !== undefined) {
    return {
      id: 'conditionKey',
      value: `${name} uses a key that requests to DynamoDB do not have`,
      expected: 'a condition key of DynamoDB or a global condition key',
      remedy: keyProblem,
    };
  }
  const setProblem = findSetOperatorProblem(name, operator, key);
  if (setProblem) return setProblem;
  if (values.length === 0) return { id: 'emptyList', value: `${name} has no value`, expected: 'at least one value', remedy: 'add the values' };
  return findFirstProblem(values, (each) => findTextProblem(`a value of ${name}`, each))
    ?? findDuplicate(name, values)
    ?? findFirstProblem(values, (each) => findEmptyValueProblem(name, each)
      ?? findVariablesProblem(each)
      ?? findOperatorValueProblem(operator, each)
      ?? findAddressProblem(key, each)
      ?? findKeyValueProblem(operator, key, each));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
function findSetOperatorProblem(name: string, operator: string, key: string): Problem | undefined {
  const [isSet, values] = [operator.startsWith('ForA'), classifyValues(key)];
  if (isSet && values === 'one') {
    return {
      id: 'conditionOperator',
      value: `${name} has a set operator, but the key has one value`,
      expected: 'an operator without ForAllValues: or ForAnyValue:',
      remedy: `write ${operator.split(':')[1]}`,
    };
  }
  if (isSet || operator === 'Null' || values !== 'several') return undefined;
  return {
    id: 'conditionOperator',
    value: `${name} has no set operator, but the key can have several values`,
    expected: 'ForAllValues: or ForAnyValue: before the operator',
    remedy: `write ForAnyValue:${operator} or ForAllValues:${operator}`,
  };
}

function findEmptyValueProblem(condition: string, value: string): Problem | undefined {
  if (value !== '') return undefined;
  return { id: 'conditionValue', value: `${condition} has an empty value`, expected: 'a value with at least one character', remedy: 'write the value' };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip */
function findAddressProblem(key: string, value: string): Problem | undefined {
  if (!isSameKey(key, 'aws:SourceIp') || !isPrivateAddress(value)) return undefined;
  return {
    id: 'conditionValue',
    value: `${key} has the private address ${value}, which it has in no request`,
    expected: 'public addresses, because requests through a VPC endpoint do not have this key',
    remedy: 'use AccessCondition.fromVpcs or AccessCondition.fromVpcEndpoints',
  };
}
