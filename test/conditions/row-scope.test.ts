import { Aws, Token } from 'aws-cdk-lib';
import { RowScope } from '../../src/conditions/row-scope';
import { describeProblem } from '../../src/problems/problem';

function problemOf(rows: RowScope): string | undefined {
  const problem = rows._findProblem();
  return problem && describeProblem(problem);
}

/** A value that isn't known before deployment. */
const TOKEN = Token.asString({ Ref: 'Tenant' });

describe('the conditions', () => {
  test('of values compare the whole partition key, and refuse requests without one', () => {
    expect(RowScope.ofValues('TENANT#1')._toConditions()).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] },
      'Null': { 'dynamodb:LeadingKeys': 'false' },
    });
  });

  test('of prefixes compare the beginning of the partition key, and refuse requests without one', () => {
    expect(RowScope.ofPrefixes('TENANT#1#')._toConditions()).toEqual({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['TENANT#1#*'] },
      'Null': { 'dynamodb:LeadingKeys': 'false' },
    });
  });

  test('of values name them in alphabetical order', () => {
    expect(RowScope.ofValues('b', 'c', 'a')._toConditions()['ForAllValues:StringEquals'])
      .toEqual({ 'dynamodb:LeadingKeys': ['a', 'b', 'c'] });
  });

  test('of prefixes name them in alphabetical order', () => {
    expect(RowScope.ofPrefixes('b#', 'a#')._toConditions()['ForAllValues:StringLike'])
      .toEqual({ 'dynamodb:LeadingKeys': ['a#*', 'b#*'] });
  });

  test('of values keep a star that is written as one', () => {
    expect(RowScope.ofValues('a${*}')._toConditions()['ForAllValues:StringEquals']).toEqual({ 'dynamodb:LeadingKeys': ['a${*}'] });
  });
});

describe('a row scope is an error with', () => {
  test.each<[string, RowScope, string]>([
    ['no value', RowScope.ofValues(),
      'rows has no value; expected at least one value of the partition key; add the value, or leave rows out'],
    ['no prefix', RowScope.ofPrefixes(),
      'rows has no prefix; expected at least one prefix of the partition key; add the prefix, or leave rows out'],
    ['an empty value', RowScope.ofValues('a', ''),
      "the row value '' names no partition key; expected the partition keys that the access is for; name the partition keys, or leave rows out "
        + 'to allow all rows'],
    ['an empty prefix', RowScope.ofPrefixes(''),
      "the row prefix '' names no partition key; expected the partition keys that the access is for; name the partition keys, or leave rows "
        + 'out to allow all rows'],
    ['* as a value', RowScope.ofValues('*'),
      "the row value '*' is compared as a character; expected the partition keys that the access is for; name the partition keys, or leave "
        + 'rows out to allow all rows'],
    ['* as a prefix', RowScope.ofPrefixes('*'),
      "the row prefix '*' names no partition key; expected the partition keys that the access is for; name the partition keys, or leave rows "
        + 'out to allow all rows'],
    ['a value twice', RowScope.ofValues('a', 'b', 'a'), "rows has 'a' twice; expected each value once; remove one of the two, or correct it"],
    ['a number, in JavaScript', RowScope.ofValues(7 as any),
      'the row value is 7; expected text; write it in quotes'],
    ['a list, in JavaScript', RowScope.ofPrefixes(['a#'] as any),
      "the row prefix is ['a#']; expected text; spread the list: write ... before it"],
    ['a star in a value', RowScope.ofValues('a*'),
      "the row value 'a*' has a *, which is no wildcard here; expected a whole partition key; use RowScope.ofPrefixes and remove the *, or "
        + 'write ${*} for the character *'],
    ['a prefix with *', RowScope.ofPrefixes('a#*'),
      "the row prefix 'a#*' has a wildcard; expected a prefix without wildcards, because the library adds the * at its end; remove * and ?, or "
        + 'write ${*} and ${?} for these characters'],
    ['a prefix with ?', RowScope.ofPrefixes('a?#'),
      "the row prefix 'a?#' has a wildcard; expected a prefix without wildcards, because the library adds the * at its end; remove * and ?, or "
        + 'write ${*} and ${?} for these characters'],
    ['a prefix that ends in a policy variable', RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/TenantId}'),
      "the row prefix 'TENANT#${aws:PrincipalTag/TenantId}' has no separator after ${aws:PrincipalTag/TenantId}, so the value 1 also matches "
        + 'the rows of the value 12; expected a separator that the variable cannot contain, such as #, but none of _.:/=+-@,; write the '
        + 'separator of the partition key after the variable: ${aws:PrincipalTag/TenantId}#, or use RowScope.ofValues'],
    ['a prefix with a token and a policy variable at its end', RowScope.ofPrefixes(`${Aws.ACCOUNT_ID}#\${cognito-identity.amazonaws.com:sub}`),
      "the row prefix '<AWS.AccountId>#${cognito-identity.amazonaws.com:sub}' has no separator after ${cognito-identity.amazonaws.com:sub}, so "
        + 'the value 1 also matches the rows of the value 12; expected a separator that the variable cannot contain, such as #, but none of '
        + '_.:/=+-@,; write the separator of the partition key after the variable: ${aws:PrincipalTag/TenantId}#, or use RowScope.ofValues'],
    ['a separator that the value of a tag can hold', RowScope.ofPrefixes('${aws:PrincipalTag/TenantId}-'),
      "the row prefix '${aws:PrincipalTag/TenantId}-' has no separator after ${aws:PrincipalTag/TenantId}, so the value 1 also matches the "
        + 'rows of the value 12; expected a separator that the variable cannot contain, such as #, but none of _.:/=+-@,; write the '
        + 'separator of the partition key after the variable: ${aws:PrincipalTag/TenantId}#, or use RowScope.ofValues'],
    ['a separator that the name of a user can hold', RowScope.ofPrefixes('USER#${aws:username}-'),
      "the row prefix 'USER#${aws:username}-' has no separator after ${aws:username}, so the value 1 also matches the rows of the value 12; "
        + 'expected a separator that the variable cannot contain, such as #, but none of _.:/=+-@,; write the separator of the partition key '
        + 'after the variable: ${aws:PrincipalTag/TenantId}#, or use RowScope.ofValues'],
    ['two policy variables that nothing separates', RowScope.ofValues('${aws:PrincipalTag/Tenant}-${aws:PrincipalTag/User}'),
      "the row value '${aws:PrincipalTag/Tenant}-${aws:PrincipalTag/User}' has no separator after ${aws:PrincipalTag/Tenant}, so the value 1 "
        + 'also matches the rows of the value 12; expected a separator that the variable cannot contain, such as #, but none of _.:/=+-@,; '
        + 'write the separator of the partition key after the variable: ${aws:PrincipalTag/TenantId}#'],
    ['a policy variable with several values', RowScope.ofValues('${aws:TagKeys}'),
      "'${aws:TagKeys}' has the policy variable ${aws:TagKeys}, which requests to DynamoDB do not have; expected a condition key with one "
        + 'value, such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}; use another key, because IAM allows no key '
        + 'with several values in a variable'],
    ['a policy variable without its prefix', RowScope.ofValues('${TenantId}'),
      "'${TenantId}' has the policy variable ${TenantId}, which requests to DynamoDB do not have; expected a condition key with one value, "
        + 'such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}; write the key with its prefix, such as '
        + 'aws:PrincipalTag/TenantId'],
    ['a policy variable that IAM does not have', RowScope.ofValues('${aws:PrincipalTags/TenantId}'),
      "'${aws:PrincipalTags/TenantId}' has the policy variable ${aws:PrincipalTags/TenantId}, which requests to DynamoDB do not have; expected "
        + 'a condition key with one value, such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}; write '
        + 'aws:PrincipalTag/TenantId'],
    ['a tag variable without the name of the tag', RowScope.ofValues('${aws:PrincipalTag}'),
      "'${aws:PrincipalTag}' has the policy variable ${aws:PrincipalTag}, which requests to DynamoDB do not have; expected a condition key "
        + 'with one value, such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}; add the name of the tag, such as '
        + 'aws:PrincipalTag/team'],
    ['an unknown variable with a default', RowScope.ofValues("${aws:Nothing, 'none'}"),
      "'${aws:Nothing, 'none'}' has the policy variable ${aws:Nothing}, which requests to DynamoDB do not have; expected a condition key with "
        + 'one value, such as ${aws:PrincipalTag/TenantId} or ${cognito-identity.amazonaws.com:sub}; correct the name: the IAM User Guide '
        + 'lists the global condition keys'],
    ['a policy variable that is not closed', RowScope.ofValues('a#${aws:userid'),
      "the policy variable in 'a#${aws:userid' has no closing brace; expected policy variables in the form ${aws:PrincipalTag/TenantId}; close "
        + 'the brace, or write ${$} for a dollar sign'],
  ])('%s', (_name, rows, problem) => {
    expect(problemOf(rows)).toBe(problem);
  });
});

