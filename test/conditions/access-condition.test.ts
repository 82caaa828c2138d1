import { Token } from 'aws-cdk-lib';
import { AccessCondition } from '../../src/conditions/access-condition';
import { describeProblem } from '../../src/problems/problem';

function problemOf(condition: AccessCondition): string | undefined {
  const problem = condition._findProblem();
  return problem && describeProblem(problem);
}

describe('a statement gets the right entries for the condition', () => {
  test.each<[string, AccessCondition, object]>([
    ['between(...)', AccessCondition.between('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), {
      DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }, DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
    }],
    ['until(...)', AccessCondition.until('2027-01-01T00:00:00Z'), { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }],
    ['fromVpcs(...)', AccessCondition.fromVpcs('vpc-b', 'vpc-a'), { StringEquals: { 'aws:SourceVpc': ['vpc-a', 'vpc-b'] } }],
    ['fromVpcEndpoints(...)', AccessCondition.fromVpcEndpoints('vpce-1'), { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }],
    ['fromAddresses(...)', AccessCondition.fromAddresses('203.0.113.0/24'), { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
    ['principalTag(...)', AccessCondition.principalTag('team', 'orders'), { StringEquals: { 'aws:PrincipalTag/team': 'orders' } }],
    ['resourceTag(...)', AccessCondition.resourceTag('team', '${aws:PrincipalTag/team}'),
      { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } }],
    ['resourceOrganization(...)', AccessCondition.resourceOrganization('o-a1b2c3d4e5'), { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } }],
    ['tlsOnly()', AccessCondition.tlsOnly(), { Bool: { 'aws:SecureTransport': 'true' } }],
    ['of(...)', AccessCondition.of('StringLikeIfExists', 'aws:UserAgent', 'b*', 'a*'), { StringLikeIfExists: { 'aws:UserAgent': ['a*', 'b*'] } }],
    ['of(...) with ForAnyValue', AccessCondition.of('ForAnyValue:StringEquals', 'aws:CalledVia', 'a.amazonaws.com'),
      { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'a.amazonaws.com' } }],
    ['of(...) with ForAllValues, beside one that refuses requests without the key',
      AccessCondition.of('ForAllValues:StringEquals', 'aws:TagKeys', 'team'),
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' }, 'Null': { 'aws:TagKeys': 'false' } }],
  ])('%s', (_name, condition, expected) => {
    expect(condition._toConditions()).toEqual(expected);
  });
});

