import { holdsToken } from './policy-variables';
import { Problem } from '../features/problem';

/** What the values of an operator look like. */
interface ValueForm {
  readonly expected: string;
  readonly pattern: RegExp;
}

const TEXT: ValueForm = { expected: 'text', pattern: /^[^]+$/ };
const NUMBER: ValueForm = { expected: 'a number', pattern: /^-?\d+(\.\d+)?$/ };
const DATE: ValueForm = {
  expected: 'a date in ISO 8601, as in 2026-01-01T00:00:00Z, or seconds since 1970',
  pattern: /^(\d{1,12}|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?)$/,
};
const BOOLEAN: ValueForm = { expected: 'true or false', pattern: /^(true|false)$/ };
const ADDRESS: ValueForm = {
  expected: 'an address or a range in CIDR notation, as in 203.0.113.0/24',
  pattern: /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}(\/([12]?\d|3[0-2]))?|[0-9a-fA-F]*:[0-9a-fA-F:]*(\/(\d\d?|1[01]\d|12[0-8]))?)$/,
};
const ARN: ValueForm = { expected: 'an ARN', pattern: /^[a-z*?]+:[^:]*:[^:]*:[^:]*:[^:]*:.+$/ };

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, ValueForm>> = {
  StringEquals: TEXT,
  StringNotEquals: TEXT,
  StringEqualsIgnoreCase: TEXT,
  StringNotEqualsIgnoreCase: TEXT,
  StringLike: TEXT,
  StringNotLike: TEXT,
  BinaryEquals: TEXT,
  NumericEquals: NUMBER,
  NumericNotEquals: NUMBER,
  NumericLessThan: NUMBER,
  NumericLessThanEquals: NUMBER,
  NumericGreaterThan: NUMBER,
  NumericGreaterThanEquals: NUMBER,
  DateEquals: DATE,
  DateNotEquals: DATE,
  DateLessThan: DATE,
  DateLessThanEquals: DATE,
  DateGreaterThan: DATE,
  DateGreaterThanEquals: DATE,
  Bool: BOOLEAN,
  Null: BOOLEAN,
  IpAddress: ADDRESS,
  NotIpAddress: ADDRESS,
  ArnEquals: ARN,
  ArnLike: ARN,
  ArnNotEquals: ARN,
  ArnNotLike: ARN,
};

function formOf(operator: string): ValueForm | undefined {
  if (operator === 'Null') return OPERATORS.Null;
  const name = operator.replace(/^ForA(ll|ny)Values?:/, '').replace(/IfExists$/, '');
  return name === 'Null' ? undefined : OPERATORS[name];
}

/** What is wrong with an operator. */
export function problemOfOperator(operator: string): Problem | undefined {
  return typeof operator === 'string' && formOf(operator) ? undefined : {
    value: `condition operator '${operator}'`,
    expected: `one of ${Object.keys(OPERATORS).join(', ')}, with ForAllValues: or ForAnyValue: before it or IfExists behind it`,
    remedy: 'correct the spelling',
  };
}

/** What is wrong with a value for an operator. What isn't known before deployment, or only at the request, isn't judged. */
export function problemOfOperatorValue(operator: string, value: string): Problem | undefined {
  const form = formOf(operator)!;
  if (holdsToken(value) || value.includes('${')) return undefined;
  const isSound = form.pattern.test(value) && (form !== DATE || /^\d+$/.test(value) || !Number.isNaN(Date.parse(value)));
  return isSound ? undefined : {
    value: `'${value}' for ${operator}`,
    expected: form.expected,
    remedy: 'correct the value',
  };
}
