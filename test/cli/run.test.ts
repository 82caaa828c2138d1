import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { version as packageVersion } from '../../package.json';
import { run } from '../../src/cli/run';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { allow, ARN, role, table, writeAssembly } from '../report/templates';

const EXPECTED = 'the folder that cdk synth wrote, such as cdk.out, or a CloudFormation template as JSON';
const READS = writeAssembly({ ...table('Orders'), ...role('Reader', [allow('dynamodb:GetItem', ARN.table('Orders'))]) });
const SCANS = writeAssembly({ ...table('Orders'), ...role('Reader', [allow(['dynamodb:GetItem', 'dynamodb:Scan'], ARN.table('Orders'))]) });
const DIFFERENCE = '# Access\n\n## More access\n\n- Reader may now scan Orders\n';

function newFile(content = ''): string {
  const file = join(mkdtempSync(join(tmpdir(), 'cli')), 'access.json');
  writeFileSync(file, content);
  return file;
}

describe('report', () => {
  test('prints plain words', () => {
    expect(run(['report', READS]))
      .toEqual({
        output: 'Reader may\n  - read items of Orders · by Stack/Reader, statement 0\n  The same on Orders: features: [TableFeature.READ_ITEM]\n',
        error: '',
        exitCode: 0,
      });
  });

  test('prints Markdown', () => {
    const { output, error, exitCode } = run(['report', READS, '--format', 'md']);

    expect([output.split('\n')[0], error, exitCode]).toEqual(['# Access report', '', 0]);
  });

  test('prints JSON', () => {
    const { output, exitCode } = run(['report', READS, '--format', 'json']);

    expect([JSON.parse(output), exitCode]).toEqual([reportAssembly(READS), 0]);
  });

  test('writes to a file', () => {
    const file = newFile();
    const { output, exitCode } = run(['report', READS, '--format=json', '--output', file]);

    expect([JSON.parse(readFileSync(file, 'utf8')), output, exitCode]).toEqual([reportAssembly(READS), '', 0]);
  });
});

describe('diff', () => {
  test('prints what changes between two assemblies, and ends with 1', () => {
    expect(run(['diff', READS, SCANS])).toEqual({ output: DIFFERENCE, error: '', exitCode: 1 });
  });

  test('compares an assembly with a report that was written before', () => {
    const file = newFile(run(['report', READS, '--format', 'json']).output);

    expect(run(['diff', file, SCANS])).toEqual({ output: DIFFERENCE, error: '', exitCode: 1 });
  });

  test('prints the changes as JSON', () => {
    expect(JSON.parse(run(['diff', READS, SCANS, '--format', 'json']).output)).toEqual({
      version: 1,
      changes: [{ direction: 'more', grantee: 'Stack/Reader', resource: 'Stack/Orders', actions: ['dynamodb:Scan'], text: 'Reader may now scan Orders' }],
      accepted: 0,
      unused: [],
    });
  });

  test('of nothing ends with 0', () => {
    expect(run(['diff', READS, READS])).toEqual({ output: '# Access\n\nNothing changes.\n', error: '', exitCode: 0 });
  });
});

describe('check', () => {
  const misspelt = writeAssembly({ ...table('Orders'), ...role('Reader', [allow('dynamodb:TransactGetItems', ARN.table('Orders'))]) });

  test('prints what it finds, and ends with 1', () => {
    const { output, error, exitCode } = run(['check', misspelt]);

    expect([output.split('\n')[0], output.split('\n').at(-2), error, exitCode])
      .toEqual(['error cdk-dynamo-access:unknown-action', '1 error, 0 warnings', '', 1]);
  });

  test('prints JSON', () => {
    const { version, findings } = JSON.parse(run(['check', misspelt, '--format', 'json']).output);

    expect([version, findings.map(({ id }: { id: string }) => id)]).toEqual([1, ['cdk-dynamo-access:unknown-action']]);
  });

  test('of what is sound ends with 0', () => {
    expect(run(['check', READS])).toEqual({ output: '0 errors, 0 warnings\n', error: '', exitCode: 0 });
  });
});

describe('help', () => {
  test.each([[['--help']], [['-h']], [['help']]])('by %j names the commands, and ends with 0', (args) => {
    const { output, error, exitCode } = run(args);

    expect([output.match(/^ {2}(\w+)/gm), error, exitCode]).toEqual([['  report', '  diff', '  check', '  explain', '  features', '  enforce', '  record'], '', 0]);
  });

  test('of a command names its options', () => {
    const { output, exitCode } = run(['diff', '--help']);

    expect([[...new Set(output.match(/^ {2}--[\w-]+/gm))], exitCode]).toEqual([['  --fail-on', '  --accept', '  --format', '  --output'], 0]);
  });

  test('is an error without a command', () => {
    const { output, exitCode } = run([]);

    expect([output, exitCode]).toEqual(['', 2]);
  });
});

