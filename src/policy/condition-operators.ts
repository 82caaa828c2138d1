import { BlockList, isIP } from 'net';
import { malformed } from './policy-document';
import { RequestContext } from './request-context';
import { arnPattern, matchesSource, patternSource } from './text-pattern';

/** Where a value of a condition stands, and what its variables stand for, if it may have any. */
export interface ValueOptions {
  readonly where: string;
  readonly variables?: RequestContext;
}

/** Makes a test for values of the request out of a value of the policy; nothing if one of its variables has no value. */
export type Comparison = (written: string, options: ValueOptions) => ((value: string) => boolean) | undefined;

/** A condition operator without its prefix and suffix. */
export interface Operator {
  readonly comparison: Comparison;
  /** Whether the values must not match. */
  readonly negated: boolean;
}

/**
 * The condition operators, apart from `Null`, which asks for the key alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { comparison: text('none'), negated: false },
  StringNotEquals: { comparison: text('none'), negated: true },
  StringEqualsIgnoreCase: { comparison: text('none', true), negated: false },
  StringNotEqualsIgnoreCase: { comparison: text('none', true), negated: true },
  StringLike: { comparison: text('any character'), negated: false },
  StringNotLike: { comparison: text('any character'), negated: true },
  NumericEquals: { comparison: ordered(number, (order) => order === 0), negated: false },
  NumericNotEquals: { comparison: ordered(number, (order) => order === 0), negated: true },
  NumericLessThan: { comparison: ordered(number, (order) => order < 0), negated: false },
  NumericLessThanEquals: { comparison: ordered(number, (order) => order <= 0), negated: false },
  NumericGreaterThan: { comparison: ordered(number, (order) => order > 0), negated: false },
  NumericGreaterThanEquals: { comparison: ordered(number, (order) => order >= 0), negated: false },
  DateEquals: { comparison: ordered(date, (order) => order === 0), negated: false },
  DateNotEquals: { comparison: ordered(date, (order) => order === 0), negated: true },
  DateLessThan: { comparison: ordered(date, (order) => order < 0), negated: false },
  DateLessThanEquals: { comparison: ordered(date, (order) => order <= 0), negated: false },
  DateGreaterThan: { comparison: ordered(date, (order) => order > 0), negated: false },
  DateGreaterThanEquals: { comparison: ordered(date, (order) => order >= 0), negated: false },
  Bool: { comparison: boolean, negated: false },
  BinaryEquals: { comparison: binary, negated: false },
  IpAddress: { comparison: ipRange, negated: false },
  NotIpAddress: { comparison: ipRange, negated: true },
  ArnEquals: { comparison: arnPattern, negated: false },
  ArnLike: { comparison: arnPattern, negated: false },
  ArnNotEquals: { comparison: arnPattern, negated: true },
  ArnNotLike: { comparison: arnPattern, negated: true },
};

function text(wildcards: 'none' | 'any character', ignoreCase = false): Comparison {
  return (written, options) => {
    const source = patternSource(written, { ...options, wildcards });
    return source === undefined ? undefined : (value) => matchesSource(source, value, ignoreCase);
  };
}

/** Compares what both values mean; one of the request that means nothing is not a number, and holds for nothing. */
function ordered(parse: (value: string) => number, holds: (order: number) => boolean): Comparison {
  return (written, { where }) => {
    const limit = parse(written);
    if (Number.isNaN(limit)) malformed(where, `${JSON.stringify(written)} is not a ${parse.name}`);
    return (value) => holds(parse(value) - limit);
  };
}

function number(value: string): number {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value) ? Number(value) : NaN;
}

/**
 * A date of W3C's profile of ISO 8601, from the year alone on, or the seconds since 1970.
 *
 * @see https://www.w3.org/TR/NOTE-datetime
 */
function date(value: string): number {
  if (W3C_DATE.test(value)) return Date.parse(value);
  return /^\d{5,}$/.test(value) ? Number(value) * 1000 : NaN;
}

const W3C_DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

function boolean(written: string, options: ValueOptions): ((value: string) => boolean) | undefined {
  if (!options.variables || !written.includes('${')) {
    if (!/^(true|false)$/i.test(written)) malformed(options.where, `${JSON.stringify(written)} is neither true nor false`);
  }
  return text('none', true)(written, options);
}

function binary(written: string, { where }: ValueOptions): (value: string) => boolean {
  if (!BASE64.test(written)) malformed(where, `${JSON.stringify(written)} is not base64`);
  return (value) => BASE64.test(value) && Buffer.from(value, 'base64').equals(Buffer.from(written, 'base64'));
}

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** An address without a prefix length stands for itself. */
function ipRange(written: string, { where }: ValueOptions): (value: string) => boolean {
  const [address, length, ...rest] = written.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (version === 0 || rest.length > 0 || !(prefix <= bits)) {
    malformed(where, `${JSON.stringify(written)} is no IP address or range`);
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(address, prefix, family);
  return (value) => range.check(value, family);
}
