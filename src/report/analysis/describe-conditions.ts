import { ConditionEntry } from '../../policy/policy-document';
import { ReportedCondition } from '../report-data';

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

/** A condition with its meaning in words, without IAM's where they can be avoided. */
export function describeCondition({ operator, key, values }: ConditionEntry): ReportedCondition {
  return { operator, key, values, text: phraseCondition(operator, key, values) };
}

function phraseCondition(operator: string, key: string, values: readonly string[]): string {
  const [, quantifier, name, ifExists] = /^(?:(\w+):)?(.*?)(IfExists)?$/.exec(operator)!;
  const listed = values.join(' or ');
  const unless = ifExists ? ', if the request has it' : '';
  if (name === 'Resource') return `only where the resource is ${listed}`;
  if (name === 'NotResource') return `only where the resource is not ${listed}`;
  if (name === 'ResourcePolicy') return `only if ${key} allows it too`;
  if (name === 'Null' && key === 'dynamodb:LeadingKeys' && /^false$/i.test(values[0])) return 'only in requests that name partition keys';
  if (name === 'Null') return `only if the request has ${/^true$/i.test(values[0]) ? 'no' : 'a'} ${key}`;
  if (key.startsWith('kms:EncryptionContext:') && name === 'StringEquals') {
    return `only for the encryption context ${key.slice('kms:EncryptionContext:'.length)} = ${listed}`;
  }
  switch (key) {
    case 'kms:ViaService': {
      const dynamodb = values.every((value) => value.startsWith('dynamodb.'));
      return name.startsWith('String') && dynamodb ? 'only through DynamoDB' : `only through ${listed}`;
    }
    case 'dynamodb:EnclosingOperation': return `only inside ${listed}`;
    case 'dynamodb:LeadingKeys': if (name === 'StringEquals') return `only items whose partition key is ${listed}`; break;
    case 'dynamodb:Attributes': if (name === 'StringEquals') return `only the attributes ${values.join(', ')}`; break;
    case 'dynamodb:FullTableScan': return `only ${/^true$/i.test(values[0]) ? 'full scans' : 'without a full scan'}`;
  }
  const verb = OPERATORS[name] ?? name;
  const every = quantifier === 'ForAllValues' ? 'every ' : quantifier === 'ForAnyValue' ? 'some ' : '';
  return `only if ${every}${key} ${verb} ${listed}${unless}`;
}
