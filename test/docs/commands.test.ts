import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CommandUsage } from '../../src/cli/command';
import { COMMANDS } from '../../src/cli/commands';
import { formatSynopsis, listHelpRows } from '../../src/cli/help';
import { LASTING_COMMANDS } from '../../src/cli/lasting-commands';
import { run, runCommandLine } from '../../src/cli/run';
import { allow, ARN, role, table, writeAssembly } from '../report/templates';
import { listPages, readPage } from '../words/measure-prose';

const PAGE = readPage('docs/cli.md');
const TABLES = [...PAGE.matchAll(/^## (.*)\n([\s\S]*?)(?=\n## )/gm)].map(([, heading, text]) => ({ heading, text }));

/** The words of a page without code marks, links and line breaks. */
function toPlainText(markdown: string): string {
  return markdown.replace(/`/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\s+/g, ' ').trim();
}

function findSection({ name }: CommandUsage): string {
  return TABLES.find(({ heading }) => heading.split(' ').includes(name))!.text;
}

function listRows(section: string): string[][] {
  return [...section.matchAll(/^\| `.*$/gm)].map(([row]) => row.split('|').slice(1, -1).map(toPlainText));
}

describe.each<CommandUsage>([...COMMANDS, ...LASTING_COMMANDS])('docs/cli.md on $name', (command) => {
  test('says the words of its help', () => {
    expect(toPlainText(findSection(command))).toContain(command.text);
  });

  test('lists the arguments and options of its help', () => {
    const rows = listHelpRows(command).map(({ usage, default: value = '', text }) => [usage, value, text]);

    expect(listRows(findSection(command)).slice(0, rows.length)).toEqual(rows);
  });

  test('shows its arguments', () => {
    expect(findSection(command)).toContain(`${formatSynopsis(command).replace(/^record/, 'enforce')}\``);
  });
});

/** Commands of the pages, without those that show placeholders. */
function listCommands(): string[] {
  const texts = listPages().map(readPage).flatMap((page) => [...page.matchAll(/^```(?:sh|text|console)\n([\s\S]*?)^```|`([^`\n]*)`/gm)].map(([, block, code]) => block ?? code));
  const commands = texts.flatMap((text) => text.match(/(?:npx cdk-dynamo-access|npx tsx (?:..\/)*src\/cli\/main.ts) [^\n]*/g) ?? [])
    .map((command) => command.replace(/^npx (cdk-dynamo-access|tsx \S+) /, '').replace(/\s*(#|&&).*$/, '').trim());
  return [...new Set(commands)].filter((command) => !/\b[A-Z]{3,}\b|\.\.\.|`/.test(command)).sort();
}

/** A folder with every file that the commands of the pages name. */
function newFolder(): string {
  const app = writeAssembly({ ...table('Orders', { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }] }), ...role('Writer', [allow('dynamodb:GetItem', ARN.table('Orders'))]) });
  const folder = mkdtempSync(join(tmpdir(), 'pages'));
  for (const assembly of ['work/cdk.out', 'work/before', 'main/cdk.out', 'work/examples/quickstart/cdk.out']) {
    cpSync(app, join(folder, assembly), { recursive: true });
  }
  writeFileSync(join(folder, 'work/access.json'), run(['report', app, '--format', 'json']).output);
  writeFileSync(join(folder, 'work/accepted.md'), '');
  mkdirSync(join(folder, 'work/src/handlers'), { recursive: true });
  writeFileSync(join(folder, 'work/src/handlers/reader.mjs'), 'export const handler = () => {};');
  return join(folder, 'work');
}

describe('a command of the pages', () => {
  const home = process.cwd();

  beforeAll(() => process.chdir(newFolder()));

  afterAll(() => process.chdir(home));

  test.each(listCommands())('runs: %s', async (line) => {
    const [command, own] = line.split(' -- ');
    const args = [...command.split(' '), ...own === undefined ? [] : ['--emulator', 'dynalite', '--', 'node', '--version']];

    expect(await runCommandLine(args)).toMatchObject({ error: '', exitCode: 0 });
  });
});
