import { CHOICE } from '../../policy/branches';
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
  const [, quantifier, name, ifExists] = /^(?:(\w+):)?(.*?)(IfExists)?$/.exec(operator)!;
  const listed = values.join(' or ');
  if (name === 'Resource') return `only where the resource is ${listed}`;
  if (name === 'NotResource') return `only where the resource is not ${listed}`;
  if (operator === CHOICE) return `only if ${key} says so at deployment`;
  if (name === 'Session') return `only in the session ${listed}`;
  if (name === 'ResourcePolicy') return `only if ${key} allows it too`;
  const isTrue = /^true$/i.test(values[0] ?? '');
  if (name === 'Null' && key === 'dynamodb:LeadingKeys' && /^false$/i.test(values[0] ?? '')) return 'only in requests that name partition keys';
  if (name === 'Null') return `only if the request has ${isTrue ? 'no' : 'a'} ${key}`;
  if (key.startsWith('kms:EncryptionContext:') && name === 'StringEquals') {
    return `only for the encryption context ${key.slice('kms:EncryptionContext:'.length)} = ${listed}`;
  }
  switch (key) {
    case 'kms:ViaService': return `only through ${name.startsWith('String') && values.every(isDynamoDbEndpoint) ? 'DynamoDB' : listed}`;
    case 'dynamodb:EnclosingOperation': return `only inside ${listed}`;
    case 'dynamodb:LeadingKeys': if (name === 'StringEquals') return `only items whose partition key is ${listed}`; break;
    case 'dynamodb:Attributes': if (name === 'StringEquals') return `only the attributes ${values.join(', ')}`; break;
    case 'dynamodb:FullTableScan': return `only ${isTrue ? 'full scans' : 'without a full scan'}`;
  }
  return `only if ${QUANTIFIERS[quantifier] ?? ''}${key} ${OPERATORS[name] ?? name} ${listed}${ifExists ? ', if the request has it' : ''}`;
}

function isDynamoDbEndpoint(service: string): boolean {
  return service.startsWith('dynamodb.');
}