describe('a row prefix without a separator matches more', () => {
  test.each<[string, RowScope, string | undefined]>([
    ['a prefix that ends in a digit', RowScope.ofPrefixes('TENANT#1'), 'TENANT#1'],
    ['a prefix that ends in a letter', RowScope.ofPrefixes('TENANT#a#', 'TENANT#b'), 'TENANT#b'],
    ['a prefix that ends in a letter of another script', RowScope.ofPrefixes('TENANT#é'), 'TENANT#é'],
    ['no prefix that ends in a separator', RowScope.ofPrefixes('TENANT#1#'), undefined],
    ['no value', RowScope.ofValues('TENANT#1'), undefined],
  ])('is %s', (_name, rows, prefix) => {
    expect(rows._openPrefix).toBe(prefix);
  });
});

describe('a row scope may have', () => {
  test.each<[string, RowScope]>([
    ['a value', RowScope.ofValues('TENANT#1')],
    ['a policy variable as a value', RowScope.ofValues('${cognito-identity.amazonaws.com:sub}')],
    ['a policy variable with a default', RowScope.ofValues("${aws:PrincipalTag/TenantId, 'none'}")],
    ['a value that ends in a policy variable', RowScope.ofValues('TENANT#${aws:PrincipalTag/TenantId}')],
    ['a prefix with a separator after a policy variable', RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/TenantId}#')],
    ['a prefix with any separator after a policy variable whose values have one form', RowScope.ofPrefixes('${cognito-identity.amazonaws.com:sub}-')],
    ['such a variable with a default', RowScope.ofPrefixes("${aws:PrincipalAccount , '0'}-")],
    ['a prefix with escaped wildcards', RowScope.ofPrefixes('a${*}b${?}')],
    ['a dollar sign, escaped', RowScope.ofValues('${$}')],
    ['a dollar sign without a brace', RowScope.ofValues('$5')],
    ['a question mark in a value', RowScope.ofValues('a?')],
    ['a value that is not known before deployment', RowScope.ofValues(TOKEN)],
    ['a prefix that is not known before deployment', RowScope.ofPrefixes(TOKEN)],
    ['a value with a part that is not known before deployment', RowScope.ofValues(`TENANT#${TOKEN}#\${aws:userid}`)],
  ])('%s', (_name, rows) => {
    expect(problemOf(rows)).toBeUndefined();
  });
});
