import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import Ajv from 'ajv';
import { run } from '../../src/cli/run';
import { allow, ARN, role, table, writeAssembly } from '../report/templates';

const ORDERS = ARN.table('Orders');

function writeReader(actions: string[]): string {
  return writeAssembly({ ...table('Orders'), ...role('Reader', [allow(actions, ORDERS)]) });
}

const READS = writeReader(['dynamodb:GetItem']);
const SCANS = writeReader(['dynamodb:GetItem', 'dynamodb:Scan']);
const MISSPELT = writeReader(['dynamodb:TransactGetItems']);

function newFile(content: string, name = 'accepted.md'): string {
  const file = join(mkdtempSync(join(tmpdir(), 'gate')), name);
  writeFileSync(file, content);
  return file;
}

afterEach(() => {
  delete process.env.CI;
});

describe('diff', () => {
  beforeEach(() => {
    delete process.env.CI;
  });

  test.each([
    ['more', [READS, SCANS], 1], ['more', [SCANS, READS], 0], ['any', [SCANS, READS], 1], ['none', [READS, SCANS], 0],
  ])('with --fail-on %s, from %j', (failOn, args, exitCode) => {
    expect(run(['diff', ...args, '--fail-on', failOn]).exitCode).toBe(exitCode);
  });

  test('fails only on more access in a build, and on any change elsewhere', () => {
    const elsewhere = run(['diff', SCANS, READS]).exitCode;
    process.env.CI = 'true';

    expect([elsewhere, run(['diff', SCANS, READS]).exitCode, run(['diff', READS, SCANS]).exitCode]).toEqual([1, 0, 1]);
  });

  test('doesn\'t fail on changes that a file accepts', () => {
    const accept = newFile('# Agreed in October\n\n- Reader may now scan Orders\n');

    expect(run(['diff', READS, SCANS, '--accept', accept, '--format', 'text']))
      .toEqual({ output: 'Nothing else changes.\n1 accepted\n', error: '', exitCode: 0 });
    expect(run(['diff', READS, SCANS, '--accept', accept]).output).toBe('# Access\n\nNothing else changes.\n\n1 accepted\n');
  });

  test('without changes has no accepted ones either', () => {
    expect(run(['diff', READS, READS, '--accept', newFile('# Agreed in October\n')]).output).toBe('# Access\n\nNothing changes.\n');
  });

  test('accepts an unknown statement as it was agreed to, and no wider one', () => {
    const writeUnknown = (...actions: string[]) => writeAssembly({ ...table('Orders'), ...role('Reader', actions.map((each) => allow(each, { 'Fn::ImportValue': 'Other' }))) });
    const [nothing, reads, everything] = [writeUnknown(), writeUnknown('dynamodb:GetItem'), writeUnknown('dynamodb:*')];
    const accept = newFile(run(['diff', nothing, reads, '--format', 'text']).output);

    expect([reads, everything].map((after) => run(['diff', nothing, after, '--accept', accept, '--fail-on', 'more']).exitCode)).toEqual([0, 1]);
  });

  test.each(['text', 'md'])('accepts what it prints as %s', (format) => {
    const accept = newFile(run(['diff', READS, SCANS, '--format', format]).output);

    expect(run(['diff', READS, SCANS, '--accept', accept]).exitCode).toBe(0);
  });

  test('says which accepted change doesn\'t occur any more', () => {
    const accept = newFile('Reader may now dance');

    expect(run(['diff', READS, READS, '--accept', accept, '--format', 'text']).output)
      .toBe('Nothing changes.\nThe accepted change no longer occurs: Reader may now dance\n');
  });

  test('says that there is no file of accepted changes', () => {
    expect(run(['diff', READS, SCANS, '--accept', 'nowhere.md']).error)
      .toBe('cdk-dynamo-access: --accept is \'nowhere.md\', which does not exist; expected a file with a line for each accepted change\n');
  });

  test.each([['more', 'error'], ['none', 'warning']])('with --fail-on %s writes more access as an annotation of the level %s', (failOn, level) => {
    expect(run(['diff', READS, SCANS, '--format', 'github', '--fail-on', failOn]).output).toBe(`::${level} title=More access::Reader may now scan Orders\n`);
  });

  test('writes less access as a notice if it does not fail on it', () => {
    expect(run(['diff', SCANS, READS, '--format', 'github', '--fail-on', 'more']).output).toBe('::notice title=Less access::Reader may no longer scan Orders\n');
  });
});

