import * as fc from 'fast-check';
import { compare, Comparison } from './compare';
import { DIFFERENCES } from './differences';
import { Generated, generated } from './generated-requests';
import { oracle } from './oracle';
import { ACCOUNT, allowAll, KEY, policy, request, ROLE, TABLE } from './requests';
import { AuthorizationRequest, PolicyDocument, PolicyStatement } from '../../src/policy/evaluate';

const SEED = 20261121;
const CASES = 3000;

function asked(document: PolicyDocument, parts: Partial<AuthorizationRequest> = {}, resourcePolicy?: PolicyDocument): Generated {
  return { request: request(parts), policies: { identity: [document], resource: { account: ACCOUNT, document: resourcePolicy } } };
}

function underCondition(Condition: PolicyStatement['Condition'], context: AuthorizationRequest['context']): Generated {
  return asked(allowAll({ Condition }), { context });
}

describe('two implementations', () => {
  let comparisons: Comparison[];
  let cases: Generated[];

  beforeAll(async () => {
    cases = fc.sample(generated, { seed: SEED, numRuns: CASES });
    comparisons = [];
    for (const each of cases) comparisons.push(await compare(each));
  }, 300_000);

  test('decide alike on thousands of requests, but for known differences', () => {
    expect(cases.filter((_, index) => !comparisons[index].because)).toEqual([]);
  });

  test.each(['allowed', 'explicit-deny', 'implicit-deny'])('decide alike that a request is %s in one of seven cases at least', (verdict) => {
    const alike = comparisons.filter(({ ours, because }) => ours === verdict && because?.length === 0);

    expect(alike.length).toBeGreaterThan(CASES / 7);
  });

  test('decide alike in 97 of 100 cases at least', () => {
    expect(comparisons.filter(({ because }) => because?.length === 0).length).toBeGreaterThan(CASES * 0.97);
  });
});

describe('the known difference that', () => {
  const log = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/reader`;
  const examples: Record<string, [ours: string, theirs: string, example: Generated]> = {
    'a role has a trust policy, which decides who assumes it, even if nobody knows it':
      ['implicit-deny', 'allowed', asked(allowAll(), { action: 'sts:AssumeRole', resource: ROLE })],
    'a wildcard may stand in the type of a resource, before its name':
      ['allowed', 'implicit-deny', asked(allowAll({ Resource: TABLE.replace('table/', 't?ble/') }))],
    'a wildcard at the end of a part of an ARN goes on beyond it':
      ['allowed', 'implicit-deny', asked(allowAll({ Resource: 'arn:aws:logs:eu-*:log-group:/aws/lambda/reader' }), { action: 'logs:CreateLogGroup', resource: log })],
    'a range of addresses may have a prefix of no bits':
      ['allowed', 'implicit-deny', underCondition({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:SourceIp': '203.0.113.7' })],
    'an address is one, however it is written, and apart from those of the other version of IP':
      ['allowed', 'implicit-deny', underCondition({ NotIpAddress: { 'aws:SourceIp': '203.0.113.7' } }, { 'aws:SourceIp': '2001:db8::1' })],
    'IfExists holds for a missing key, behind ForAnyValue too':
      ['allowed', 'implicit-deny', underCondition({ 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'team' } }, {})],
    'a date may be the seconds since 1970': ['allowed', 'implicit-deny', underCondition(
      { DateEquals: { 'aws:CurrentTime': '2026-11-21' } }, { 'aws:CurrentTime': '1795219200' })],
    'NotPrincipal leaves out who is named together with the account, not a whole account, and nobody with a boundary':
      ['explicit-deny', 'allowed', asked(allowAll(), {}, policy({ Effect: 'Deny', NotPrincipal: { AWS: ACCOUNT }, Action: '*', Resource: '*' }))],
    'a variable without a value leaves a statement without effect where it mustn\'t match': ['implicit-deny', 'allowed', underCondition(
      { ArnNotEquals: { 'aws:SourceArn': `${log}\${aws:username}` } }, { 'aws:SourceArn': TABLE })],
    'a variable without a value leaves a statement without effect in NotResource too':
      ['implicit-deny', 'allowed', asked(policy({ Action: '*', NotResource: `${KEY}\${aws:username}` }))],
    '${*}, ${?} and ${$} stand for a character under operators that ignore case too': ['allowed', 'implicit-deny', underCondition(
      { StringEqualsIgnoreCase: { 'aws:username': 'z${*}e' } }, { 'aws:username': 'Z*e' })],
    'variables are plain text in a policy without the version 2012-10-17': ['implicit-deny', 'allowed', asked(
      { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/team': '${aws:username}' } } } },
      { context: { 'aws:PrincipalTag/team': 'zoe', 'aws:username': 'zoe' } },
    )],
  };

  test.each(DIFFERENCES.map(({ name }) => name))('%s is there, and explains itself', async (name) => {
    const [ours, theirs, example] = examples[name];

    expect(await compare(example)).toEqual({ ours, theirs, because: [name] });
  });
});

describe('the other implementation', () => {
  const context = { 'kms:EncryptionContext:tenant': 'red', 'dynamodb:EnclosingOperation': 'TransactWriteItems', 'aws:username': 'zoe' };

  test.each([
    ['kms:Decrypt', KEY, ['aws:username']],
    ['dynamodb:ConditionCheckItem', TABLE, ['aws:username']],
    ['dynamodb:PutItem', TABLE, ['dynamodb:EnclosingOperation', 'aws:username']],
  ])('takes for %s only keys that it knows for it', async (action, resource, keys) => {
    expect(Object.keys((await oracle(asked(allowAll(), { action, resource, context }))).context)).toEqual(keys);
  });
});
