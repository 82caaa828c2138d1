import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readInput } from '../../src/report/read-input';

test('a template as YAML is refused with what to do', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'yaml')), 'template.yaml');
  writeFileSync(file, 'Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: !Ref Name\n');

  expect(() => readInput(file)).toThrow(`${file} is YAML; expected the folder that cdk synth wrote, such as cdk.out, or a CloudFormation template as JSON; `
    + `write the template as JSON first, for example by 'rain fmt --json ${file}'`);
});
