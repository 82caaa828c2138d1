import { allow, ARN, role, table, writeAssembly } from './templates';
import { ACTION_TYPES } from '../../src/policy/action-types';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { formatText } from '../../src/report/formats/text';
import { describeSomeActions } from '../../src/report/phrases';
import { ENV } from '../support/app';

const ALL_LOGS = allow('logs:PutLogEvents', '*');

function report(...statements: readonly object[]) {
  return reportAssembly(writeAssembly({ ...table('Orders'), ...role('clerk', statements) }));
}

function describeLogs(...statements: readonly object[]): string[] {
  return formatText(report(...statements)).split('\n').filter((line) => line.includes('log group')).map((line) => line.replace(/ · .*/, '').trim());
}

test('no other log group is meant where the app has none', () => {
  expect(describeLogs(ALL_LOGS)).toEqual(['- write to any log group']);
});

test('the log groups of functions are named where not all others are alike', () => {
  expect(describeLogs(allow('logs:PutLogEvents', `arn:aws:logs:${ENV.region}:${ENV.account}:log-group:/aws/lambda/*`))).toEqual(['- write to log group of any function']);
  expect(describeLogs(ALL_LOGS, { Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: `arn:aws:logs:${ENV.region}:${ENV.account}:log-group:/aws/lambda/*` }))
    .toEqual(['- write to any log group', '- never write to log group of any function']);
});

test('a change of all log groups is said once', () => {
  const changes = compareReports(report(), report(ALL_LOGS)).map(({ text }) => text);

  expect(changes).toEqual(['clerk may now write to any log group']);
});

test('another log group is meant beside one that a policy names', () => {
  const named = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `arn:aws:logs:${ENV.region}:${ENV.account}:log-group:audit:*`);

  expect(describeLogs(ALL_LOGS, named)).toContain('- write to any other log group');
});

test('one unknown value in several statements is one unknown part', () => {
  const unknown = allow('dynamodb:GetItem', { Ref: 'Nothing' });

  expect(report(unknown, unknown, allow('dynamodb:GetItem', ARN.table('Orders')), unknown).unknown).toEqual([
    { path: 'Stack/clerk, statements 0, 1, 3', problem: 'the statement: Resource: {"Ref":"Nothing"}, because the template has no Nothing', statements: [unknown, unknown, unknown] },
  ]);
});

test('patterns of other services are not named beside actions on tables', () => {
  const { accesses } = report(allow(['dynamodb:Get*', 'dax:*', 'd*:Query'], ARN.table('Orders')));
  const patterns = accesses.filter(({ resource }) => resource === 'Stack/Orders').flatMap(({ allowed }) => allowed.flatMap((each) => each.patterns));

  expect(patterns).toEqual(['d*:Query', 'dynamodb:Get*']);
});

test.each([['dynamodb table', 'Stack/Orders', ['dynamodb:*']], ['key', 'any key', []], ['log group', 'any log group', ['logs:*']]])(
  'patterns of other services are not named beside actions on a %s', (_name, resource, expected) => {
    const { accesses } = report(allow(['dynamodb:*', 'kms:DescribeKey', 'logs:*'], '*'));
    const patterns = accesses.filter((each) => each.resource === resource).flatMap(({ allowed }) => allowed.flatMap((each) => each.patterns));

    expect(patterns).toEqual(expected);
  });

test('no two actions of a service have the same words, so that an accepted change accepts no other action', () => {
  const actions = ACTION_TYPES.map(({ action }) => action).filter((action) => /^(dynamodb|kms|logs):/.test(action));
  const texts = actions.map((action) => `${action.split(':')[0]}: ${describeSomeActions([action], 'it')}`);

  expect(new Set(texts).size).toBe(actions.length);
});
