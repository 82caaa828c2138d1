import { ChildProcess, execFileSync, spawn } from 'child_process';
import { once } from 'events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Bundles, bundlePrograms } from './bundles';
import { synthesizeOrders } from './orders-app';
import { hasJava } from '../../src/local/emulators/dynamodb-local';

const ROOT = join(__dirname, '../..');
const EMULATORS = ['dynalite', ...hasJava() ? ['dynamodb-local'] : []];
const assembly = synthesizeOrders();

/** A command with a process of its own, as test runners have workers. It says that it runs, and ends once it is told to. */
const COMMAND = `
const { existsSync, writeFileSync } = require('fs');
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const [, started, end] = process.argv;
const worker = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
writeFileSync(started, '');
const get = new GetItemCommand({ TableName: process.env.ORDERS_TABLE, Key: { customer: { S: 'c' }, number: { N: '1' } } });
setInterval(async () => {
  if (!existsSync(end)) return;
  await new DynamoDBClient({ maxAttempts: 1 }).send(get).catch(() => undefined);
  worker.kill();
  process.exit(0);
}, 50);
`;

let bundles: Bundles;
let runs = 0;

beforeAll(() => {
  mkdirSync(join(ROOT, 'test-reports'), { recursive: true });
  bundles = bundlePrograms();
});
afterAll(() => rmSync(bundles.folder, { recursive: true }));

interface Run {
  readonly tool: ChildProcess;
  /** The processes that the tool has started, and those that these have. */
  readonly started: readonly number[];
  readonly exit: Promise<[code: number | null, signal: string | null]>;
  endCommand(): void;
  readSummary(): any;
}

async function startTool(emulator: string): Promise<Run> {
  runs += 1;
  const [started, end, summary] = ['started', 'end', 'summary'].map((name) => join(bundles.folder, `${runs}-${name}`));
  const tool = spawn(process.execPath, [
    bundles.commandLine, 'enforce', assembly, '--as', 'Reader', '--emulator', emulator, '--format', 'json', '--output', summary,
    '--', process.execPath, '--no-warnings', '-e', COMMAND, started, end,
  ], { cwd: ROOT, stdio: 'ignore' });
  const exit = once(tool, 'exit') as Run['exit'];
  await waitUntil(() => existsSync(started));
  return {
    tool, exit, started: listDescendants(tool.pid!), endCommand: () => writeFileSync(end, ''), readSummary: () => JSON.parse(readFileSync(summary, 'utf8')),
  };
}

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function listProcesses(): Listed[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n').map((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!;
    return { pid: Number(pid), parent: Number(parent), command };
  });
}

function listDescendants(pid: number, all = listProcesses()): number[] {
  return all.filter(({ parent }) => parent === pid).flatMap((each) => [each.pid, ...listDescendants(each.pid, all)]);
}

function listRunning(pids: readonly number[]): Listed[] {
  return listProcesses().filter(({ pid, command }) => pids.includes(pid) && !command.includes('<defunct>'));
}

async function waitUntil(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end && !holds();) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Waits for the processes to end. Returns those that don't. */
async function listLeft(started: readonly number[]): Promise<Listed[]> {
  await waitUntil(() => listRunning(started).length === 0);
  return listRunning(started);
}

describe.each(EMULATORS)('with %s, nothing is left running', (emulator) => {
  test('once the command has ended', async () => {
    const { exit, started, endCommand } = await startTool(emulator);
    endCommand();

    expect(await exit).toEqual([0, null]);
    expect(await listLeft(started)).toEqual([]);
  });

  test.each([['SIGINT', 130], ['SIGTERM', 143]] as const)('after %s, whose exit code is that of the command', async (signal, code) => {
    const { tool, exit, started } = await startTool(emulator);
    tool.kill(signal);

    expect(await exit).toEqual([code, null]);
    expect(await listLeft(started)).toEqual([]);
  });

  test('after the tool was killed', async () => {
    const { tool, exit, started } = await startTool(emulator);
    expect(started.length).toBeGreaterThanOrEqual(3);
    tool.kill('SIGKILL');
    await exit;

    expect(await listLeft(started)).toEqual([]);
  });
});

(hasJava() ? test : test.skip)('the death of the emulator is said, and makes the run end with 2', async () => {
  const { exit, started, endCommand, readSummary } = await startTool('dynamodb-local');
  const { pid } = listProcesses().find((each) => started.includes(each.pid) && each.command.startsWith('java'))!;
  process.kill(pid, 'SIGKILL');
  await waitUntil(() => listRunning([pid]).length === 0);
  endCommand();

  expect(await exit).toEqual([2, null]);
  expect(readSummary().errors).toEqual(['DynamoDB Local ended with code 137']);
  expect(await listLeft(started)).toEqual([]);
});
