import { Token } from 'aws-cdk-lib';
import { AccessCondition } from '../../src/conditions/access-condition';
import { describeProblem } from '../../src/problems/problem';

function problemOf(condition: AccessCondition): string | undefined {
  const problem = condition._findProblem();
  return problem && describeProblem(problem);
}

const OPERATORS = 'StringEquals, StringNotEquals, StringEqualsIgnoreCase, StringNotEqualsIgnoreCase, StringLike, StringNotLike, '
  + 'BinaryEquals, NumericEquals, NumericNotEquals, NumericLessThan, NumericLessThanEquals, NumericGreaterThan, '
  + 'NumericGreaterThanEquals, DateEquals, DateNotEquals, DateLessThan, DateLessThanEquals, DateGreaterThan, DateGreaterThanEquals, '
  + 'Bool, Null, IpAddress, NotIpAddress, ArnEquals, ArnLike, ArnNotEquals, ArnNotLike';

describe('the condition', () => {
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

describe('fails when given', () => {
  const unknownOperator = (operator: string) => `condition operator '${operator}'; `
    + `expected one of ${OPERATORS}, with ForAllValues: or ForAnyValue: before it or IfExists behind it; correct the spelling`;

  test.each(['StringEqual', 'stringEquals', '', 'ForSomeValue:StringEquals', 'ForAllValues:', 'NullIfExists', 'ForAnyValue:Null',
    'StringEqualsIfExist', 'IfExists'])("the operator '%s'", (operator) => {
    expect(problemOf(AccessCondition.of(operator, 'aws:userid', 'x'))).toBe(unknownOperator(operator));
  });

  test('no operator, in JavaScript', () => {
    expect(problemOf((AccessCondition.of as any)())).toMatch(/^condition operator undefined; expected one of StringEquals, /);
  });

  test.each<[string, string, string]>([
    ['userid', 'StringEquals', 'write the key with its prefix, as in aws:PrincipalTag/TenantId'],
    ['aws:', 'StringEquals', 'write the key with its prefix, as in aws:PrincipalTag/TenantId'],
    ['aws:SourceVPCs', 'StringEquals', 'look the name up among the global condition keys of IAM'],
    ['aws:PrincipalTag', 'StringEquals', 'name the tag, as in aws:PrincipalTag/team'],
    ['aws:ResourceTag/', 'StringEquals', 'name the tag, as in aws:ResourceTag/team'],
    ['aws:userid/team', 'StringEquals', 'remove what follows aws:userid'],
    ['kms:ViaService', 'StringEquals', 'remove it: requests to DynamoDB carry no key of kms'],
    ['S3:prefix', 'StringEquals', 'remove it: requests to DynamoDB carry no key of S3'],
    ['aws:SourceAccount', 'StringEquals', 'use aws:PrincipalAccount: only AWS services that call on their own behalf carry it'],
    ['aws:SourceArn', 'ArnEquals', 'use aws:PrincipalArn: only AWS services that call on their own behalf carry it'],
    ['aws:SourceOrgID', 'StringEquals', 'use aws:PrincipalOrgID: only AWS services that call on their own behalf carry it'],
    ['aws:SourceOrgPaths', 'ForAnyValue:StringLike', 'use aws:PrincipalOrgPaths: only AWS services that call on their own behalf carry it'],
    ['aws:SourceVpcArn', 'ArnEquals', 'use aws:SourceVpc: AWS lists the services that support this key, and DynamoDB is not among them'],
  ])('the key %s', (key, operator, remedy) => {
    expect(problemOf(AccessCondition.of(operator, key, 'x')))
      .toBe(`condition ${operator} ${key}; expected a condition key that requests to DynamoDB carry; ${remedy}`);
  });

  test('no key, in JavaScript', () => {
    expect(problemOf(AccessCondition.of('StringEquals', undefined as any, 'x')))
      .toBe('condition key undefined; expected text; write it in quotes');
  });

  test.each(['aws:CalledVia', 'aws:PrincipalOrgPaths', 'aws:PrincipalServiceNamesList', 'aws:ResourceOrgPaths', 'aws:TagKeys',
    'aws:VpceOrgPaths', 'dynamodb:LeadingKeys', 'dynamodb:attributes'])('%s, which may have several values, without a set operator', (key) => {
    expect(problemOf(AccessCondition.of('StringEquals', key, 'x'))).toBe(`condition StringEquals ${key}; `
      + 'expected ForAllValues: or ForAnyValue: before the operator, as the key may have several values; write one of them');
  });

  test.each(['ForAllValues', 'ForAnyValue'])('%s for a key with one value', (set) => {
    expect(problemOf(AccessCondition.of(`${set}:StringEquals`, 'aws:PrincipalTag/team', 'x')))
      .toBe(`condition ${set}:StringEquals aws:PrincipalTag/team; `
        + 'expected an operator without ForAllValues: or ForAnyValue:, as the key has one value; leave it out');
  });

  test.each<[string, AccessCondition, string]>([
    ['no value', AccessCondition.fromVpcs(),
      'condition StringEquals aws:SourceVpc without a value; expected at least one value; name the values'],
    ['an empty value', AccessCondition.fromVpcs('vpc-1', ''),
      "condition StringEquals aws:SourceVpc with the value ''; expected text that is not empty; name the value"],
    ['a value that is no text, in JavaScript', AccessCondition.principalTag('team', 7 as any),
      'condition StringEquals aws:PrincipalTag/team with the value 7; expected text; write it in quotes'],
    ['no date, in JavaScript', AccessCondition.until(undefined as any),
      'condition DateLessThan aws:CurrentTime with the value undefined; expected text; write it in quotes'],
    ['an unknown policy variable', AccessCondition.resourceTag('team', '${aws:PrincipalTagg/team}'),
      "policy variable ${aws:PrincipalTagg/team} in '${aws:PrincipalTagg/team}'; expected a condition key that requests carry, such as "
      + '${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}; look the name up among the global condition keys of IAM'],
  ])('%s', (_name, condition, problem) => {
    expect(problemOf(condition)).toBe(problem);
  });

  const DATE = 'a date in ISO 8601, as in 2026-01-01T00:00:00Z, or seconds since 1970';
  const ADDRESS = 'an address or a range in CIDR notation, as in 203.0.113.0/24';

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
    expect(problemOf(AccessCondition.of(operator, key, value))).toBe(`'${value}' for ${operator}; expected ${expected}; correct the value`);
  });

  test.each(['10.0.0.0/16', '172.16.0.0/12', '192.168.1.7', 'fd00::/8'])('the private address %s', (address) => {
    expect(problemOf(AccessCondition.fromAddresses(address))).toBe(`the private address ${address} for aws:SourceIp; `
      + 'expected public addresses, as requests from a VPC carry none of theirs in this key; use AccessCondition.fromVpcs or fromVpcEndpoints');
  });

  test.each(['ForAllValue:StringEquals', 'ForAnyValues:StringEquals'])('the misspelt operator %s', (operator) => {
    expect(problemOf(AccessCondition.of(operator, 'aws:TagKeys', 'team'))).toContain(`condition operator '${operator}'; expected one of StringEquals`);
  });

  test('a second value that is wrong', () => {
    expect(problemOf(AccessCondition.fromAddresses('203.0.113.0/24', '10.0.0'))).toBe(`'10.0.0' for IpAddress; expected ${ADDRESS}; correct the value`);
  });

  test.each([
    ['2027-01-01', '2026-01-01'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00+01:00'],
    ['1798761600', '1767225600'],
    ['1798761600', '2026-01-01'],
  ])('a period from %s until %s, which is none', (start, end) => {
    expect(problemOf(AccessCondition.between(start, end)))
      .toBe(`the time from ${start} until ${end}; expected an end after the start; exchange or correct them`);
  });
});

describe('takes', () => {
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
