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

const POLICY_VARIABLE = 'expected a condition key that requests carry, such as ${aws:PrincipalTag/TenantId} or '
  + '${cognito-identity.amazonaws.com:sub}';

describe('fails when given', () => {
  test.each<[string, RowScope, string]>([
    ['no value', RowScope.ofValues(),
      'rows without a value; expected at least one value of the partition key; name it, or leave rows out'],
    ['no prefix', RowScope.ofPrefixes(),
      'rows without a prefix; expected at least one prefix of the partition key; name it, or leave rows out'],
    ['an empty value', RowScope.ofValues('a', ''),
      "row value ''; expected a part of the rows, as all of them are reached without rows; "
      + 'name the partition key that the access is for, or leave rows out'],
    ['an empty prefix', RowScope.ofPrefixes(''),
      "row prefix ''; expected a part of the rows, as all of them are reached without rows; "
      + 'name the partition key that the access is for, or leave rows out'],
    ['* as a value', RowScope.ofValues('*'),
      "row value '*'; expected a part of the rows, as all of them are reached without rows; "
      + 'name the partition key that the access is for, or leave rows out'],
    ['* as a prefix', RowScope.ofPrefixes('*'),
      "row prefix '*'; expected a part of the rows, as all of them are reached without rows; "
      + 'name the partition key that the access is for, or leave rows out'],
    ['a value twice', RowScope.ofValues('a', 'b', 'a'), "row 'a' twice; expected each once; remove one of them"],
    ['a number, in JavaScript', RowScope.ofValues(7 as any),
      'row value 7; expected text; write it in quotes'],
    ['a list, in JavaScript', RowScope.ofPrefixes(['a#'] as any),
      'row prefix a#; expected text; spread the list: write ... before it'],
    ['a star in a value', RowScope.ofValues('a*'),
      "row value 'a*'; expected a whole value, in which * is a character as any other; "
      + 'use RowScope.ofPrefixes without it, or write ${*} for this character'],
    ['a prefix with *', RowScope.ofPrefixes('a#*'),
      "row prefix 'a#*'; expected a prefix without wildcards, as one follows it by itself; "
      + 'remove * and ?, or write ${*} and ${?} for these characters'],
    ['a prefix with ?', RowScope.ofPrefixes('a?#'),
      "row prefix 'a?#'; expected a prefix without wildcards, as one follows it by itself; "
      + 'remove * and ?, or write ${*} and ${?} for these characters'],
    ['a prefix that ends in a policy variable', RowScope.ofPrefixes('TENANT#${aws:PrincipalTag/TenantId}'),
      "row prefix 'TENANT#${aws:PrincipalTag/TenantId}', where nothing separates ${aws:PrincipalTag/TenantId} from what follows it; "
      + "expected a separator behind it that its value can't hold, as 1 is a prefix of 12: none of _.:/=+-@,; "
      + 'write the separator that follows in the partition key, as in ${aws:PrincipalTag/TenantId}#, or use RowScope.ofValues'],
    ['a prefix with a token and a policy variable at its end', RowScope.ofPrefixes(`${Aws.ACCOUNT_ID}#\${cognito-identity.amazonaws.com:sub}`),
      `row prefix '${Aws.ACCOUNT_ID}#\${cognito-identity.amazonaws.com:sub}', where nothing separates `
      + "${cognito-identity.amazonaws.com:sub} from what follows it; expected a separator behind it that its value can't hold, as 1 is a "
      + 'prefix of 12: none of _.:/=+-@,; '
      + 'write the separator that follows in the partition key, as in ${aws:PrincipalTag/TenantId}#, or use RowScope.ofValues'],
    ['a separator that the value of a tag can hold', RowScope.ofPrefixes('${aws:PrincipalTag/TenantId}-'),
      "row prefix '${aws:PrincipalTag/TenantId}-', where nothing separates ${aws:PrincipalTag/TenantId} from what follows it; "
      + "expected a separator behind it that its value can't hold, as 1 is a prefix of 12: none of _.:/=+-@,; "
      + 'write the separator that follows in the partition key, as in ${aws:PrincipalTag/TenantId}#, or use RowScope.ofValues'],
    ['a separator that the name of a user can hold', RowScope.ofPrefixes('USER#${aws:username}-'),
      "row prefix 'USER#${aws:username}-', where nothing separates ${aws:username} from what follows it; "
      + "expected a separator behind it that its value can't hold, as 1 is a prefix of 12: none of _.:/=+-@,; "
      + 'write the separator that follows in the partition key, as in ${aws:PrincipalTag/TenantId}#, or use RowScope.ofValues'],
    ['two policy variables that nothing separates', RowScope.ofValues('${aws:PrincipalTag/Tenant}-${aws:PrincipalTag/User}'),
      "row value '${aws:PrincipalTag/Tenant}-${aws:PrincipalTag/User}', where nothing separates ${aws:PrincipalTag/Tenant} from what "
      + "follows it; expected a separator behind it that its value can't hold, as 1 is a prefix of 12: none of _.:/=+-@,; "
      + 'write the separator that follows in the partition key, as in ${aws:PrincipalTag/TenantId}#'],
    ['a policy variable with several values', RowScope.ofValues('${aws:TagKeys}'),
      `policy variable \${aws:TagKeys} in '\${aws:TagKeys}'; ${POLICY_VARIABLE}; use another: IAM takes no key with several values here`],
    ['a policy variable without its prefix', RowScope.ofValues('${TenantId}'),
      `policy variable \${TenantId} in '\${TenantId}'; ${POLICY_VARIABLE}; write the key with its prefix, as in aws:PrincipalTag/TenantId`],
    ['a policy variable that IAM does not have', RowScope.ofValues('${aws:PrincipalTags/TenantId}'),
      `policy variable \${aws:PrincipalTags/TenantId} in '\${aws:PrincipalTags/TenantId}'; ${POLICY_VARIABLE}; `
      + 'look the name up among the global condition keys of IAM'],
    ['a tag variable without the name of the tag', RowScope.ofValues('${aws:PrincipalTag}'),
      `policy variable \${aws:PrincipalTag} in '\${aws:PrincipalTag}'; ${POLICY_VARIABLE}; name the tag, as in aws:PrincipalTag/team`],
    ['an unknown variable with a default', RowScope.ofValues("${aws:Nothing, 'none'}"),
      `policy variable \${aws:Nothing} in '\${aws:Nothing, 'none'}'; ${POLICY_VARIABLE}; `
      + 'look the name up among the global condition keys of IAM'],
    ['a policy variable that is not closed', RowScope.ofValues('a#${aws:userid'),
      "'a#${aws:userid'; expected policy variables in the form ${aws:PrincipalTag/TenantId}; close the brace, or write ${$} for a dollar sign"],
  ])('%s', (_name, rows, problem) => {
    expect(problemOf(rows)).toBe(problem);
  });
});

describe('what matches more than a prefix says', () => {
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

describe('takes', () => {
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
