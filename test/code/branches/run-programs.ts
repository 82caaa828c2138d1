import { execFileSync } from 'child_process';
import { join } from 'path';
import { Language } from './languages';
import { MANY_CONDITIONS } from './programs';

/** Runs programs with an SDK that only keeps what it is asked, under every combination of their conditions. */
export function runPrograms({ name }: Language, programs: readonly string[]): readonly (readonly string[])[] {
  if (name === 'javascript') return programs.map(runJavaScript);
  const output = execFileSync('python3', [join(__dirname, 'run_programs.py')], { input: JSON.stringify({ programs, conditions: MANY_CONDITIONS }), encoding: 'utf8', maxBuffer: 1e9 });
  return JSON.parse(output);
}

function runJavaScript(program: string): string[] {
  const asked = new Set<string>();
  const sdk = makeSdk(asked);
  const load = () => {
    const exported: { handler?: (event: object) => Promise<void> } = {};
    new Function('require', 'exports', program)(() => sdk, exported);
    return (event: object): void => void exported.handler?.(event).catch(() => {});
  };
  const warm = load();
  for (const event of EVENTS) {
    load()(event);
    warm(event);
  }
  return [...asked].sort();
}

/** One event for every combination of conditions. */
const EVENTS = Array.from({ length: 2 ** MANY_CONDITIONS }, (_, combination) =>
  Object.fromEntries(Array.from({ length: MANY_CONDITIONS }, (__, index) => [`c${index}`, Math.floor(combination / 2 ** index) % 2 === 1])));

/** The SDK, as far as the programs use it. A request without a table fails. */
function makeSdk(asked: Set<string>): object {
  const makeCommand = (operation: string) => class {
    constructor(public readonly input: Record<string, unknown>) {}

    public get shown(): string {
      const { TableName, IndexName } = this.input;
      if (typeof TableName !== 'string') throw new Error('no table');
      return [operation, TableName, ...IndexName === undefined ? [] : [String(IndexName)]].join(' ');
    }
  };
  const client = { send: ({ shown }: { shown: string }) => asked.add(shown) };
  return { DynamoDBClient: class {}, DynamoDBDocumentClient: { from: () => client }, QueryCommand: makeCommand('Query'), ScanCommand: makeCommand('Scan') };
}
