import { BlockList } from 'net';
import { parseDate, parseIpRange, parseNumber } from './condition-operators';
import { canMatchBoth, foldCase, isWildcard, Pattern, PatternItem } from './pattern';
import { isPatternIncluded, isPlaceholder } from './pattern-inclusion';
import { refusePolicy, tryPolicy } from './policy-document';
import { RequestContext } from './request-context';
import { parseArnPattern, parsePattern, TextOptions } from './text-pattern';

/** The values that one value of a condition matches. */
export type ValueSet =
  | { readonly kind: 'text'; readonly pattern: Pattern }
  | { readonly kind: 'binary'; readonly value: string }
  | { readonly kind: 'number' | 'date'; readonly low: Limit; readonly high: Limit }
  | { readonly kind: 'address'; readonly family: 'ipv4' | 'ipv6'; readonly address: string; readonly prefix: number };

interface Limit {
  readonly value: number;
  /** True if the limit itself matches. */
  readonly included: boolean;
}

type Parser = (written: string) => ValueSet;

/** The operators without `Not`, and `Resource` for the patterns of an element Resource. */
const PARSERS: Readonly<Record<string, Parser>> = {
  StringEquals: makeTextParser({ wildcards: 'none' }),
  StringEqualsIgnoreCase: makeTextParser({ wildcards: 'none', ignoresCase: true }),
  StringLike: makeTextParser({ wildcards: 'any character' }),
  Bool: makeTextParser({ wildcards: 'none', ignoresCase: true }),
  Resource: makeTextParser({ wildcards: 'within ARN parts' }),
  ArnEquals: parseArn,
  ArnLike: parseArn,
  BinaryEquals: (value) => ({ kind: 'binary', value }),
  IpAddress: (written) => ({ kind: 'address', ...parseIpRange(written, written) }),
  ...makeOrderParsers('Numeric', 'number', parseNumber),
  ...makeOrderParsers('Date', 'date', parseDate),
};

/** An operator without its prefix and suffix, and without `Not`. */
export interface PositiveOperator {
  readonly name: string;
  readonly negated: boolean;
}

/** Takes `Not` out of the name of an operator. */
export function splitNegation(operator: string): PositiveOperator {
  const name = operator.replace(/^Not|Not(?=Equals|Like)/, '');
  return { name, negated: name !== operator };
}

/** Parses a value of a condition. Returns `undefined` if the operator isn't known or the value can't be read. */
export function parseValueSet(operator: string, written: string): ValueSet | undefined {
  if (!Object.hasOwn(PARSERS, operator)) return undefined;
  return tryPolicy(() => PARSERS[operator](written)).result; // AWS refuses a policy with other values
}

/** Tells whether all values of one set are in the others. `false` also means that it can't be told. */
export function isIncluded(one: ValueSet, others: readonly ValueSet[]): boolean {
  switch (one.kind) {
    case 'text': return isPatternIncluded(one.pattern, others.filter((other) => other.kind === 'text').map(({ pattern }) => pattern));
    case 'binary': return others.some((other) => other.kind === 'binary' && other.value === one.value);
    case 'address': return others.some((other) => other.kind === 'address' && other.prefix <= one.prefix && containsAddress(other, one));
    default: return others.some((other) => other.kind === one.kind && isSubrange(one, other));
  }
}

/** Tells whether two sets have no value in common. `false` also means that it can't be told. */
export function areDisjoint(one: ValueSet, other: ValueSet): boolean {
  if (one.kind === 'text' && other.kind === 'text') return !canMatchBoth(...foldBoth(openPlaceholders(one.pattern), openPlaceholders(other.pattern)));
  if (one.kind === 'address' && other.kind === 'address') return !containsAddress(one, other) && !containsAddress(other, one);
  if ('low' in one && 'low' in other && one.kind === other.kind) return isBelow(one.high, other.low) || isBelow(other.high, one.low);
  return false;
}

const VARIABLE = /\$\{(?![*?$]\})[^{}]*\}/;
const placeholders = new Map<string, string>();
const NO_VALUES = new RequestContext({});

/** Replaces policy variables by characters, because the same variable has the same value in both conditions. */
function replaceByPlaceholders(written: string): string {
  return written.replaceAll(new RegExp(VARIABLE, 'g'), (variable) => {
    const placeholder = placeholders.get(variable) ?? String.fromCodePoint(0xf0000 + (placeholders.size % 0xffff));
    placeholders.set(variable, placeholder);
    return placeholder;
  });
}

function makeTextParser(options: Omit<TextOptions, 'where' | 'variables'>): Parser {
  return (written) => ({ kind: 'text', pattern: parsePattern(replaceByPlaceholders(written), { ...options, where: written, variables: NO_VALUES })! });
}

function parseArn(written: string): ValueSet {
  return { kind: 'text', pattern: parseArnPattern(replaceByPlaceholders(written), { where: written, variables: NO_VALUES })! };
}

function makeOrderParsers(type: string, kind: 'number' | 'date', parse: (written: string) => number): Record<string, Parser> {
  const [least, greatest] = [-Infinity, Infinity].map((value): Limit => ({ value, included: false }));
  const makeParser = (find: (value: number) => readonly [low: Limit, high: Limit]): Parser => (written) => {
    const value = parse(written);
    if (Number.isNaN(value)) refusePolicy(written, `it is not a ${kind}`);
    const [low, high] = find(value);
    return { kind, low, high };
  };
  return {
    [`${type}Equals`]: makeParser((value) => [{ value, included: true }, { value, included: true }]),
    [`${type}LessThan`]: makeParser((value) => [least, { value, included: false }]),
    [`${type}LessThanEquals`]: makeParser((value) => [least, { value, included: true }]),
    [`${type}GreaterThan`]: makeParser((value) => [{ value, included: false }, greatest]),
    [`${type}GreaterThanEquals`]: makeParser((value) => [{ value, included: true }, greatest]),
  };
}

type Range = Extract<ValueSet, { low: Limit }>;
type AddressRange = Extract<ValueSet, { kind: 'address' }>;

function isSubrange(one: Range, other: Range): boolean {
  const fromLow = other.low.value < one.low.value || (other.low.value === one.low.value && (other.low.included || !one.low.included));
  const toHigh = other.high.value > one.high.value || (other.high.value === one.high.value && (other.high.included || !one.high.included));
  return fromLow && toHigh;
}

function isBelow(high: Limit, low: Limit): boolean {
  return high.value < low.value || (high.value === low.value && !(high.included && low.included));
}

function containsAddress(range: AddressRange, { address, family }: AddressRange): boolean {
  if (range.family !== family) return false;
  const list = new BlockList();
  list.addSubnet(range.address, range.prefix, range.family);
  return list.check(address, family);
}

/** A variable may have any value. */
function openPlaceholders({ items, ignoresCase }: Pattern): Pattern {
  return new Pattern(items.map((item): PatternItem => !isWildcard(item) && isPlaceholder(item) ? { repeats: true } : item), ignoresCase);
}

function foldBoth(one: Pattern, other: Pattern): [Pattern, Pattern] {
  if (one.ignoresCase === other.ignoresCase) return [one, other];
  const [first, second] = [one, other].map(({ items }) => new Pattern(items.map((item) => isWildcard(item) ? item : foldCase(item)), true));
  return [first, second];
}
