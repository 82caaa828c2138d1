import { allow, ARN, deny, Resources, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatMarkdown } from '../../src/report/formats/markdown';
import { formatText } from '../../src/report/formats/text';
import { AccessReportData } from '../../src/report/report-data';
import { ENV } from '../support/app';

function trust(principal: unknown, condition?: object): object {
  return { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: condition } } };
}

const ACCOUNT = { AWS: `arn:aws:iam::${ENV.account}:root` };
const MAY_ASSUME = allow('sts:AssumeRole', ARN.role('tenant'));

/** A report on a role `clerk` with statements, and a role `tenant` that reads a table. */
function report(statements: readonly object[], trusted: object, more: Resources = {}): AccessReportData {
  return reportAssembly(writeAssembly({
    ...table('Orders'), ...role('tenant', [allow('dynamodb:GetItem', ARN.table('Orders'))], trusted), ...role('clerk', statements), ...more,
  }));
}

function describeAssumed({ accesses }: AccessReportData): unknown {
  return accesses.filter(({ grantee, resource }) => grantee === 'Stack/clerk' && resource === 'Stack/tenant')
    .flatMap(({ allowed }) => allowed.map(({ actions, conditions, wider }) => [...actions, ...conditions.map(({ text }) => text), wider]));
}

test('a role may assume another one that trusts its account', () => {
  expect(describeAssumed(report([MAY_ASSUME], trust(ACCOUNT)))).toEqual([['sts:AssumeRole', false]]);
});

test('a role may assume another one that names it, without a policy of its own', () => {
  expect(describeAssumed(report([], trust({ AWS: ARN.role('clerk') })))).toEqual([['sts:AssumeRole', false]]);
});

test('a role can\'t assume another one that trusts a service alone', () => {
  expect(describeAssumed(report([allow('*', '*')], trust({ Service: 'lambda.amazonaws.com' })))).toEqual([]);
});

test('a role can\'t assume another one that its own policies deny', () => {
  expect(describeAssumed(report([deny('sts:*', '*')], trust({ AWS: ARN.role('clerk') })))).toEqual([]);
});

test('the conditions of the trust policy count', () => {
  expect(describeAssumed(report([MAY_ASSUME], trust(ACCOUNT, { StringEquals: { 'sts:ExternalId': 'x1' } }))))
    .toEqual([['sts:AssumeRole', 'only if sts:ExternalId is x1', false]]);
});

test('the text says which role a grantee may assume', () => {
  expect(formatText(report([MAY_ASSUME], trust(ACCOUNT)))).toContain('clerk may\n  - assume tenant · by Stack/clerk, statement 0 with trust policy of tenant, statement 0\n');
});

test('Markdown says no "No access" of a grantee that may assume a role', () => {
  expect(formatMarkdown(report([MAY_ASSUME], trust(ACCOUNT)))).not.toContain('No access');
});

test('roles that nobody of the app assumes are no resources', () => {
  expect(report([], trust({ Service: 'lambda.amazonaws.com' })).resources.map(({ id }) => id)).toEqual(['Stack/Orders']);
});

const PARTNER = 'arn:aws:iam::999999999999:root';
const KNOWN = { Effect: 'Allow', Principal: { AWS: PARTNER }, Action: 'sts:AssumeRole' };
const OPEN = { 'Fn::ImportValue': 'partner' };

function reportTrust(...statements: object[]): AccessReportData {
  return report([], { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: statements } });
}

function listTrusted(...statements: object[]): string[] {
  const { trust: trusted } = reportTrust(...statements).grantees.find(({ id }) => id === 'Stack/tenant')!;
  return trusted!.map(({ denied, principal, conditions }) => [...denied ? ['never'] : [], principal, ...conditions.map(({ text }) => text)].join(' '));
}