describe('a condition is an error with', () => {
  const UNKNOWN_OPERATOR = 'expected an operator of IAM such as StringEquals, possibly with ForAllValues: or ForAnyValue: before it or IfExists '
    + 'behind it';

  test.each(['StringEqual', 'stringEquals', 'String Equals'])("the operator '%s', which is similar to another", (operator) => {
    expect(problemOf(AccessCondition.of(operator, 'aws:userid', 'x')))
      .toBe(`the condition operator is '${operator}'; ${UNKNOWN_OPERATOR}; write StringEquals`);
  });

  test.each(['', 'ForSomeValue:StringEquals', 'ForAllValues:', 'NullIfExists', 'ForAnyValue:Null', 'IfExists'])("the operator '%s'", (operator) => {
    expect(problemOf(AccessCondition.of(operator, 'aws:userid', 'x'))).toContain(`the condition operator is '${operator}'; ${UNKNOWN_OPERATOR}; write `);
  });

  test('an object without a text as operator, in JavaScript', () => {
    expect(problemOf(AccessCondition.of(Object.create(null), 'aws:userid', 'x'))).toContain(`the condition operator is an object; ${UNKNOWN_OPERATOR}; write one of`);
  });

  test('no operator, in JavaScript', () => {
    expect(problemOf((AccessCondition.of as any)())).toContain(`the condition operator is undefined; ${UNKNOWN_OPERATOR}; write one of StringEquals, `);
  });

  test.each<[string, string, string]>([
    ['userid', 'StringEquals', 'write the key with its prefix, such as aws:PrincipalTag/TenantId'],
    ['aws:', 'StringEquals', 'write the key with its prefix, such as aws:PrincipalTag/TenantId'],
    ['aws:SourceVPCs', 'StringEquals', 'write aws:SourceVpc'],
    ['aws:NoKeyOfIam', 'StringEquals', 'correct the name: the IAM User Guide lists the global condition keys'],
    ['aws:PrincipalTag', 'StringEquals', 'add the name of the tag, such as aws:PrincipalTag/team'],
    ['aws:ResourceTag/', 'StringEquals', 'add the name of the tag, such as aws:ResourceTag/team'],
    ['aws:userid/team', 'StringEquals', 'write aws:userid without a tag name'],
    ['kms:ViaService', 'StringEquals', 'remove the key, because requests to DynamoDB have no keys of kms'],
    ['S3:prefix', 'StringEquals', 'remove the key, because requests to DynamoDB have no keys of S3'],
    ['aws:SourceAccount', 'StringEquals', 'use aws:PrincipalAccount, because only AWS services that call for themselves send this key'],
    ['aws:SourceArn', 'ArnEquals', 'use aws:PrincipalArn, because only AWS services that call for themselves send this key'],
    ['aws:SourceOrgID', 'StringEquals', 'use aws:PrincipalOrgID, because only AWS services that call for themselves send this key'],
    ['aws:SourceOrgPaths', 'ForAnyValue:StringLike', 'use aws:PrincipalOrgPaths, because only AWS services that call for themselves send this key'],
    ['aws:SourceVpcArn', 'ArnEquals', 'use aws:SourceVpc, because DynamoDB does not support this key'],
  ])('the key %s', (key, operator, remedy) => {
    expect(problemOf(AccessCondition.of(operator, key, 'x')))
      .toBe(`the condition ${operator} ${key} uses a key that requests to DynamoDB do not have; expected a condition key of DynamoDB or a global `
        + `condition key; ${remedy}`);
  });

  test('no key, in JavaScript', () => {
    expect(problemOf(AccessCondition.of('StringEquals', undefined as any, 'x')))
      .toBe('the condition key is undefined; expected text; write it in quotes');
  });

  test.each(['aws:CalledVia', 'aws:PrincipalOrgPaths', 'aws:PrincipalServiceNamesList', 'aws:ResourceOrgPaths', 'aws:TagKeys',
    'aws:VpceOrgPaths', 'dynamodb:LeadingKeys', 'dynamodb:attributes'])('%s, which may have several values, without a set operator', (key) => {
    expect(problemOf(AccessCondition.of('StringEquals', key, 'x'))).toBe(`the condition StringEquals ${key} has no set operator, but the key `
      + 'can have several values; expected ForAllValues: or ForAnyValue: before the operator; write ForAnyValue:StringEquals or '
      + 'ForAllValues:StringEquals');
  });

  test.each(['ForAllValues', 'ForAnyValue'])('%s for a key with one value', (set) => {
    expect(problemOf(AccessCondition.of(`${set}:StringEquals`, 'aws:PrincipalTag/team', 'x')))
      .toBe(`the condition ${set}:StringEquals aws:PrincipalTag/team has a set operator, but the key has one value; expected an operator `
        + 'without ForAllValues: or ForAnyValue:; write StringEquals');
  });

  test.each<[string, AccessCondition, string]>([
    ['no value', AccessCondition.fromVpcs(),
      'the condition StringEquals aws:SourceVpc has no value; expected at least one value; add the values'],
    ['an empty value', AccessCondition.fromVpcs('vpc-1', ''),
      'the condition StringEquals aws:SourceVpc has an empty value; expected a value with at least one character; write the value'],
    ['a value that is no text, in JavaScript', AccessCondition.principalTag('team', 7 as any),
      'a value of the condition StringEquals aws:PrincipalTag/team is 7; expected text; write it in quotes'],
    ['no date, in JavaScript', AccessCondition.until(undefined as any),
      'a value of the condition DateLessThan aws:CurrentTime is undefined; expected text; write it in quotes'],
    ['an unknown policy variable', AccessCondition.resourceTag('team', '${aws:PrincipalTagg/team}'),
      "'${aws:PrincipalTagg/team}' has the policy variable ${aws:PrincipalTagg/team}, which requests to DynamoDB do not have; expected a "
        + 'condition key with one value, such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}; write '
        + 'aws:PrincipalTag/team'],
  ])('%s', (_name, condition, problem) => {
    expect(problemOf(condition)).toBe(problem);
  });

  const DATE = 'a date in ISO 8601, such as 2026-01-01T00:00:00Z, or seconds since 1970';
  const ADDRESS = 'an address or a range in CIDR notation, such as 203.0.113.0/24';

  test.each<[string, string, string, string]>([
    ['DateLessThan', 'aws:CurrentTime', '01.01.2026', DATE],
    ['DateLessThan', 'aws:CurrentTime', '2026-13-01', DATE],
    ['DateLessThan', 'aws:CurrentTime', '2026-01-32T00:00:00Z', DATE],
    ['DateLessThan', 'aws:CurrentTime', '2026-01-01T25:00:00Z', DATE],
    ['DateLessThan', 'aws:CurrentTime', '2026-01-01T00:00:00', DATE],
    ['DateLessThan', 'aws:CurrentTime', 'tomorrow', DATE],
    ['Bool', 'aws:SecureTransport', 'yes', 'true or false'],
    ['Bool', 'aws:SecureTransport', 'TRUE', 'true or false'],
    ['Null', 'aws:TokenIssueTime', '0', 'true or false'],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '1h', 'a number'],
    ['NumericLessThanIfExists', 'aws:MultiFactorAuthAge', '1,5', 'a number'],
    ['ArnEquals', 'aws:PrincipalArn', 'orders', 'an ARN'],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333', 'an ARN'],
    ['IpAddress', 'aws:SourceIp', '203.0.113.256', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '203.0.113', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/33', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '203.0.113.*', ADDRESS],
    ['NotIpAddress', 'aws:SourceIp', 'example.com', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '2001:db8::/129', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '2001:db8:::1', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '12345::', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '1:2', ADDRESS],
    ['IpAddress', 'aws:SourceIp', ':', ADDRESS],
    ['IpAddress', 'aws:SourceIp', '${aws:PrincipalTag/ip}', ADDRESS],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '${aws:PrincipalTag/age}', 'a number'],
    ['DateLessThan', 'aws:CurrentTime', '${aws:PrincipalTag/end}', DATE],
  ])('%s %s with the value %s', (operator, key, value, expected) => {
    expect(problemOf(AccessCondition.of(operator, key, value))).toBe(`the value '${value}' does not suit ${operator}; expected ${expected}; `
      + 'correct the value, or use another operator');
  });

  test.each(['10.0.0.0/16', '172.16.0.0/12', '192.168.1.7', 'fd00::/8'])('the private address %s', (address) => {
    expect(problemOf(AccessCondition.fromAddresses(address))).toBe(`aws:SourceIp has the private address ${address}, which it has in no `
      + 'request; expected public addresses, because requests through a VPC endpoint do not have this key; use AccessCondition.fromVpcs or '
      + 'AccessCondition.fromVpcEndpoints');
  });

  test.each(['ForAllValue:StringEquals', 'ForAnyValues:StringEquals'])('the misspelt operator %s', (operator) => {
    expect(problemOf(AccessCondition.of(operator, 'aws:TagKeys', 'team'))).toContain(`the condition operator is '${operator}'; ${UNKNOWN_OPERATOR}; write one of `);
  });

  test('a second value that is wrong', () => {
    expect(problemOf(AccessCondition.fromAddresses('203.0.113.0/24', '10.0.0'))).toBe("the value '10.0.0' does not suit IpAddress; expected an "
      + 'address or a range in CIDR notation, such as 203.0.113.0/24; correct the value, or use another operator');
  });

  test.each([
    ['2027-01-01', '2026-01-01'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00+01:00'],
    ['1798761600', '1767225600'],
    ['1798761600', '2026-01-01'],
  ])('a period from %s until %s, which ends before it starts', (start, end) => {
    expect(problemOf(AccessCondition.between(start, end)))
      .toBe(`the access ends on ${end}, before it starts on ${start}; expected an end after the start; swap the dates, or correct one of them`);
  });
});

