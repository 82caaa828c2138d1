import { CHOICE } from '../../policy/branches';
import { splitOperator } from '../../policy/condition-operators';
import { ConditionEntry } from '../../policy/policy-document';
import { ReportedCondition } from '../report-data';

const QUANTIFIERS: Readonly<Record<string, string>> = { ForAllValues: 'every ', ForAnyValue: 'some ' };

/** The words of each operator. Only those that AWS documents to be the same have the same words. */
const OPERATORS: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringNotEquals: 'is not',
  StringEqualsIgnoreCase: 'is, in any case,',
  StringNotEqualsIgnoreCase: 'is not, in any case,',
  StringLike: 'is like',
  StringNotLike: 'is not like',
  NumericEquals: 'is the number',
  NumericNotEquals: 'is not the number',
  NumericLessThan: 'is less than',
  NumericLessThanEquals: 'is at most',
  NumericGreaterThan: 'is more than',
  NumericGreaterThanEquals: 'is at least',
  DateEquals: 'is the time',
  DateNotEquals: 'is not the time',
  DateLessThan: 'is before',
  DateLessThanEquals: 'is not after',
  DateGreaterThan: 'is after',
  DateGreaterThanEquals: 'is not before',
  Bool: 'is',
  BinaryEquals: 'is the binary',
  IpAddress: 'is in',
  NotIpAddress: 'is not in',
  ArnEquals: 'is an ARN like',
  ArnLike: 'is an ARN like',
  ArnNotEquals: 'is not an ARN like',
  ArnNotLike: 'is not an ARN like',
};

/** Adds a description to a condition that readers understand without IAM's operators. */
export function describeCondition({ operator, key, values }: ConditionEntry): ReportedCondition {
  return { operator, key, values, text: phraseCondition(operator, key, values) };
}

function phraseCondition(operator: string, key: string, values: readonly string[]): string {
  const { quantifier, name, ifExists } = splitOperator(operator);
  const listed = listValues(values, name);
  if (name === 'Resource') return `only where the resource is ${listed}`;
  if (name === 'NotResource') return `only where the resource is not ${listed}`;
  if (operator === CHOICE) return `only if ${key} says so at deployment${values[0] === 'true' ? '' : ` (${listed})`}`;
  if (name === 'Session') return `only in the session ${listed}`;
  if (name === 'ResourcePolicy') return `only if ${key} allows it too`;
  const named = /:.*\s/.test(key) ? JSON.stringify(key) : key;
  return phraseKnownCondition(operator, named, values) ?? `only if ${QUANTIFIERS[quantifier ?? ''] ?? ''}${named} ${findVerb(name, values)} ${listed}${ifExists ? ', if the request has it' : ''}`;
}

/** Finds the words of an operator. Those of `Bool` are the words of texts, apart from its values. */
function findVerb(name: string, values: readonly string[]): string {
  const isPlain = name !== 'Bool' || (values.length > 0 && values.every((value) => TRUTH.test(value)));
  if (!isPlain) return name;
  return OPERATORS[name] ?? name;
}

/** Joins values. One that could be taken for several, for another part of the sentence or for another type is quoted. */
function listValues(values: readonly string[], operator: string): string {
  if (values.length === 0) return 'none of no values';
  const isText = !/^(Bool|Null)$/.test(operator);
  return values.map((value) => UNCLEAR.test(value) || (isText && TRUTH.test(value)) ? JSON.stringify(value) : value).join(' or ');
}

const TRUTH = /^(true|false)$/i;
const UNCLEAR = /^$|^[\s"]|\s$| or | and |, |[^\S ]/;

/**
 * Keys that have values only if the request names some. `ForAllValues` holds for a request that names none, which may reach all items.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const NAMED_IN_REQUESTS: Readonly<Record<string, string>> = { 'dynamodb:LeadingKeys': 'partition key', 'dynamodb:Attributes': 'attribute' };

/** Phrases conditions on well-known keys in short, with the operators for which that is true. */
function phraseKnownCondition(operator: string, key: string, values: readonly string[]): string | undefined {
  const isTrue = values.length === 1 && /^true$/i.test(values[0]);
  const isBoolean = isTrue || (values.length === 1 && /^false$/i.test(values[0]));
  if (operator === 'Null' && isBoolean) {
    if (key in NAMED_IN_REQUESTS && !isTrue) return `only in requests that name ${NAMED_IN_REQUESTS[key]}s`;
    return `only if the request has ${isTrue ? 'no' : 'a'} ${key}`;
  }
  if (operator === 'Bool' && isBoolean && key === 'dynamodb:FullTableScan') return `only ${isTrue ? 'full scans' : 'without a full scan'}`;
  const [, quantifier = '', name] = /^(?:(ForAllValues|ForAnyValue):)?(StringEquals|StringLike)$/.exec(operator) ?? [];
  if (name === undefined) return undefined;
  const listed = listValues(values, name);
  const isExact = name === 'StringEquals';
  if (key.startsWith('kms:EncryptionContext:') && isExact && quantifier === '') {
    return `only for the encryption context ${key.slice('kms:EncryptionContext:'.length)} = ${listed}`;
  }
  if (key === 'kms:ViaService' && quantifier === '') {
    if (values.length > 0 && values.every(isDynamoDbEndpoint)) return 'only through DynamoDB';
    if (isExact) return `only through ${listed}`;
  }
  if (key === 'dynamodb:EnclosingOperation' && isExact && quantifier === 'ForAnyValue') return `only inside ${listed}`;
  if (key in NAMED_IN_REQUESTS && quantifier === 'ForAllValues') {
    return `only in requests that name no ${NAMED_IN_REQUESTS[key]} but ${isExact ? '' : 'those like '}${listed}`;
  }
  return undefined;
}

function isDynamoDbEndpoint(service: string): boolean {
  return service.startsWith('dynamodb.');
}
