import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { describeAnswer } from './answer';
import { ANSWERS } from './answers';
import { ODD_TEMPLATES, OddTemplate } from './templates';
import { AccessAssertions, AccessReport, DynamoAccessChecks } from '../../src';
import { checkAssembly } from '../../src/checks/check-assembly';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { FORMATS } from '../../src/report/formats/formats';
import { newApp } from '../policy/assemblies';
import { ARN } from '../report/templates';
import { ENV } from '../support/app';

const STACK = { type: 'aws:cloudformation:stack', environment: `aws://${ENV.account}/${ENV.region}`, properties: { templateFile: 'Stack.template.json' } };

/** Writes a cloud assembly, with these texts as its other files. */
function writeFiles(template: OddTemplate, { artifacts = {}, files = {}, mark = '' } = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'odd'));
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts: { Stack: STACK, ...artifacts } }));
  writeFileSync(join(directory, 'Stack.template.json'), mark + JSON.stringify(template));
  for (const [name, content] of Object.entries<unknown>(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), JSON.stringify(content));
  }
  return directory;
}

/** The assertion on GetItem that passes for the role. */
function assertGetItem(template: OddTemplate): string {
  const readable = { toJSON: () => template, hasResource: () => undefined } as unknown as Template;
  const assertions = AccessAssertions.fromTemplate(readable, ENV);
  try {
    const asserted = assertions.ofLogicalId('Role');
    return (['allows', 'denies'] as const).find((name) => passes(() => asserted[name]('dynamodb:GetItem', ARN.table('Orders')))) ?? 'unknown';
  } catch {
    return 'nothing';
  }
}

function passes(assertion: () => void): boolean {
  try {
    assertion();
    return true;
  } catch (error) {
    expect((error as Error).message).toMatch(/is (not )?allowed dynamodb:GetItem|It is unknown whether/);
    return false;
  }
}

test('there are as many answers as templates', () => {
  expect(Object.keys(ANSWERS)).toEqual(Object.keys(ODD_TEMPLATES));
});

describe.each(Object.entries(ODD_TEMPLATES))('a template with %s', (name, template) => {
  const { getItem, ...answer } = ANSWERS[name];
  const directory = writeFiles(template);
  const report = reportAssembly(directory);

  test('is reported with what is allowed and what is not known', () => {
    expect(describeAnswer(report, 'Stack/Role')).toEqual(answer);
  });

  test('is written in all formats, and differs in nothing from itself', () => {
    expect(Object.values(FORMATS).every(({ render }) => render(report).length > 0)).toBe(true);
    expect(compareReports(report, reportAssembly(directory))).toEqual([]);
  });

  test('has the same answer in assertions', () => {
    expect(assertGetItem(template)).toBe(getItem);
  });

  test('goes through the command and the plugins with the same findings', () => {
    const templatePaths = [join(directory, 'Stack.template.json')];
    const { violations } = new DynamoAccessChecks(newApp()).validate({ templatePaths });

    expect(new Set(violations.map(({ ruleName }) => ruleName))).toEqual(new Set(checkAssembly(directory).map(({ id }) => id.replace(':', '::'))));
    expect(new AccessReport({ directory: mkdtempSync(join(tmpdir(), 'odd-report')) }).validate({ templatePaths }).violations).toEqual([]);
  });
});

describe('an assembly', () => {
  const template = ODD_TEMPLATES['Statement as an object'];
  const listTables = (directory: string) => reportAssembly(directory).resources.filter(({ kind }) => kind === 'table').map(({ id }) => id);

  test('with a byte order mark before its template is read', () => {
    expect(listTables(writeFiles(template, { mark: '\uFEFF' }))).toEqual(['Stack/Orders']);
  });

  test('that is a template with a byte order mark is read', () => {
    expect(listTables(join(writeFiles(template, { mark: '\uFEFF' }), 'Stack.template.json'))).toEqual(['Template/Orders']);
  });

  test('whose asset manifest is missing is read', () => {
    const artifacts = { Assets: { type: 'cdk:asset-manifest', properties: { file: 'Stack.assets.json' } } };

    expect(listTables(writeFiles(template, { artifacts }))).toEqual(['Stack/Orders']);
  });

  test('in an assembly in an assembly is read', () => {
    const inner = (folder: string) => ({ type: 'cdk:cloud-assembly', properties: { directoryName: folder } });
    const files = {
      'one/manifest.json': { version: '48.0.0', artifacts: { Two: inner('two') } },
      'one/two/manifest.json': { version: '48.0.0', artifacts: { Deep: { ...STACK, displayName: 'One/Two/Deep' } } },
      'one/two/Stack.template.json': template,
    };

    expect(listTables(writeFiles({}, { artifacts: { One: inner('one') }, files }))).toEqual(['One/Two/Deep/Orders']);
  });

  test('with nested stacks in nested stacks passes values through them', () => {
    const nested = (file: string, Parameters: object) => (
      { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': file }, Properties: { TemplateURL: 'https://example.com', Parameters } });
    const { Orders, Role } = template.Resources as Record<string, any>;
    const [policy] = Role.Properties.Policies;
    const { PolicyDocument: { Statement: statement } } = policy;
    const role = { ...Role, Properties: { ...Role.Properties, Policies: [{ ...policy, PolicyDocument: { Statement: { ...statement, Resource: { Ref: 'Table' } } } }] } };
    const outer = { Resources: { Orders, One: nested('one.json', { Table: { 'Fn::GetAtt': ['Orders', 'Arn'] } }) } };
    const files = {
      'one.json': { Parameters: { Table: { Type: 'String' } }, Resources: { Two: nested('two.json', { Table: { Ref: 'Table' } }) } },
      'two.json': { Parameters: { Table: { Type: 'String' } }, Resources: { Role: role } },
    };

    expect(describeAnswer(reportAssembly(writeFiles(outer, { files })), 'Stack/One/Two/Role')).toEqual({ allowed: ['GetItem on Stack/Orders'], unknown: [] });
  });
});
