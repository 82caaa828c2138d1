import { describeCondition } from '../../src/report/analysis/describe-conditions';

const DYNAMODB = 'dynamodb.eu-west-1.amazonaws.com';

test.each([
  ['StringEquals', 'kms:ViaService', DYNAMODB, 'only through DynamoDB'],
  ['StringNotEquals', 'kms:ViaService', DYNAMODB, `only if kms:ViaService is not ${DYNAMODB}`],
  ['StringEqualsIfExists', 'kms:ViaService', DYNAMODB, `only if kms:ViaService is ${DYNAMODB}, if the request has it`],
  ['ForAnyValue:StringEquals', 'dynamodb:EnclosingOperation', 'TransactWriteItems', 'only inside TransactWriteItems'],
  ['StringNotEquals', 'dynamodb:EnclosingOperation', 'TransactWriteItems', 'only if dynamodb:EnclosingOperation is not TransactWriteItems'],
  ['ForAllValues:StringEquals', 'dynamodb:LeadingKeys', 'A', 'only items whose partition key is A'],
  ['ForAnyValue:StringEquals', 'dynamodb:LeadingKeys', 'A', 'only if some dynamodb:LeadingKeys is A'],
  ['StringEqualsIfExists', 'dynamodb:LeadingKeys', 'A', 'only if dynamodb:LeadingKeys is A, if the request has it'],
  ['ForAnyValue:StringEquals', 'dynamodb:Attributes', 'a', 'only if some dynamodb:Attributes is a'],
  ['Bool', 'dynamodb:FullTableScan', 'false', 'only without a full scan'],
  ['BoolIfExists', 'dynamodb:FullTableScan', 'false', 'only if dynamodb:FullTableScan is false, if the request has it'],
  ['Null', 'dynamodb:LeadingKeys', 'false', 'only in requests that name partition keys'],
])('the condition %s on %s with %s is: %4$s', (operator, key, value, text) => {
  expect(describeCondition({ operator, key, values: [value] }).text).toBe(text);
});
