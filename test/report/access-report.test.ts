import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { AccessReport } from '../../src';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { reportWithCode } from '../../src/report/analysis/report-code';
import { newApp } from '../policy/assemblies';
import { newFunction, newTable } from '../support/app';
import '../support/quiet';

function buildReader(scope: App | Stage): void {
  const stack = new Stack(scope, 'Stack');
  newTable(stack, 'Orders').grant(newFunction(stack, 'Reader'), 'dynamodb:GetItem');
}

/** The grantees of the report that a folder has. */
function granteesIn(directory: string): string[] {
  return JSON.parse(readFileSync(join(directory, 'access.json'), 'utf8')).grantees.map(({ id }: { id: string }) => id);
}

test('is written beside the cloud assembly, as JSON, as Markdown and as HTML', () => {
  const app = newApp();
  Validations.of(app).addPlugins(new AccessReport());
  buildReader(app);
  const { directory } = app.synth();

  expect(readdirSync(`${directory}.access`).sort()).toEqual(['access.html', 'access.json', 'access.md']);
  expect(JSON.parse(readFileSync(`${directory}.access/access.json`, 'utf8'))).toEqual(reportAssembly(directory));
});

test('has the calls of the code if that is asked for', () => {
  const app = newApp();
  Validations.of(app).addPlugins(new AccessReport({ code: true }));
  buildReader(app);
  const { directory } = app.synth();

  expect(JSON.parse(readFileSync(`${directory}.access/access.json`, 'utf8'))).toEqual(reportWithCode(directory).report);
});

test('is written to the folder that it is told', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'report')), 'reports', 'access');
  const app = newApp();
  Validations.of(app).addPlugins(new AccessReport({ directory: folder }));
  buildReader(app);
  const { directory } = app.synth();

  expect([granteesIn(folder), existsSync(`${directory}.access`)]).toEqual([['Stack/Reader/ServiceRole'], false]);
});

test('isn\'t written again where nothing changed, because `cdk watch` would synthesize again', () => {
  const directory = mkdtempSync(join(tmpdir(), 'report'));
  const synthesize = () => {
    const app = newApp();
    Validations.of(app).addPlugins(new AccessReport({ directory }));
    buildReader(app);
    app.synth();
    return readdirSync(directory).map((file) => statSync(join(directory, file)).mtimeMs);
  };

  expect(synthesize()).toEqual(synthesize());
});

test('is a success to CDK, whatever it says', () => {
  const app = newApp();
  Validations.of(app).addPlugins(new AccessReport());
  buildReader(app);

  expect(() => app.synth()).not.toThrow();
  expect(process.exitCode).toBeUndefined();
});

test.each([
  ['the app', (app: App) => app],
  ['a stage', (_app: App, stage: Stage) => stage],
])('covers the stages and the stacks of an app, where it is added to %s', (_name, scope) => {
  const app = newApp();
  const stage = new Stage(app, 'Prod');
  Validations.of(scope(app, stage)).addPlugins(new AccessReport());
  buildReader(app);
  buildReader(stage);
  const { directory } = app.synth();

  expect(granteesIn(`${directory}.access`)).toEqual(['Prod/Stack/Reader/ServiceRole', 'Stack/Reader/ServiceRole']);
});

test('is not written for an app without stacks', () => {
  const app = newApp();
  Validations.of(app).addPlugins(new AccessReport());

  expect(existsSync(`${app.synth().directory}.access`)).toBe(false);
});