test.each<[string, object, string[]]>([
  ['the action that tags sessions', { ...KNOWN, Action: 'sts:TagSession' }, []],
  ['the actions that assume the role and tag sessions', { ...KNOWN, Action: ['sts:AssumeRole', 'sts:TagSession'] }, [PARTNER]],
  ['all actions', { ...KNOWN, Action: '*' }, [PARTNER]],
  ['all actions but the one that assumes the role', { ...KNOWN, Action: undefined, NotAction: 'sts:AssumeRole' }, []],
  ['a request that a provider cannot make', { ...KNOWN, Principal: { Federated: 'accounts.google.com' } }, []],
  ['the request of a provider', { ...KNOWN, Principal: { Federated: 'accounts.google.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }, ['Federated accounts.google.com']],
  ['the denied action that tags sessions', { Effect: 'Deny', Principal: '*', Action: 'sts:TagSession' }, []],
  ['one of the requests that assume a role, denied', { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRoleWithSAML' }, [
    'never anybody only if the request is sts:AssumeRoleWithSAML',
  ]],
  ['all requests that assume a role, denied', { Effect: 'Deny', Principal: '*', Action: 'sts:Assume*' }, ['never anybody']],
  ['principals that are left out', { Effect: 'Deny', NotPrincipal: { AWS: [PARTNER, '222222222222'] }, Action: 'sts:*' }, [
    `never everybody except ${PARTNER}, 222222222222`,
  ]],
  ['a condition that is known at deployment', { ...KNOWN, Condition: { StringEquals: { 'sts:ExternalId': OPEN } } }, [
    `${PARTNER} only if sts:ExternalId is ${JSON.stringify(OPEN)}`,
  ]],
  ['one known principal of two', { ...KNOWN, Principal: { AWS: [PARTNER, OPEN] } }, [PARTNER, `unknown principal ${JSON.stringify({ AWS: OPEN })}`]],
  ['unknown actions', { ...KNOWN, Action: ['sts:TagSession', OPEN] }, [`unknown principal ${JSON.stringify({ AWS: PARTNER })}`]],
])('the trust of a role names those that may assume it by %s', (_what, statement, expected) => {
  expect(listTrusted(statement)).toEqual(expected);
});

test('a statement of a trust policy that is known at deployment leaves the others as they are', () => {
  const unknown = { ...KNOWN, Principal: { AWS: OPEN } };

  expect(compareReports(reportTrust(KNOWN), reportTrust(KNOWN, unknown)).map(({ direction, text }) => `${direction}: ${text}`)).toEqual([
    'more: assuming tenant is allowed to unknown principal {"AWS":{"Fn::ImportValue":"partner"}} now',
    'more: trust policy of tenant, statement 1 may allow more, which cannot be told: the statement: Principal: {"Fn::ImportValue":"partner"}, '
    + 'because no stack of this assembly exports partner in the same account and Region (content bb4486586b02b2c6)',
  ]);
});

test('a role may be assumed newly if a statement that only tagged sessions now assumes it', () => {
  const tagging = { ...KNOWN, Action: 'sts:TagSession' };

  expect(compareReports(reportTrust(tagging), reportTrust(KNOWN)).map(({ direction, text }) => `${direction}: ${text}`))
    .toEqual([`more: assuming tenant is allowed to ${PARTNER} now`]);
});

test('conditions on who assumes a role are said, so that a change to other ones is another text', () => {
  const open = reportTrust(KNOWN);
  const [one, other] = ['1', '2'].map((id) => reportTrust({ ...KNOWN, Condition: { StringEquals: { 'sts:ExternalId': id } } }));
  const none = reportTrust({ ...KNOWN, Action: 'sts:TagSession' });

  const pairs = [[none, one], [none, open], [one, other], [one, open]];

  expect(pairs.map(([before, after]) => compareReports(before, after).map(({ text }) => text))).toEqual([
    [`assuming tenant is allowed to ${PARTNER} now, only if sts:ExternalId is 1`],
    [`assuming tenant is allowed to ${PARTNER} now`],
    [`assuming tenant is allowed to ${PARTNER} under other conditions, now only if sts:ExternalId is 2, before only if sts:ExternalId is 1`],
    [`assuming tenant is allowed to ${PARTNER} under other conditions, now in every request, before only if sts:ExternalId is 1`],
  ]);
});
