/** Measures this library beside the alternatives: writes bench/results.json and docs/benchmarks.md. */
import { execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import { cpus } from 'os';
import { join } from 'path';
import { benchmarksPage, Relation, Results, TimedSample, YARDSTICKS } from './page';
import { permissionsOf } from './permissions';
import { Sample } from './sample';
import { GRANTS, tablesPerRole } from './tables-per-role';
import { WayName, WAYS } from './ways';

const ROUNDS = 5;
const FUNCTIONS = [1, 10, 100, 500];
/** Where it is seen whether the time grows with the functions alone. */
const MANY_FUNCTIONS = [1000, 2000];
/** What is compared is measured more often, as whatever else the machine does may take as long as the difference. */
const roundsOf = (functions: number) => functions < 100 ? 3 * ROUNDS : functions < 1000 ? 5 * ROUNDS : ROUNDS;

const NAMES = Object.keys(WAYS) as WayName[];
const ROOT = join(__dirname, '..');

/** The value that so large a part of the values is below. */
function quantile(values: readonly number[], part: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * part)];
}

function median(values: readonly number[]): number {
  return quantile(values, 1 / 2);
}

function relationOf(ratios: readonly number[]): Relation {
  return { median: median(ratios), lowerQuartile: quantile(ratios, 1 / 4), upperQuartile: quantile(ratios, 3 / 4) };
}

function runNode(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 });
}

function sample(way: WayName, functions: number): Sample {
  return JSON.parse(runNode('--import', 'tsx', 'bench/sample.ts', way, `${functions}`));
}

/**
 * The ways take turns, so that what else the machine does meets all of them; for the same reason they are compared within a round,
 * each of which another way begins, and what stands is the median of the comparisons.
 */
function measure(ways: readonly WayName[], functions: number): TimedSample[] {
  const rounds = Array.from({ length: roundsOf(functions) }, (_, round) => {
    const turns = ways.map((_way, index) => (index + round) % ways.length);
    const samples = new Map(turns.map((index) => [index, sample(ways[index], functions)]));
    return ways.map((_way, index) => samples.get(index)!);
  });
  return ways.map((way, index) => {
    const { seconds: _, ...size } = rounds[0][index];
    const seconds = median(rounds.map((round) => round[index].seconds));
    const relations = Object.fromEntries(YARDSTICKS.filter((yardstick) => ways.includes(yardstick)).map((yardstick) =>
      [yardstick, relationOf(rounds.map((round) => round[index].seconds / round[ways.indexOf(yardstick)].seconds))]));
    console.log(`${way}, ${functions} functions: ${seconds.toFixed(2)} s`);
    return { way, functions, seconds, relations, ...size };
  });
}

function importMilliseconds(): Results['importMilliseconds'] {
  const files = runNode('bench/import.cjs');
  const rounds = Array.from({ length: 3 * ROUNDS }, () => JSON.parse(runNode('bench/import.cjs', files)));
  return { names: median(rounds.map(({ names }) => names)), rest: median(rounds.map(({ rest }) => rest)) };
}

async function main(): Promise<void> {
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0].model}, Node.js ${process.version}`,
    rounds: ROUNDS,
    importMilliseconds: importMilliseconds(),
    samples: [...FUNCTIONS.flatMap((functions) => measure(NAMES, functions)), ...MANY_FUNCTIONS.flatMap((functions) => measure(['DynamoAccessRole'], functions))],
    permissions: Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await permissionsOf(WAYS[name])] as const))),
    tablesPerRole: Object.fromEntries(Object.entries(GRANTS).map(([name, grant]) => [name, tablesPerRole(grant)])),
  };
  writeFileSync(join(ROOT, 'bench/results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
  const page = benchmarksPage(results);
  writeFileSync(join(ROOT, 'docs/benchmarks.md'), page);
  console.log(page);
}

void main();