describe('a condition may have', () => {
  const TOKEN = Token.asString({ Ref: 'Value' });

  test.each<[string, AccessCondition]>([
    ['a date', AccessCondition.until('2026-01-01')],
    ['a date with the time to the minute', AccessCondition.until('2026-01-01T00:00Z')],
    ['a date with the time to the second and an offset', AccessCondition.until('2026-01-01T00:00:00+01:00')],
    ['a date with fractions of a second', AccessCondition.until('2026-01-01T00:00:00.123Z')],
    ['seconds since 1970', AccessCondition.until('1767225600')],
    ['a period', AccessCondition.between('2026-01-01', '2026-01-02')],
    ['a period in seconds since 1970', AccessCondition.between('1767225600', '1798761600')],
    ['a period in both notations', AccessCondition.between('2026-01-01', '1798761600')],
    ['a period whose end is not known before deployment', AccessCondition.between('2026-01-01', TOKEN)],
    ['an IPv4 address', AccessCondition.fromAddresses('203.0.113.7')],
    ['an IPv4 range', AccessCondition.fromAddresses('203.0.113.0/24', '0.0.0.0/0', '255.255.255.255/32')],
    ['an IPv6 address', AccessCondition.fromAddresses('2001:db8::1')],
    ['an IPv6 range', AccessCondition.fromAddresses('2001:db8::/32', '::/0', '2001:DB8:1234:5678:1234:5678:9abc:def0/128')],
    ['a number', AccessCondition.of('NumericLessThan', 'aws:MultiFactorAuthAge', '3600')],
    ['an ARN with wildcards', AccessCondition.of('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/orders-*')],
    ['Null for a key with several values', AccessCondition.of('Null', 'aws:TagKeys', 'true')],
    ['a value that is not known before deployment', AccessCondition.fromAddresses(TOKEN)],
    ['the enclosing operation, as AWS writes it', AccessCondition.of('ForAnyValue:StringEquals', 'dynamodb:EnclosingOperation', 'TransactGetItems')],
    ['several values of an identity provider', AccessCondition.of('ForAnyValue:StringLike', 'cognito-identity.amazonaws.com:amr', 'auth*')],
    ['a key in another case', AccessCondition.of('StringEquals', 'aws:sourceVPC', 'vpc-1')],
    ['a key of an identity provider', AccessCondition.of('StringEquals', 'cognito-identity.amazonaws.com:sub', 'x')],
    ['the function', AccessCondition.of('ArnEquals', 'lambda:SourceFunctionArn', 'arn:aws:lambda:eu-west-1:111122223333:function:a')],
    ['a tag whose name has a slash', AccessCondition.principalTag('team/name', 'x')],
  ])('%s', (_name, condition) => {
    expect(problemOf(condition)).toBeUndefined();
  });
});