test('--version prints the version of the package', () => {
  expect(run(['--version'])).toEqual({ output: `${packageVersion}\n`, error: '', exitCode: 0 });
});

describe('what can\'t be done is said in one line, and ends with 2:', () => {
  const foreign = writeAssembly({});
  writeFileSync(join(foreign, 'manifest.json'), '{ "name": "a web app" }');
  const broken = writeAssembly({});
  writeFileSync(join(broken, 'Stack.template.json'), 'not JSON');
  const folder = mkdtempSync(join(tmpdir(), 'cli'));
  const [text, other, list] = [newFile('text'), newFile('{ "version": 7 }'), newFile('[]')];
  const unwritten = writeAssembly({});
  rmSync(join(unwritten, 'Stack.template.json'));
  const [unwrittenStage, upwards] = ['assembly-Prod', '..'].map((directoryName) => {
    const directory = writeAssembly({});
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({
      version: '53.0.0', artifacts: { Prod: { type: 'cdk:cloud-assembly', properties: { directoryName } } },
    }));
    return directory;
  });

  test.each([
    ['a command that there isn\'t', ['list'], 'there is no command \'list\'; expected report or diff or check or explain or features or enforce or record'],
    ['a misspelt command', ['reprot'], 'there is no command \'reprot\'; expected report'],
    ['an option that there isn\'t', ['report', '--all'], 'report has no option --all; expected --code or --format or --output or --help'],
    ['a misspelt option', ['diff', '--failon=more'], 'diff has no option --failon; expected --fail-on'],
    ['a format that there isn\'t', ['report', READS, '--format', 'xml'], '--format is \'xml\'; expected text or md or html or json'],
    ['too many arguments', ['report', READS, SCANS], 'report got 2 arguments; expected report [ASSEMBLY]'],
    ['too few arguments', ['diff', READS], 'diff got 1 argument; expected diff OLD NEW'],
    ['an assembly that is not there', ['report', 'nowhere'],
      `nowhere does not exist; run 'npx cdk synth' first, or name ${EXPECTED}, or a report as JSON`],
    ['a path with line breaks and terminal escapes', ['report', 'nowhere\n::error::forged\u001b[2J'],
      `nowhere ::error::forged [2J does not exist; run 'npx cdk synth' first, or name ${EXPECTED}, or a report as JSON`],
    ['a folder that is no assembly', ['report', folder],
      `${folder} is no cloud assembly, because it has no readable manifest.json; expected ${EXPECTED}`],
    ['a folder that can\'t be checked', ['check', folder],
      `${folder} is no cloud assembly, because it has no readable manifest.json; expected ${EXPECTED}`],
    ['a folder whose name has a full stop', ['report', '.'],
      `. is no cloud assembly, because it has no readable manifest.json; expected ${EXPECTED}`],
    ['a folder with another manifest', ['report', foreign], `${foreign}/manifest.json is not CDK's; expected ${EXPECTED}`],
    ['a file that is no JSON', ['diff', READS, text],
      `${text} is not JSON; expected ${EXPECTED}, or a report as JSON`],
    ['another JSON file', ['diff', READS, other], `${other} is no access report of version 1 and no template; expected ${EXPECTED}, or what 'report --format json' writes`],
    ['a list as JSON', ['check', list], `${list} is no CloudFormation template, because it has no Resources; expected ${EXPECTED}`],
    ['a manifest that names no template', ['report', unwritten],
      `${unwritten} cannot be read: ${unwritten}/Stack.template.json does not exist, but a manifest names it; write all files again by 'npx cdk synth'`],
    ['a manifest that names no folder of a stage', ['check', unwrittenStage],
      `${unwrittenStage} cannot be read: ${unwrittenStage}/assembly-Prod does not exist, but a manifest names it; write all files again by 'npx cdk synth'`],
    ['a manifest that names a folder without a manifest', ['check', upwards],
      `${upwards} cannot be read: ${tmpdir()}/manifest.json does not exist, but a manifest names it; write all files again by 'npx cdk synth'`],
    ['a file to write in a folder that isn\'t there', ['report', READS, '--output', '/nowhere/access.md'],
      '--output is \'/nowhere/access.md\', but the folder /nowhere does not exist; create the folder first'],
    ['a folder as the file to write', ['report', READS, '--output', folder], `--output is '${folder}', which is a folder; expected a file`],
  ])('%s', (_name, args, problem) => {
    expect(run(args)).toEqual({ output: '', error: `cdk-dynamo-access: ${problem}\n`, exitCode: 2 });
  });

  test('an assembly with a template that is none', () => {
    const { error, exitCode } = run(['report', broken]);

    expect([error.startsWith(`cdk-dynamo-access: ${broken} cannot be read: `), error.trimEnd().includes('\n'), exitCode]).toEqual([true, false, 2]);
  });
});
