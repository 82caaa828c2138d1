import { buildShop } from './shop';
import { allow, ARN, role, table, writeAssembly } from './templates';
import { checkAssembly } from '../../src/checks/check-assembly';
import { FINDING_FORMATS } from '../../src/cli/finding-formats';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { reportWithCode } from '../../src/report/analysis/report-code';
import { DIFFERENCE_FORMATS } from '../../src/report/formats/format-differences';
import { FORMATS } from '../../src/report/formats/formats';
import { CODE, ENOUGH, writeApp } from '../code/function-app';
import { newApp } from '../policy/assemblies';
import { findSchemaErrors } from '../support/json-schema';
import '../support/quiet';

function synthesizeShop(): string {
  const app = newApp();
  buildShop(app);
  return app.synth().directory;
}

const SHOP = synthesizeShop();
const TEMPLATE = writeAssembly({ ...table('Orders'), ...role('clerk', [allow(['dynamodb:*', 'dynamodb:GetItems'], [ARN.table('O*'), { Ref: 'None' }])]) });

test.each([['the shop', SHOP], ['a template', TEMPLATE]])('the report of %s is as its schema says', (_name, directory) => {
  expect(findSchemaErrors('report', FORMATS.json.render(reportAssembly(directory)))).toEqual([]);
});

test.each([
  ['all calls', ENOUGH, {}],
  ['permissions that Lambda uses and other calls', [allow(['logs:*', 'dynamodb:*'], '*')], { code: `${CODE}import './gone.mjs';` }],
  ['no code', ENOUGH, { properties: { Runtime: 'java21' } }],
])('the report with %s is as its schema says', (_name, statements, options) => {
  expect(findSchemaErrors('report', FORMATS.json.render(reportWithCode(writeApp(statements, options)).report))).toEqual([]);
});

test.each([['the shop', SHOP], ['a template', TEMPLATE]])('the findings in %s are as their schema says', (_name, directory) => {
  const findings = checkAssembly(directory);

  expect([findings.length > 0, findSchemaErrors('findings', FINDING_FORMATS.json(findings, 'cdk.out'))]).toEqual([true, []]);
});

test('differences are as their schema says', () => {
  const changes = compareReports(reportAssembly(TEMPLATE), reportAssembly(SHOP));
  const json = DIFFERENCE_FORMATS.json({ version: 1, changes, accepted: 2, unused: ['more: nothing'] }, { file: 'cdk.out', isFailure: () => true });

  expect([changes.length > 0, findSchemaErrors('differences', json)]).toEqual([true, []]);
});

test('a report with another field isn\'t as its schema says', () => {
  expect(findSchemaErrors('report', JSON.stringify({ ...reportAssembly(TEMPLATE), more: true }))).not.toEqual([]);
});
