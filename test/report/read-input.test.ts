import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { table, writeAssembly } from './templates';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { readInput } from '../../src/report/read-input';

test('a template as YAML is refused with what to do', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'yaml')), 'template.yaml');
  writeFileSync(file, 'Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: !Ref Name\n');

  expect(() => readInput(file)).toThrow(`${file} is YAML; expected the folder that cdk synth wrote, such as cdk.out, or a CloudFormation template as JSON; `
    + `write the template as JSON first, for example by 'rain fmt --json ${file}'`);
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
