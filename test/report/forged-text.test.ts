import { Fn, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as templates from './templates';
import { checkAssembly } from '../../src/checks/check-assembly';
import { FINDING_FORMATS } from '../../src/cli/finding-formats';
import { run } from '../../src/cli/run';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { FORMATS } from '../../src/report/formats/formats';
import { newApp } from '../policy/assemblies';
import { newTable } from '../support/app';
import '../support/quiet';

const FORGED = 'x\n\n<!--\n# All good\u001b[8m\u202e';

function render(format: string, build: (stack: Stack, role: (id: string) => Role) => void): string {
  const app = newApp();
  const stack = new Stack(app, 'Stack');
  build(stack, (id) => new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  return FORMATS[format].render(reportAssembly(app.synth().directory));
}

describe.each(['text', 'md'])('as %s', (format) => {
  test('a name can\'t add lines or terminal escapes', () => {
    const rendered = render(format, (stack, role) => newTable(stack, 'Orders').grantReadData(role(`Reader-${FORGED}`)));

    expect(rendered).not.toMatch(/^# All good|^<!--|[\u001b\u202e]/m);
  });

  test('a value of a condition can\'t add lines or comments', () => {
    const rendered = render(format, (stack, role) => role('Reader').addToPolicy(new PolicyStatement({
      sid: 'Sid', actions: ['dynamodb:GetItem'], resources: [newTable(stack, 'Orders').tableArn], conditions: { StringEquals: { 'aws:PrincipalTag/a': FORGED } },
    })));

    expect(rendered).not.toMatch(/^# All good|^<!--|[\u001b\u202e]/m);
  });
});

test('a name that contains a placeholder of the report stays as it is', () => {
  const rendered = render('text', (stack, role) => newTable(stack, 'company-any-region-orders').grantReadData(role('Reader')));

  expect([rendered.includes('company-any-region-orders'), rendered.includes('${AWS::Region}')]).toEqual([true, false]);
});

test('the text has the features that allow the same, to be pasted', () => {
  const rendered = render('text', (stack, role) => newTable(stack, 'Orders').grant(role('Reader'), 'dynamodb:GetItem', 'dynamodb:BatchGetItem'));

  expect(rendered).toContain('\n  The same on Orders: features: [TableFeature.BATCH_READ, TableFeature.READ_ITEM]\n');
});

test('a grantee without access may do nothing with tables, keys or logs', () => {
  expect(render('text', (_stack, role) => role('Nobody'))).toBe('Nobody may do nothing with tables, keys or logs\n');
});

test('many actions are verbs, and then the first actions', () => {
  const rendered = render('text', (stack, role) => newTable(stack, 'Orders').grant(role('Writer'), 'dynamodb:*'));

  expect(rendered).toMatch(/- read, write and manage Orders \(BatchGetItem, BatchWriteItem, ConditionCheckItem, \.\.\. \d+ actions\)/);
});

test('a finding can\'t add lines or terminal escapes either', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack');
  newTable(stack, 'Orders').grant(new Role(stack, `Reader-${FORGED}`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }), 'dynamodb:GetRecords');
  const findings = checkAssembly(app.synth().directory);
  const rendered = ['text', 'github'].map((format) => FINDING_FORMATS[format](findings, 'cdk.out')).join('');

  expect([findings.length, /^# All good|^<!--|[\u001b\u202e]/m.test(rendered)]).toEqual([1, false]);
});

test('a difference can\'t either, in code scanning too', () => {
  const [before, after] = [[], [templates.allow('dynamodb:GetItem', '*')]].map((statements) =>
    templates.writeAssembly({ ...templates.table('Orders'), ...templates.role(`Reader-${FORGED}`, statements) }));
  const rendered = ['text', 'md', 'github', 'sarif'].map((format) => run(['diff', before, after, '--format', format]));

  expect(rendered.map(({ output, error, exitCode }) => [/^# All good|^<!--|[\u001b\u202e]|\\u001b/m.test(output), error, exitCode]))
    .toEqual(rendered.map(() => [false, '', 1]));
});

test.each<[string, string]>([['x\n::error::forged', 'x ::error::forged'], ['reader', 'reader']])('a role whose name is %j is reported', (name, expected) => {
  const directory = templates.writeAssembly({ ...templates.table('Orders'), ...templates.role(name, [templates.allow('dynamodb:GetItem', templates.ARN.table('Orders'))]) });

  expect(run(['report', directory]))
    .toEqual({ output: expect.stringContaining(`${expected} may\n  - read items of Orders · by Stack/${expected}, statement 0\n`), error: '', exitCode: 0 });
});

test('an app without roles says so, and names its tables', () => {
  expect(render('text', (stack) => newTable(stack, 'Orders'))).toBe('This app has no roles, users or groups. Nobody in it reaches Orders\n');
});

test('an app without roles and tables says so', () => {
  expect(render('text', () => undefined)).toBe('This app has no roles, users or groups, and no tables\n');
});

test('a grantee without known access may do nothing as far as is known, if something isn\'t known', () => {
  const rendered = ['text', 'md'].map((format) => render(format, (_stack, role) => role('Reader').addToPolicy(new PolicyStatement({
    actions: ['dynamodb:GetItem'], resources: [Fn.importValue('Arn')],
  }))));

  expect(rendered).toEqual([
    expect.stringContaining('Reader may do nothing with tables, keys or logs, as far as is known\n'),
    expect.stringContaining('No access, as far as is known.'),
  ]);
});
