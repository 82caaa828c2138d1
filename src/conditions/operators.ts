import { isIP, isIPv4 } from 'net';
import { holdsToken } from './tokens';
import { findNearest } from '../problems/nearest';
import { describeValue, Problem } from '../problems/problem';
import { makeLookup } from '../values/lookup';

/** The form of the values of an operator. */
interface ValueForm {
  readonly expected: string;
  readonly isSound: (value: string) => boolean;
}

const SECONDS = /^\d{1,12}$/;
const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;

const TEXT: ValueForm = { expected: 'text', isSound: (value) => value !== '' };
const NUMBER: ValueForm = { expected: 'a number', isSound: (value) => /^-?\d+(\.\d+)?$/.test(value) };
const DATE: ValueForm = {
  expected: 'a date in ISO 8601, such as 2026-01-01T00:00:00Z, or seconds since 1970',
  isSound: (value) => !Number.isNaN(parseMoment(value)),
};
const BOOLEAN: ValueForm = { expected: 'true or false', isSound: (value) => /^(true|false)$/.test(value) };
const ADDRESS: ValueForm = { expected: 'an address or a range in CIDR notation, such as 203.0.113.0/24', isSound: isAddress };
const ARN: ValueForm = { expected: 'an ARN', isSound: (value) => /^[a-z*?]+:[^:]*:[^:]*:[^:]*:[^:]*:.+$/.test(value) };

/** Addresses that no request from the internet has. */
const PRIVATE_ADDRESS = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|f[cd][0-9a-f]{2}:)/i;

export function isPrivateAddress(value: string): boolean {
  return PRIVATE_ADDRESS.test(value);
}

function isAddress(value: string): boolean {
  const [, address, bits = '0'] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
  return address !== undefined && isIP(address) !== 0 && Number(bits) <= (isIPv4(address) ? 32 : 128);
}

/** Parses the value of a date operator into milliseconds. Returns NaN if the value is no date. */
export function parseMoment(value: string): number {
  if (SECONDS.test(value)) return Number(value) * 1000;
  if (ISO_8601.test(value)) return Date.parse(value);
  return NaN;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const VALUE_FORMS = makeLookup<ValueForm>({
  ...assignForm(TEXT, 'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'),
  ...assignForm(TEXT, 'BinaryEquals'),
  ...assignForm(NUMBER, 'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'),
  ...assignForm(NUMBER, 'NumericGreaterThan', 'NumericGreaterThanEquals'),
  ...assignForm(DATE, 'DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'),
  ...assignForm(BOOLEAN, 'Bool', 'Null'),
  ...assignForm(ADDRESS, 'IpAddress', 'NotIpAddress'),
  ...assignForm(ARN, 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'),
});

function assignForm(form: ValueForm, ...operators: string[]): Record<string, ValueForm> {
  return Object.fromEntries(operators.map((operator) => [operator, form]));
}

function findValueForm(operator: string): ValueForm | undefined {
  if (operator === 'Null') return VALUE_FORMS.Null;
  const name = operator.replace(/^(ForAllValues|ForAnyValue):/, '').replace(/IfExists$/, '');
  // `Null` takes neither a prefix nor IfExists
  if (name === 'Null') return undefined;
  return VALUE_FORMS[name];
}

export function findOperatorProblem(operator: string): Problem | undefined {
  if (typeof operator === 'string' && findValueForm(operator)) return undefined;
  const operators = Object.keys(VALUE_FORMS);
  const near = typeof operator === 'string' ? findNearest(operator, operators) : undefined;
  return {
    id: 'conditionOperator',
    value: `the condition operator is ${describeValue(operator)}`,
    expected: 'an operator of IAM such as StringEquals, possibly with ForAllValues: or ForAnyValue: before it or IfExists behind it',
    remedy: near === undefined ? `write one of ${operators.join(', ')}` : `write ${near}`,
  };
}

/**
 * Finds what is wrong with a value for an operator. Tokens are accepted, because their values are unknown. Policy variables are
 * accepted only in text and in parts of ARNs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function findOperatorValueProblem(operator: string, value: string): Problem | undefined {
  const form = findValueForm(operator)!;
  if (holdsToken(value)) return undefined;
  if (form.isSound(value)) return undefined;
  return {
    id: 'conditionValue',
    value: `the value '${value}' does not suit ${operator}`,
    expected: form.expected,
    remedy: 'correct the value, or use another operator',
  };
}
