import { BlockList, isIP } from 'net';
import { refusePolicy } from './policy-document';
import { RequestContext } from './request-context';
import { parseArnPattern, parsePattern } from './text-pattern';

export interface ValueOptions {
  /** The place of the value in the policy, for messages. */
  readonly where: string;
  /** The values of policy variables. Without it, variables are plain text. */
  readonly variables?: RequestContext;
}

/** Makes a test for values of the request from a value of the policy. Returns `undefined` if a variable in it has no value. */
export type Comparison = (written: string, options: ValueOptions) => ((value: string) => boolean) | undefined;

const OPERATOR_NAME = /^(?:(?<quantifier>ForAllValues|ForAnyValue):)?(?<name>.*?)(?<ifExists>IfExists)?$/s;

/** The parts of an operator such as `ForAnyValue:StringEqualsIfExists`. */
export interface OperatorParts {
  readonly quantifier?: string;
  readonly name: string;
  readonly ifExists: boolean;
}

export function splitOperator(operator: string): OperatorParts {
  const { quantifier, name, ifExists } = OPERATOR_NAME.exec(operator)!.groups!;
  return { quantifier, name, ifExists: ifExists !== undefined };
}

/** A condition operator without its prefix and suffix. */
export interface Operator {
  readonly comparison: Comparison;
  /** True if the operator holds for values that don't match. */
  readonly negated: boolean;
}

/**
 * The condition operators, except `Null`, which looks at the key and not at its values.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { comparison: compareText('none'), negated: false },
  StringNotEquals: { comparison: compareText('none'), negated: true },
  StringEqualsIgnoreCase: { comparison: compareText('none', true), negated: false },
  StringNotEqualsIgnoreCase: { comparison: compareText('none', true), negated: true },
  StringLike: { comparison: compareText('any character'), negated: false },
  StringNotLike: { comparison: compareText('any character'), negated: true },
  NumericEquals: { comparison: compareNumber((order) => order === 0), negated: false },
  NumericNotEquals: { comparison: compareNumber((order) => order === 0), negated: true },
  NumericLessThan: { comparison: compareNumber((order) => order < 0), negated: false },
  NumericLessThanEquals: { comparison: compareNumber((order) => order <= 0), negated: false },
  NumericGreaterThan: { comparison: compareNumber((order) => order > 0), negated: false },
  NumericGreaterThanEquals: { comparison: compareNumber((order) => order >= 0), negated: false },
  DateEquals: { comparison: compareDate((order) => order === 0), negated: false },
  DateNotEquals: { comparison: compareDate((order) => order === 0), negated: true },
  DateLessThan: { comparison: compareDate((order) => order < 0), negated: false },
  DateLessThanEquals: { comparison: compareDate((order) => order <= 0), negated: false },
  DateGreaterThan: { comparison: compareDate((order) => order > 0), negated: false },
  DateGreaterThanEquals: { comparison: compareDate((order) => order >= 0), negated: false },
  Bool: { comparison: compareBoolean, negated: false },
  BinaryEquals: { comparison: compareBinary, negated: false },
  IpAddress: { comparison: compareIpRange, negated: false },
  NotIpAddress: { comparison: compareIpRange, negated: true },
  ArnEquals: { comparison: compareArn, negated: false },
  ArnLike: { comparison: compareArn, negated: false },
  ArnNotEquals: { comparison: compareArn, negated: true },
  ArnNotLike: { comparison: compareArn, negated: true },
};

function compareText(wildcards: 'none' | 'any character', ignoreCase = false): Comparison {
  return (written, options) => {
    const pattern = parsePattern(written, { ...options, wildcards, ignoresCase: ignoreCase });
    return pattern && ((value) => pattern.matches(value));
  };
}

function compareArn(written: string, options: ValueOptions): ((value: string) => boolean) | undefined {
  const pattern = parseArnPattern(written, options);
  return pattern && ((value) => pattern.matches(value));
}

function compareNumber(isMet: (order: number) => boolean): Comparison {
  return compareOrder('number', parseNumber, isMet);
}

function compareDate(isMet: (order: number) => boolean): Comparison {
  return compareOrder('date', parseDate, isMet);
}

/** Compares two parsed values. A value of the request that can't be parsed gives NaN, which meets no condition. */
function compareOrder(kind: string, parse: (value: string) => number, isMet: (order: number) => boolean): Comparison {
  return (written, { where }) => {
    const limit = parse(written);
    if (Number.isNaN(limit)) refusePolicy(where, `${JSON.stringify(written)} is not a ${kind}`);
    return (value) => isMet(parse(value) - limit);
  };
}

export function parseNumber(value: string): number {
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value)) return Number(value);
  return NaN;
}

/**
 * Parses a date in W3C's profile of ISO 8601, of which the year alone is enough, or the seconds since 1970.
 *
 * @see https://www.w3.org/TR/NOTE-datetime
 */
export function parseDate(value: string): number {
  if (W3C_DATE.test(value)) return Date.parse(value);
  if (/^\d{5,}$/.test(value)) return Number(value) * 1000;
  return NaN;
}

const W3C_DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

function compareBoolean(written: string, options: ValueOptions): ((value: string) => boolean) | undefined {
  if (!options.variables || !written.includes('${')) {
    if (!/^(true|false)$/i.test(written)) refusePolicy(options.where, `${JSON.stringify(written)} is neither true nor false`);
  }
  return compareText('none', true)(written, options);
}

function compareBinary(written: string, { where }: ValueOptions): (value: string) => boolean {
  if (!BASE64.test(written)) refusePolicy(where, `${JSON.stringify(written)} is not base64`);
  return (value) => BASE64.test(value) && Buffer.from(value, 'base64').equals(Buffer.from(written, 'base64'));
}

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function compareIpRange(written: string, { where }: ValueOptions): (value: string) => boolean {
  const { address, prefix, family } = parseIpRange(written, where);
  const range = new BlockList();
  range.addSubnet(address, prefix, family);
  return (value) => range.check(value, family);
}

/** Parses a range of addresses. An address without a prefix length is a range of one. */
export function parseIpRange(written: string, where: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } {
  const [address, length, ...rest] = written.split('/');
  const version = isIP(address);
  const [family, bits] = version === 4 ? ['ipv4', 32] as const : ['ipv6', 128] as const;
  const prefix = parsePrefix(length ?? `${bits}`);
  if (version === 0 || rest.length > 0 || !(prefix <= bits)) {
    refusePolicy(where, `${JSON.stringify(written)} is no IP address or range`);
  }
  return { address, prefix, family };
}

function parsePrefix(length: string): number {
  if (/^\d{1,3}$/.test(length)) return Number(length);
  return NaN;
}
