import { kindOf } from './resource-kind';

const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const GROUP = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders';

test.each([
  [TABLE, 'the table'],
  [`${TABLE}/index/byStatus`, 'the table\'s index'],
  [`${TABLE}/stream/*`, 'the table\'s stream'],
  [`${TABLE}2`, 'another table'],
  [TABLE.replace('111122223333', '444455556666'), 'another table'],
  [TABLE.replace('eu-west-1', 'us-east-1'), 'a replica'],
  [KEY, 'the table\'s key'],
  [KEY.replace('eu-west-1', 'us-east-1'), 'a replica\'s key'],
  [`${KEY}2`, 'another key'],
  [GROUP, 'a log group'],
  [`${GROUP}:*`, 'a log group with :*'],
  ['arn:aws:kinesis:eu-west-1:111122223333:stream/changes', 'kinesis stream'],
  ['*', 'the account'],
])('%s is %s', (resource, kind) => {
  expect(kindOf(resource, { table: { arn: TABLE }, keys: [KEY, 'arn:aws:kms:eu-west-1:111122223333:key/other'] })).toBe(kind);
});
