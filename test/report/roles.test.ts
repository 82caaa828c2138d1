import { allow, ARN, deny, Resources, role, table, writeAssembly } from './templates';
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
