import { allowAll, decide, holds } from './requests';

const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
describe('a condition operator', () => {
  test.each<[string, string, string]>([
    ['StringEquals', 'a', 'a'],
    ['StringNotEquals', 'a', 'A'],
    ['StringNotEquals', 'a*', 'ab'],
    ['StringEqualsIgnoreCase', 'a', 'A'],
    ['StringNotEqualsIgnoreCase', 'a', 'b'],
    ['StringNotEqualsIgnoreCase', 'a*', 'ab'],
    ['StringLike', 'a*c?', 'abbcd'],
    ['StringLike', '*', ''],
    ['StringLike', 'a*b', 'a\nb'],
    ['StringLike', 'a*c', 'a:b:c'],
    ['StringLike', 'a?', 'a\u{1f600}'],
    ['StringNotLike', 'a*', 'ba'],
    ['NumericEquals', '10', '10.0'],
    ['NumericEquals', '10', '+10.'],
    ['NumericEquals', '0.25', '.25'],
    ['NumericNotEquals', '10', '11'],
    ['NumericNotEquals', '10', 'ten'],
    ['NumericLessThan', '10', '9.5'],
    ['NumericLessThan', '10', '-20'],
    ['NumericLessThanEquals', '10', '10'],
    ['NumericGreaterThan', '10', '10.1'],
    ['NumericGreaterThanEquals', '10', '10'],
    ['DateEquals', '2026-11-21T00:00:00Z', '2026-11-21T01:00:00+01:00'],
    ['DateEquals', '2026-11-21', '2026-11-21T00:00Z'],
    ['DateEquals', '2026-11', '2026-11-01T00:00:00.000Z'],
    ['DateEquals', '2026', '2026-01-01'],
    ['DateEquals', '1577836801', '2020-01-01T00:00:01Z'],
    ['DateNotEquals', '2026-11-21', '2026-11-22'],
    ['DateLessThan', '2026-11-21T00:00:00Z', '2026-11-20T23:59:59Z'],
    ['DateLessThanEquals', '2026-11-21', '2026-11-21'],
    ['DateGreaterThan', '2020-01-01T00:00:01Z', '1577836802'],
    ['DateGreaterThanEquals', '2026-11-21', '2026-11-21'],
    ['Bool', 'true', 'true'],
    ['Bool', 'false', 'False'],
    ['BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'QmluYXJ5VmFsdWVJbkJhc2U2NA=='],
    ['BinaryEquals', 'QUI=', 'QUI='],
    ['BinaryEquals', '+/09', '+/09'],
    ['IpAddress', '203.0.113.0/24', '203.0.113.255'],
    ['IpAddress', '203.0.113.7', '203.0.113.7'],
    ['IpAddress', '203.0.113.7/32', '203.0.113.7'],
    ['IpAddress', '0.0.0.0/0', '203.0.113.7'],
    ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678:9::1'],
    ['IpAddress', '2001:db8::1', '2001:0db8:0:0:0:0:0:1'],
    ['IpAddress', '2001:db8::1/128', '2001:db8::1'],
    ['NotIpAddress', '203.0.113.0/24', '203.0.114.0'],
    ['NotIpAddress', '203.0.113.0/24', '2001:db8::1'],
    ['ArnEquals', 'arn:aws:dynamodb:*:111122223333:table/*', ARN],
    ['ArnLike', 'arn:aws:dynamodb:eu-west-?:*:table/Orders', ARN],
    ['ArnLike', 'arn:aws:dynamodb:eu-*-1:*:table/O*s', ARN],
    ['ArnLike', 'arn:aws:logs:*:*:log-group:*', 'arn:aws:logs:eu-west-1:111122223333:log-group:a:log-stream:b'],
    ['ArnNotEquals', 'arn:aws:dynamodb:*:*:table/Customers', ARN],
    ['ArnNotLike', 'arn:aws:dynamodb:*:444455556666:*', ARN],
    ['ArnNotLike', 'arn:aws:dynamodb:*:111122223333:*', 'no ARN'],
  ])('%s %j holds for %j', (operator, written, value) => {
    expect(holds({ [operator]: { 'aws:key': written } }, { 'aws:key': value })).toBe(true);
  });

  test.each<[string, string, string]>([
    ['StringEquals', 'a', 'A'],
    ['StringEquals', 'a*', 'ab'],
    ['StringNotEquals', 'a', 'a'],
    ['StringEqualsIgnoreCase', 'a', 'b'],
    ['StringEqualsIgnoreCase', 'a*', 'ab'],
    ['StringEqualsIgnoreCase', 'k', '\u212a'],
    ['StringNotEqualsIgnoreCase', 'a', 'A'],
    ['StringLike', 'a*', 'A'],
    ['StringLike', 'a?', 'a'],
    ['StringLike', 'a.c', 'abc'],
    ['StringNotLike', 'a*', 'ab'],
    ['StringNotLike', 'a*c', 'a:b:c'],
    ['NumericEquals', '10', '10.5'],
    ['NumericEquals', '10', 'ten'],
    ['NumericNotEquals', '10', '10.0'],
    ['NumericLessThan', '10', '10'],
    ['NumericLessThanEquals', '10', '10.1'],
    ['NumericGreaterThan', '10', '10'],
    ['NumericGreaterThan', '9', '10 apples'],
    ['NumericGreaterThanEquals', '10', '9'],
    ['DateEquals', '2026-11-21', '2026-11-21T00:00:01Z'],
    ['DateNotEquals', '2026-11-21', '2026-11-21T00:00:00Z'],
    ['DateLessThan', '2026-11-21', '2026-11-21'],
    ['DateLessThan', '2026-11-21', 'yesterday'],
    ['DateLessThanEquals', '2026-11-21', '2026-11-22'],
    ['DateGreaterThan', '2026-11-21', '2026-11-21'],
    ['DateGreaterThanEquals', '2026-11-21', '2026-11-20'],
    ['Bool', 'true', 'false'],
    ['Bool', 'false', ''],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ6'],
    ['BinaryEquals', 'QmluYXJ5', 'no base64'],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5!'],
    ['BinaryEquals', 'QmluYXJ5', '!QmluYXJ5'],
    ['IpAddress', '203.0.113.0/24', '203.0.114.0'],
    ['IpAddress', '203.0.113.7', '203.0.113.8'],
    ['IpAddress', '203.0.113.0/24', 'AWS Internal'],
    ['IpAddress', '0.0.0.0/0', '::ffff:203.0.113.7'],
    ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5679::1'],
    ['NotIpAddress', '203.0.113.0/24', '203.0.113.1'],
    ['ArnEquals', 'arn:aws:dynamodb:*:444455556666:table/*', ARN],
    ['ArnLike', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders', ARN],
    ['ArnLike', 'arn:aws:someservice:*:111122223333:finance/*', 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt'],
    ['ArnLike', 'arn:aws:logs:*:*:log-group', 'arn:aws:logs:eu-west-1:111122223333:a:log-group'],
    ['ArnLike', 'arn:aws:logs:*:*:a:b', 'arn:aws:logs:eu-west-1:111122223333:ab'],
    ['ArnLike', 'arn:aws:dynamodb:*:*:*', 'no ARN'],
    ['ArnLike', 'arn:aws:dynamodb:*:*:*', 'arn:aws:dynamodb'],
    ['ArnNotEquals', 'arn:aws:dynamodb:*:*:table/Orders', ARN],
    ['ArnNotLike', 'arn:aws:dynamodb:*:111122223333:*', ARN],
  ])('%s %j doesn\'t hold for %j', (operator, written, value) => {
    expect(holds({ [operator]: { 'aws:key': written } }, { 'aws:key': value })).toBe(false);
  });

  test('takes a value of JSON\'s other types as text', () => {
    expect(holds({ Bool: { 'aws:a': true }, NumericEquals: { 'aws:b': 10 } }, { 'aws:a': 'true', 'aws:b': '10' })).toBe(true);
  });

  test('doesn\'t depend on the case of the key', () => {
    expect(holds({ StringEquals: { 'AWS:PrincipalTag/Team': 'a' } }, { 'aws:principaltag/team': 'a' })).toBe(true);
  });

  test('takes special characters of a variable as text', () => {
    expect([holds({ StringLike: { 'aws:a': 'a${*}' } }, { 'aws:a': 'a*' }), holds({ StringLike: { 'aws:a': 'a${*}' } }, { 'aws:a': 'ab' })])
      .toEqual([true, false]);
  });

  test.each(['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike'])('%s takes variables', (operator) => {
    expect(holds({ [operator]: { 'aws:a': 'arn:aws:iam::111122223333:user/${aws:username}' } }, {
      'aws:a': 'arn:aws:iam::111122223333:user/zoe', 'aws:username': 'zoe',
    })).toBe(true);
  });

  test('Bool takes no variables in a policy of version 2008-10-17', () => {
    const document = { ...allowAll({ Condition: { Bool: { 'aws:a': '${aws:b}' } } }), Version: '2008-10-17' };

    expect(() => decide(document, { context: { 'aws:a': 'true', 'aws:b': 'true' } })).toThrow('"${aws:b}" is neither true nor false');
  });

  test('Bool takes variables', () => {
    expect(holds({ Bool: { 'aws:a': '${aws:b}' } }, { 'aws:a': 'true', 'aws:b': 'true' })).toBe(true);
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
describe('several conditions', () => {
  test('must all hold, of one operator', () => {
    const condition = { StringEquals: { 'aws:a': '1', 'aws:b': '2' } };

    expect([holds(condition, { 'aws:a': '1', 'aws:b': '2' }), holds(condition, { 'aws:a': '1', 'aws:b': '1' })]).toEqual([true, false]);
  });

  test('must all hold, of several operators', () => {
    const condition = { StringEquals: { 'aws:a': '1' }, Bool: { 'aws:b': 'true' } };

    expect([holds(condition, { 'aws:a': '1', 'aws:b': 'true' }), holds(condition, { 'aws:a': '1', 'aws:b': 'false' })]).toEqual([true, false]);
  });

  test('hold for one of several values', () => {
    expect(holds({ StringEquals: { 'aws:a': ['1', '2'] } }, { 'aws:a': '2' })).toBe(true);
  });

  test('hold for none of several values under a negated operator', () => {
    const condition = { StringNotEquals: { 'aws:a': ['1', '2'] } };

    expect([holds(condition, { 'aws:a': '3' }), holds(condition, { 'aws:a': '2' })]).toEqual([true, false]);
  });
});

describe('a key that is missing', () => {
  test.each([
    ['StringEquals', 'a'], ['StringEqualsIgnoreCase', 'a'], ['StringLike', '*'], ['NumericEquals', '1'], ['NumericLessThan', '1'],
    ['DateLessThan', '2026'], ['Bool', 'false'], ['BinaryEquals', 'QQ=='], ['IpAddress', '0.0.0.0/0'], ['ArnLike', 'arn:*:*:*:*:*'],
  ])('doesn\'t match under %s', (operator, written) => {
    expect(holds({ [operator]: { 'aws:a': written } }, {})).toBe(false);
  });

  test.each([
    ['StringNotEquals', 'a'], ['StringNotEqualsIgnoreCase', 'a'], ['StringNotLike', '*'], ['NumericNotEquals', '1'], ['DateNotEquals', '2026'],
    ['NotIpAddress', '0.0.0.0/0'], ['ArnNotEquals', ARN], ['ArnNotLike', ARN],
  ])('is no match under %s, as it wants', (operator, written) => {
    expect(holds({ [operator]: { 'aws:a': written } }, {})).toBe(true);
  });

  test('holds under any operator with IfExists', () => {
    expect(holds({ StringEqualsIfExists: { 'aws:a': 'a' }, BoolIfExists: { 'aws:b': 'true' } }, {})).toBe(true);
  });

  test('that is there counts in spite of IfExists', () => {
    expect(holds({ StringEqualsIfExists: { 'aws:a': 'a' } }, { 'aws:a': 'b' })).toBe(false);
  });

  test('is a list without members', () => {
    expect([holds({ StringEquals: { 'aws:a': 'a' } }, { 'aws:a': [] }), holds({ StringEqualsIfExists: { 'aws:a': 'a' } }, { 'aws:a': [] })])
      .toEqual([false, true]);
  });
});

describe('Null', () => {
  test.each<[string, Record<string, string | string[]>, boolean]>([
    ['true', {}, true],
    ['true', { 'aws:a': 'x' }, false],
    ['True', { 'aws:a': 'x' }, false],
    ['true', { 'aws:a': [] }, true],
    ['true', { 'aws:a': '' }, true],
    ['false', {}, false],
    ['false', { 'aws:a': 'x' }, true],
    ['false', { 'aws:a': [] }, false],
    ['false', { 'aws:a': '' }, false],
    ['false', { 'aws:a': ['', 'x'] }, true],
  ])('%s with %j is %s', (written, context, expected) => {
    expect(holds({ Null: { 'aws:a': written } }, context)).toBe(expected);
  });

  test('of both holds for any key', () => {
    expect(holds({ Null: { 'aws:a': ['true', 'false'] } }, { 'aws:a': 'x' })).toBe(true);
  });

  test('with IfExists is an error', () => {
    expect(() => holds({ NullIfExists: { 'aws:a': 'true' } }, {}))
      .toThrow('identity policy 0, statement 0, NullIfExists, aws:a: there is no condition operator NullIfExists');
  });
});

// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
describe('a key of several values', () => {
  test.each<[string, string[], boolean]>([
    ['ForAllValues:StringEquals', ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'c'], false],
    ['ForAllValues:StringEquals', [], true],
    ['ForAllValues:StringEquals', [''], true],
    ['ForAllValues:StringEquals', ['', 'a'], false],
    ['ForAnyValue:StringEquals', ['a', 'c'], true],
    ['ForAnyValue:StringEquals', ['c', 'd'], false],
    ['ForAnyValue:StringEquals', [], false],
    ['ForAnyValue:StringEquals', [''], false],
    ['ForAllValues:StringNotEquals', ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'c'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], false],
    ['ForAnyValue:StringNotEquals', [], false],
    ['ForAnyValue:StringEqualsIfExists', [], true],
    ['ForAnyValue:StringEqualsIfExists', ['c'], false],
  ])('%s a or b of %j is %s', (operator, values, expected) => {
    expect(holds({ [operator]: { 'aws:TagKeys': ['a', 'b'] } }, { 'aws:TagKeys': values })).toBe(expected);
  });

  test.each<[string, boolean]>([
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAllValues:StringNotEquals', true],
    ['ForAnyValue:StringNotEquals', false],
  ])('that is missing is %s: %s', (operator, expected) => {
    expect(holds({ [operator]: { 'aws:TagKeys': 'a' } }, {})).toBe(expected);
  });

  test('takes Null beside ForAllValues to be refused where it is missing', () => {
    expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' }, 'Null': { 'aws:TagKeys': 'false' } }, {})).toBe(false);
  });

  test('is as one value where it has only one', () => {
    expect(holds({ StringEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['a'] })).toBe(true);
  });

  test('takes ForAllValues or ForAnyValue', () => {
    expect(() => holds({ StringEquals: { 'aws:TagKeys': 'a' } }, { 'aws:TagKeys': ['a', 'b'] })).toThrow(
      'identity policy 0, statement 0, StringEquals, aws:TagKeys: the request has 2 values, which takes ForAllValues or ForAnyValue');
  });
});

describe('a variable without a value in a condition', () => {
  test('matches nothing', () => {
    expect(holds({ StringLike: { 'aws:a': '${aws:username}*' } }, { 'aws:a': 'x' })).toBe(false);
  });

  test('matches no ARN', () => {
    expect(holds({ ArnLike: { 'aws:a': 'arn:aws:iam::*:user/${aws:username}' } }, { 'aws:a': 'arn:aws:iam::111122223333:user/' })).toBe(false);
  });

  test('leaves other values', () => {
    expect(holds({ StringEquals: { 'aws:a': ['${aws:username}', 'x'] } }, { 'aws:a': 'x' })).toBe(true);
  });

  test.each(['StringNotEquals', 'ForAllValues:StringNotEquals'])('leaves the statement without effect under %s', (operator) => {
    expect(holds({ [operator]: { 'aws:a': ['${aws:username}', 'y'] } }, { 'aws:a': 'x' })).toBe(false);
  });

  test('leaves a statement that denies without effect under StringNotEquals', () => {
    const document = {
      ...allowAll(),
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:a': '${aws:username}' } } },
      ],
    };

    expect(decide(document, { context: { 'aws:a': 'x' } }).allowed).toBe(true);
  });

  test('does nothing where the key is missing, which is no match', () => {
    expect(holds({ StringNotEquals: { 'aws:a': '${aws:username}' } }, {})).toBe(true);
  });

  test('does nothing with IfExists where the key is missing', () => {
    expect(holds({ StringNotEqualsIfExists: { 'aws:a': '${aws:username}' } }, {})).toBe(true);
  });
});

describe('a condition that can\'t be read', () => {
  test.each<[string, string, string]>([
    ['StringIs', 'a', 'there is no condition operator StringIs'],
    ['stringequals', 'a', 'there is no condition operator stringequals'],
    ['ForSomeValues:StringEquals', 'a', 'there is no condition operator ForSomeValues:StringEquals'],
    ['toString', 'a', 'there is no condition operator toString'],
    ['NumericEquals', 'ten', '"ten" is not a number'],
    ['NumericEquals', '0x10', '"0x10" is not a number'],
    ['NumericEquals', '1e1', '"1e1" is not a number'],
    ['NumericEquals', '10 apples', '"10 apples" is not a number'],
    ['NumericEquals', '.', '"." is not a number'],
    ['NumericEquals', '${aws:a}', '"${aws:a}" is not a number'],
    ['DateEquals', 'today', '"today" is not a date'],
    ['DateEquals', 'on 2026-11-21', '"on 2026-11-21" is not a date'],
    ['DateEquals', '2026-11-21 (Saturday)', '"2026-11-21 (Saturday)" is not a date'],
    ['DateEquals', '2026-11-21T00:00:00', '"2026-11-21T00:00:00" is not a date'],
    ['DateEquals', ' 1577836801', '" 1577836801" is not a date'],
    ['DateEquals', '1577836801 ', '"1577836801 " is not a date'],
    ['DateEquals', '2026-13-01', '"2026-13-01" is not a date'],
    ['DateEquals', '2026-11-21 00:00:00', '"2026-11-21 00:00:00" is not a date'],
    ['Bool', 'yes', '"yes" is neither true nor false'],
    ['Bool', 'untrue', '"untrue" is neither true nor false'],
    ['Bool', 'falsely', '"falsely" is neither true nor false'],
    ['Null', 'yes', '"yes" is neither true nor false'],
    ['Null', 'untrue', '"untrue" is neither true nor false'],
    ['Null', 'falsely', '"falsely" is neither true nor false'],
    ['BinaryEquals', 'QQ', '"QQ" is not base64'],
    ['BinaryEquals', '!QmluYXJ5', '"!QmluYXJ5" is not base64'],
    ['BinaryEquals', 'QmluYXJ5!', '"QmluYXJ5!" is not base64'],
    ['IpAddress', '203.0.113.0/33', '"203.0.113.0/33" is no IP address or range'],
    ['IpAddress', '203.0.113', '"203.0.113" is no IP address or range'],
    ['IpAddress', '203.0.113.0/24/8', '"203.0.113.0/24/8" is no IP address or range'],
    ['IpAddress', '203.0.113.0/', '"203.0.113.0/" is no IP address or range'],
    ['IpAddress', '203.0.113.0/1e1', '"203.0.113.0/1e1" is no IP address or range'],
    ['IpAddress', '2001:db8::/129', '"2001:db8::/129" is no IP address or range'],
    ['ArnLike', '*', '"*" has not the six parts of an ARN'],
  ])('%s %j is an error', (operator, written, problem) => {
    expect(() => holds({ [operator]: { 'aws:key': written } }, { 'aws:key': 'x' }))
      .toThrow(`identity policy 0, statement 0, ${operator}, aws:key: ${problem}`);
  });
});
