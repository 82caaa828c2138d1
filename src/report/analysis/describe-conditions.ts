import { CHOICE } from '../../policy/branches';
import { splitOperator } from '../../policy/condition-operators';
import { ConditionEntry } from '../../policy/policy-document';
import { ReportedCondition } from '../report-data';

const QUANTIFIERS: Readonly<Record<string, string>> = { ForAllValues: 'every ', ForAnyValue: 'some ' };

const OPERATORS: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringNotEquals: 'is not',
  StringEqualsIgnoreCase: 'is, in any case,',
  StringNotEqualsIgnoreCase: 'is not, in any case,',
  StringLike: 'is like',
  StringNotLike: 'is not like',
  NumericEquals: 'is',
  NumericNotEquals: 'is not',
  NumericLessThan: 'is less than',
  NumericLessThanEquals: 'is at most',
  NumericGreaterThan: 'is more than',
  NumericGreaterThanEquals: 'is at least',
  DateEquals: 'is',
  DateNotEquals: 'is not',
  DateLessThan: 'is before',
  DateLessThanEquals: 'is not after',
  DateGreaterThan: 'is after',
  DateGreaterThanEquals: 'is not before',
  Bool: 'is',
  BinaryEquals: 'is',
  IpAddress: 'is in',
  NotIpAddress: 'is not in',
  ArnEquals: 'is like',
  ArnLike: 'is like',
  ArnNotEquals: 'is not like',
  ArnNotLike: 'is not like',
};

/** Adds a description to a condition that readers understand without IAM's operators. */
export function describeCondition({ operator, key, values }: ConditionEntry): ReportedCondition {
  return { operator, key, values, text: phraseCondition(operator, key, values) };
}

function phraseCondition(operator: string, key: string, values: readonly string[]): string {
  const { quantifier, name, ifExists } = splitOperator(operator);
  const listed = values.join(' or ');
  if (name === 'Resource') return `only where the resource is ${listed}`;
  if (name === 'NotResource') return `only where the resource is not ${listed}`;
  if (operator === CHOICE) return `only if ${key} says so at deployment${values[0] === 'true' ? '' : ` (${listed})`}`;
  if (name === 'Session') return `only in the session ${listed}`;
  if (name === 'ResourcePolicy') return `only if ${key} allows it too`;
  return phraseKnownCondition(operator, key, values) ?? `only if ${QUANTIFIERS[quantifier ?? ''] ?? ''}${key} ${OPERATORS[name] ?? name} ${listed}${ifExists ? ', if the request has it' : ''}`;
}

/** Phrases conditions on well-known keys in short, with the operators for which that is true. */
function phraseKnownCondition(operator: string, key: string, values: readonly string[]): string | undefined {
  const isTrue = values.length === 1 && /^true$/i.test(values[0]);
  const isBoolean = isTrue || (values.length === 1 && /^false$/i.test(values[0]));
  if (operator === 'Null' && isBoolean) {
    if (key === 'dynamodb:LeadingKeys' && !isTrue) return 'only in requests that name partition keys';
    return `only if the request has ${isTrue ? 'no' : 'a'} ${key}`;
  }
  if (operator === 'Bool' && isBoolean && key === 'dynamodb:FullTableScan') return `only ${isTrue ? 'full scans' : 'without a full scan'}`;
  const [, quantifier = '', name] = /^(?:(ForAllValues|ForAnyValue):)?(StringEquals|StringLike)$/.exec(operator) ?? [];
  if (name === undefined) return undefined;
  const listed = values.join(' or ');
  const isExact = name === 'StringEquals';
  if (key.startsWith('kms:EncryptionContext:') && isExact && quantifier === '') {
    return `only for the encryption context ${key.slice('kms:EncryptionContext:'.length)} = ${listed}`;
  }
  if (key === 'kms:ViaService' && quantifier === '') return `only through ${values.every(isDynamoDbEndpoint) ? 'DynamoDB' : listed}`;
  if (key === 'dynamodb:EnclosingOperation' && quantifier !== 'ForAllValues') return `only inside ${listed}`;
  if (key === 'dynamodb:LeadingKeys' && isExact && quantifier !== 'ForAnyValue') return `only items whose partition key is ${listed}`;
  if (key === 'dynamodb:Attributes' && isExact && quantifier !== 'ForAnyValue') return `only the attributes ${values.join(', ')}`;
  return undefined;
}

function isDynamoDbEndpoint(service: string): boolean {
  return service.startsWith('dynamodb.');
}
