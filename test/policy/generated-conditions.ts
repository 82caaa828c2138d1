import fc from 'fast-check';
import { ConditionEntry } from '../../src/policy/policy-document';
import { ContextValues } from '../../src/policy/request-context';

const TEXTS = ['A#', 'B#', 'C#', 'a#', 'A#1', ''];
const PATTERNS = ['A#', 'A*', '*#', 'A#*', '?#', 'A?', '*', 'B#*', '${aws:username}', '${aws:username}*'];
const NUMBERS = ['1', '2', '2.5', '3'];
const DATES = ['2026-01-01', '2026-06-01', '2027-01-01', '1780000000'];
const RANGES = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3', '192.168.0.0/16', '2001:db8::/32'];
const ARNS = ['arn:aws:s3:::bucket', 'arn:aws:s3:::b*', 'arn:aws:*:::bucket', 'arn:aws:lambda:eu-west-1:111122223333:function:a*'];

interface KeyFacts {
  readonly key: string;
  readonly operators: readonly string[];
  readonly written: readonly string[];
  /** The values that requests have. */
  readonly asked: readonly string[];
  readonly quantifiers: readonly string[];
}

const KEYS: readonly KeyFacts[] = [
  {
    key: 'dynamodb:LeadingKeys',
    operators: ['StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    written: PATTERNS.concat(TEXTS),
    asked: [...TEXTS, 'B#2', 'zoe', 'zoe1', '${aws:username}'],
    quantifiers: ['', 'ForAllValues:', 'ForAnyValue:'],
  },
  {
    key: 'aws:MultiFactorAuthAge',
    operators: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((each) => `Numeric${each}`),
    written: NUMBERS,
    asked: [...NUMBERS, '0', '2.2', '9', 'many'],
    quantifiers: [''],
  },
  {
    key: 'aws:CurrentTime',
    operators: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((each) => `Date${each}`),
    written: DATES,
    asked: [...DATES, '2026-03-01T00:00:00Z', '2030-01-01'],
    quantifiers: [''],
  },
  {
    key: 'aws:SourceIp',
    operators: ['IpAddress', 'NotIpAddress'],
    written: RANGES,
    asked: ['10.1.2.3', '10.1.9.9', '10.2.0.1', '192.168.1.1', '203.0.113.7', '2001:db8::1'],
    quantifiers: [''],
  },
  {
    key: 'aws:SourceArn',
    operators: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringLike'],
    written: ARNS,
    asked: ['arn:aws:s3:::bucket', 'arn:aws:s3:::bell', 'arn:aws:lambda:eu-west-1:111122223333:function:abc', 'arn:aws:sqs:::bucket'],
    quantifiers: [''],
  },
  { key: 'aws:SecureTransport', operators: ['Bool', 'StringEquals'], written: ['true', 'false'], asked: ['true', 'false'], quantifiers: [''] },
];

function generateEntry({ key, operators, written, quantifiers }: KeyFacts): fc.Arbitrary<ConditionEntry> {
  const compared = fc.record({
    quantifier: fc.constantFrom(...quantifiers),
    name: fc.constantFrom(...operators),
    ifExists: fc.constantFrom('', '', '', 'IfExists'),
    values: fc.uniqueArray(fc.constantFrom(...written), { minLength: 1, maxLength: 3 }),
  }).map(({ quantifier, name, ifExists, values }) => ({ operator: quantifier + name + ifExists, key, values }));
  const presence = fc.constantFrom(['true'], ['false'], ['true', 'false']).map((values) => ({ operator: 'Null', key, values }));
  return fc.oneof({ weight: 5, arbitrary: compared }, { weight: 1, arbitrary: presence });
}

/** Conditions on a few keys, so that two of them often have a key in common. */
export const CONDITIONS: fc.Arbitrary<ConditionEntry[]> = fc.array(fc.oneof(...KEYS.map(generateEntry)), { maxLength: 3 });

/** Conditions on one key. */
export const CONDITIONS_ON_ONE_KEY: fc.Arbitrary<[ConditionEntry[], ConditionEntry[]]> = fc.constantFrom(...KEYS).chain((key) => {
  const entries = fc.array(generateEntry(key), { minLength: 1, maxLength: 2 });
  return fc.tuple(entries, entries);
});

/** The values that a request can have for each key. A key of several values has a list. */
export const CONTEXT: fc.Arbitrary<ContextValues> = fc.record(
  Object.fromEntries(KEYS.map(({ key, asked, quantifiers }) => [key, quantifiers.length > 1
    ? fc.array(fc.constantFrom(...asked), { maxLength: 3 })
    : fc.constantFrom(...asked)])),
  { requiredKeys: [] },
).chain((values) => fc.constantFrom<ContextValues>({}, { 'aws:username': 'zoe' }, { 'aws:username': 'A#' })
  .map((names) => ({ ...values, ...names }) as ContextValues));