test('check writes annotations of GitHub, each on one line', () => {
  const { output } = run(['check', MISSPELT, '--format', 'github']);

  expect([output.startsWith('::error title=An action that DynamoDB does not have::Stack/Reader: '), output.split('\n').length]).toEqual([true, 2]);
});

test('check writes a warning as an annotation of an error, because it fails on it', () => {
  const wildcard = writeReader(['dynamodb:*']);
  const { output, exitCode } = run(['check', wildcard, '--format', 'github']);

  expect([run(['check', wildcard]).output.split(' ')[0], output.match(/^::\w+/gm), exitCode]).toEqual(['warning', ['::error'], 1]);
});

describe('SARIF', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile({ ...schema, $schema: undefined, $id: 'sarif', id: undefined });

  test.each([['diff', [READS, SCANS], 'more-access'], ['diff', [READS, READS], undefined], ['check', [MISSPELT], 'cdk-dynamo-access:unknown-action']])(
    'of %s %j is valid', (command, args, id) => {
      const log = JSON.parse(run([command, ...args, '--format', 'sarif']).output);

      expect([validate(log), validate.errors]).toEqual([true, null]);
      expect(log.runs[0].results[0]?.ruleId).toBe(id);
    });

  test.each([
    ['check', [writeReader(['dynamodb:*'])], ['error']],
    ['diff', [READS, SCANS, '--fail-on', 'more'], ['error']],
    ['diff', [READS, SCANS, '--fail-on', 'none'], ['warning']],
    ['diff', [SCANS, READS, '--fail-on', 'any'], ['error']],
    ['diff', [SCANS, READS, '--fail-on', 'more'], ['notice']],
  ])('of %s %j has the levels of the annotations', (command, args, levels) => {
    const [sarif, github] = ['sarif', 'github'].map((format) => run([command, ...args, '--format', format]).output);

    expect(github.match(/(?<=^::)\w+/gm)).toEqual(levels);
    expect(JSON.parse(sarif).runs[0].results.map(({ level }: { level: string }) => level)).toEqual(levels.map((level) => level.replace('notice', 'note')));
  });

  test('isn\'t valid without a version', () => {
    expect(validate({ runs: [] })).toBe(false);
  });
});

describe('an input', () => {
  test('may be a CloudFormation template', () => {
    const app = writeAssembly({ ...table('Orders'), ...role('Reader', [allow('dynamodb:GetItem', { 'Fn::GetAtt': ['Orders', 'Arn'] })]) });
    const template = newFile(readFileSync(join(app, 'Stack.template.json'), 'utf8'), 'Shop.template.json');

    expect(run(['report', template]).output).toBe('Reader may\n  - read items of Orders · by Template/Reader, statement 0\n  The same on Orders: features: [TableFeature.READ_ITEM]\n');
    expect(run(['check', template]).exitCode).toBe(0);
  });

  test('may be two templates whose files have other names, of which the contents are compared', () => {
    const [reads, scans] = [['dynamodb:GetItem'], ['dynamodb:GetItem', 'dynamodb:Scan']].map((actions) => {
      const own = allow(actions, { 'Fn::GetAtt': ['Orders', 'Arn'] });
      const named = allow(actions, { 'Fn::Sub': 'arn:aws:dynamodb:eu-west-1:111122223333:table/${AWS::StackName}-orders' });
      return JSON.stringify({ Resources: { ...table('Orders'), ...role('Reader', [own, named]) } });
    });
    const [old, same, other] = [newFile(reads, 'old.json'), newFile(reads, 'new.json'), newFile(scans, 'new.template.json')];

    expect([same, other].map((after) => run(['diff', old, after, '--format', 'text']).output)).toEqual([
      'Nothing changes.\n',
      'More access: Reader may now scan Orders\nMore access: Reader may now scan table Template-orders in eu-west-1, '
        + 'only if the policy of table Template-orders in eu-west-1 in account 111122223333 allows it too\n',
    ]);
  });

  test('that is the folder of an app is an error that names the cloud assembly', () => {
    const app = mkdtempSync(join(tmpdir(), 'app'));
    mkdirSync(app, { recursive: true });
    writeFileSync(join(app, 'cdk.json'), '{}');

    expect(run(['report', app]).error).toBe(`cdk-dynamo-access: ${app} is the folder of an app; run 'npx cdk synth' in it and name ${app}/cdk.out\n`);
  });

  test('that is other JSON is an error', () => {
    const file = newFile('{}', 'package.json');

    expect(run(['check', file]).error).toBe(`cdk-dynamo-access: ${file} is no CloudFormation template, because it has no Resources; `
      + 'expected the folder that cdk synth wrote, such as cdk.out, or a CloudFormation template as JSON\n');
  });
});
