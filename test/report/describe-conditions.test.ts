import { OPERATORS } from '../../src/policy/condition-operators';
import { describeCondition } from '../../src/report/analysis/describe-conditions';
import { appendWays } from '../../src/report/analysis/describe-ways';

const DYNAMODB = 'dynamodb.eu-west-1.amazonaws.com';

test.each([
  ['StringEquals', 'kms:ViaService', DYNAMODB, 'only through DynamoDB'],
  ['StringNotEquals', 'kms:ViaService', DYNAMODB, `only if kms:ViaService is not ${DYNAMODB}`],
  ['StringEqualsIfExists', 'kms:ViaService', DYNAMODB, `only if kms:ViaService is ${DYNAMODB}, if the request has it`],
  ['ForAnyValue:StringEquals', 'dynamodb:EnclosingOperation', 'TransactWriteItems', 'only inside TransactWriteItems'],
  ['StringNotEquals', 'dynamodb:EnclosingOperation', 'TransactWriteItems', 'only if dynamodb:EnclosingOperation is not TransactWriteItems'],
  ['ForAllValues:StringEquals', 'dynamodb:LeadingKeys', 'A', 'only in requests that name no partition key but A'],
  ['ForAllValues:StringLike', 'dynamodb:LeadingKeys', 'A*', 'only in requests that name no partition key but those like A*'],
  ['ForAllValues:StringNotEquals', 'dynamodb:LeadingKeys', 'A', 'only if every dynamodb:LeadingKeys is not A'],
  ['ForAllValues:StringEquals', 'dynamodb:Attributes', 'a', 'only in requests that name no attribute but a'],
  ['ForAnyValue:StringEquals', 'dynamodb:LeadingKeys', 'A', 'only if some dynamodb:LeadingKeys is A'],
  ['StringEqualsIfExists', 'dynamodb:LeadingKeys', 'A', 'only if dynamodb:LeadingKeys is A, if the request has it'],
  ['ForAnyValue:StringEquals', 'dynamodb:Attributes', 'a', 'only if some dynamodb:Attributes is a'],
  ['Bool', 'dynamodb:FullTableScan', 'false', 'only without a full scan'],
  ['BoolIfExists', 'dynamodb:FullTableScan', 'false', 'only if dynamodb:FullTableScan is false, if the request has it'],
  ['Null', 'dynamodb:LeadingKeys', 'false', 'only in requests that name partition keys'],
  ['Null', 'dynamodb:Attributes', 'false', 'only in requests that name attributes'],
])('the condition %s on %s with %s is: %4$s', (operator, key, value, text) => {
  expect(describeCondition({ operator, key, values: [value] }).text).toBe(text);
});

test.each([
  ['the values of several', 'StringEquals', ['A or B'], 'only if aws:x is "A or B"'],
  ['several values', 'StringEquals', ['A', 'B'], 'only if aws:x is A or B'],
  ['an address, whose spaces are clear', 'StringEquals', ['1 Main Street'], 'only if aws:x is 1 Main Street'],
  ['a text that is no truth value', 'StringEquals', ['true'], 'only if aws:x is "true"'],
  ['a truth value', 'Bool', ['true'], 'only if aws:x is true'],
  ['the end of another sentence', 'StringEquals', ['A, if the request has it'], 'only if aws:x is "A, if the request has it"'],
])('a condition says %s', (_name, operator, values, text) => {
  expect(describeCondition({ operator, key: 'aws:x', values }).text).toBe(text);
});

test('conditions that differ have different words, so that an accepted change accepts no other condition', () => {
  const names = Object.keys(OPERATORS).filter((name) => !/^Arn(Not)?Equals$/.test(name)); // they are the same as ArnLike and ArnNotLike
  const operators = ['Null', ...names.flatMap((name) => ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((set) => ['', 'IfExists'].map((end) => set + name + end)))];
  const keys = ['aws:x', 'aws:x is a', 'kms:ViaService', 'kms:EncryptionContext:x', 'dynamodb:LeadingKeys', 'dynamodb:Attributes', 'dynamodb:EnclosingOperation', 'dynamodb:FullTableScan'];
  const lists = [[], ['a'], ['a', 'b'], ['a or b'], ['a, b'], ['"a" or "b"'], ['true'], ['false'], ['']];
  const all = operators.flatMap((operator) => keys.flatMap((key) => lists.map((values) => describeCondition({ operator, key, values }).text)));

  expect(new Set(all).size).toBe(operators.length * keys.length * lists.length);
});

test('a difference has the endpoint of DynamoDB, so that another Region is another text', () => {
  const inRegion = (region: string) => [[describeCondition({ operator: 'StringEquals', key: 'kms:ViaService', values: [`dynamodb.${region}.amazonaws.com`] })]];

  expect(['eu-west-1', 'us-east-1'].map((region) => appendWays(inRegion(region)))).toEqual([
    ', only through DynamoDB (dynamodb.eu-west-1.amazonaws.com)', ', only through DynamoDB (dynamodb.us-east-1.amazonaws.com)',
  ]);
});
