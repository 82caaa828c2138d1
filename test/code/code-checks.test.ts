import { execFileSync } from 'child_process';
import { join } from 'path';
import { App, PolicyValidationPluginReport, Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ENOUGH, writeApp } from './function-app';
import { DynamoAccessChecks } from '../../src';
import { allow, ARN } from '../report/templates';

const [PUT, QUERY] = ENOUGH;

function report(directory: string, code = true): PolicyValidationPluginReport {
  return new DynamoAccessChecks(new App(), { code }).validate({ templatePaths: [join(directory, 'Stack.template.json')] });
}

function findingsIn(directory: string, code = true): object[] {
  return report(directory, code).violations.map(({ ruleName, severity, violatingResources: [{ constructPath, locations }] }) =>
    ({ ruleName, severity, constructPath, locations }));
}

test('a call without a permission is a warning with its file and line', () => {
  expect(findingsIn(writeApp([QUERY]))).toEqual([
    { ruleName: 'cdk-dynamo-access::called-without-permission', severity: 'warning', constructPath: 'Stack/Handler', locations: ['index.mjs:4'] },
  ]);
});

test('a permission that no code needs is an information', () => {
  const directory = writeApp([PUT, QUERY, allow('dynamodb:DeleteItem', ARN.table('Orders'))]);

  expect(findingsIn(directory)).toEqual([
    { ruleName: 'cdk-dynamo-access::permission-never-called', severity: 'info', constructPath: 'Stack/Handler', locations: [] },
  ]);
  expect(report(directory).violations[0].description).toContain('the role allows dynamodb:DeleteItem on Stack/Orders');
});

test('code that is not read completely is an information with the place of the first reason', () => {
  expect(findingsIn(writeApp(ENOUGH, { code: 'import x from \'unknown-library\';\nexport const handler = () => x();' }))).toEqual([
    { ruleName: 'cdk-dynamo-access::code-not-read', severity: 'info', constructPath: 'Stack/Handler', locations: ['index.mjs:1'] },
  ]);
});

test('no finding about code fails the synthesis', () => {
  expect(report(writeApp([QUERY])).success).toBe(true);
});

test('code is only read if that is asked for', () => {
  expect(findingsIn(writeApp([QUERY]), false)).toEqual([]);
});

test('an app whose code and permissions agree has no findings', () => {
  expect(report(writeApp(ENOUGH))).toEqual({ success: true, violations: [] });
});

test('the rules are named only if code is read', () => {
  const added = new DynamoAccessChecks(new App(), { code: true }).ruleIds!.filter((id) => !new DynamoAccessChecks(new App()).ruleIds!.includes(id));

  expect(added).toEqual(['called-without-permission', 'permission-never-called', 'code-not-read'].map((name) => `cdk-dynamo-access:${name}`));
});

test('a finding is acknowledged on its function', () => {
  const app = new App();
  const handler = new Construct(new Stack(app, 'Stack'), 'Handler');
  Validations.of(handler).acknowledge({ id: 'cdk-dynamo-access:called-without-permission', reason: 'another team allows it' });

  expect(new DynamoAccessChecks(app, { code: true }).validate({ templatePaths: [join(writeApp([QUERY]), 'Stack.template.json')] }).violations).toEqual([]);
});

test('the constructs, the checks and the report without code load no parser', () => {
  const script = `require('ts-node').register({ transpileOnly: true });
    const { LambdaTableAccess, DynamoAccessChecks, AccessReport } = require('./src');
    void [LambdaTableAccess, new DynamoAccessChecks(new (require('aws-cdk-lib').App)()), new AccessReport()];
    console.log(Object.keys(require.cache).filter((file) => /acorn|tree-sitter|[/]src[/]code[/]/.test(file)).length);`;

  expect(execFileSync(process.execPath, ['-e', script], { cwd: join(__dirname, '..', '..'), encoding: 'utf8' })).toBe('0\n');
});
