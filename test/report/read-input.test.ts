import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { table, writeAssembly } from './templates';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { readFolder, readInput } from '../../src/report/read-input';

test('a template as YAML is refused with what to do', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'yaml')), 'template.yaml');
  writeFileSync(file, 'Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: !Ref Name\n');

  expect(() => readInput(file)).toThrow(`${file} is YAML; expected the folder that cdk synth wrote, such as cdk.out, or a CloudFormation template as JSON; `
    + `write the template as JSON first, for example by 'rain fmt --json ${file}'`);
});

test('a mistake of what reads an assembly is not taken for a problem of its files', () => {
  expect(() => readFolder(writeAssembly({}), () => (undefined as unknown as string).length)).toThrow(TypeError);
});

test('a file that disappears while an assembly is read is a problem of its files', () => {
  const directory = writeAssembly({});

  expect(() => readFolder(directory, () => readFileSync('/nowhere/file'))).toThrow(`${directory} cannot be read: ENOENT`);
});

test('a manifest with an artifact that is no object is refused', () => {
  const directory = writeAssembly({});
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '53.0.0', artifacts: { Stack: null } }));

  expect(() => readInput(directory)).toThrow(
    `${directory} cannot be read: ${directory}/manifest.json has the artifact Stack, which is no object; write all files again by 'npx cdk synth'`);
});

describe('a report as JSON', () => {
  const report = reportAssembly(writeAssembly(table('Orders')));
  const write = (content: object) => {
    const file = join(mkdtempSync(join(tmpdir(), 'report')), 'report.json');
    writeFileSync(file, JSON.stringify(content));
    return file;
  };

  test('is read', () => {
    expect(readInput(write(report))).toEqual(report);
  });

  test.each(Object.keys(report))('without its %s is refused in one line', (name) => {
    expect(() => readInput(write({ ...report, [name]: undefined }))).toThrow(/^\S+report\.json is no access report of version 1[^\n]*$/);
  });
});
