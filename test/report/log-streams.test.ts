import { allow, deny, role, table, writeAssembly } from './templates';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { ENV } from '../support/app';

const LOGS = `arn:aws:logs:${ENV.region}:${ENV.account}`;
const write = (resource: string) => allow('logs:PutLogEvents', resource);

function report(...statements: readonly object[]) {
  const group = { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/a' } } };
  return reportAssembly(writeAssembly({ ...table('Orders'), ...group, ...role('Writer', statements) }));
}

function texts(before: readonly object[], after: readonly object[]): string[] {
  return compareReports(report(...before), report(...after)).map(({ direction, text }) => `${direction}: ${text}`);
}

test.each([
  `${LOGS}:log-group:/a:log-stream:x`, `${LOGS}:log-group:/a:log-stream:app-*`, `${LOGS}:log-group:/b:log-stream:x`, `${LOGS}:log-group:*:log-stream:x`,
  'arn:aws:logs:*:*:*:log-stream:x*',
])('writing to streams that a policy names is more access: %s', (resource) => {
  const name = resource.split(':').slice(5).join(':');

  expect(texts([], [write(resource)])).toEqual([`more: Writer may now write to resources like ${name}`]);
  expect(texts([write(resource)], [])).toEqual([`less: Writer may no longer write to resources like ${name}`]);
});

test.each([
  ['the streams of its group', `${LOGS}:log-group:/a:log-stream:x`, `${LOGS}:log-group:/a:*`],
  ['streams like it', `${LOGS}:log-group:/a:log-stream:app-1`, `${LOGS}:log-group:/a:log-stream:app-*`],
  ['the streams of all groups', `${LOGS}:log-group:*:log-stream:x`, `${LOGS}:log-group:*`],
])('a stream beside %s is no more access', (_name, narrow, broad) => {
  expect(texts([write(broad)], [write(broad), write(narrow)]).filter((text) => !text.startsWith('less'))).toEqual([]);
});

test.each([
  ['one that begins with any letter', `${LOGS}:log-group:/a:log-stream:a*`, `${LOGS}:log-group:/a:*`, 'more: Writer may now write to log group Group'],
  ['one with a hyphen', `${LOGS}:log-group:/a:log-stream:*-*`, `${LOGS}:log-group:/a:*`, 'more: Writer may now write to log group Group'],
])('all streams of a group in place of %s are more access', (_name, narrow, broad, expected) => {
  expect(texts([write(narrow)], [write(broad)])).toContain(expected);
});

test('a stream that is no longer denied is more access', () => {
  const stream = `${LOGS}:log-group:/a:log-stream:audit`;

  expect(texts([write(`${LOGS}:log-group:/a:*`), deny('logs:PutLogEvents', stream)], [write(`${LOGS}:log-group:/a:*`)]))
    .toEqual(['may now', 'is no longer denied to'].map((verb) => `more: Writer ${verb} write to resources like log-group:/a:log-stream:audit`));
});

test('all streams of a group are said once', () => {
  const { accesses } = report(write(`${LOGS}:log-group:/a:log-stream:*`), write(`${LOGS}:log-group:/a:*`));

  expect(accesses.map(({ resource }) => resource)).toEqual(['Stack/Group']);
});
