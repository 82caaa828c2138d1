/** Measures this library beside the alternatives: writes bench/results.json and docs/benchmarks.md. */
import { execFile, execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import { availableParallelism, cpus } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { benchmarksPage, Comparison, MANY, OWN, Results, TimedSample, YARDSTICKS } from './page';
import { permissionsOf } from './permissions';
import { Sample } from './sample';
import { GRANTS, tablesPerRole } from './tables-per-role';
import { WayName, WAYS } from './ways';

const FUNCTIONS = [1, 10, 100, 500];
/** How many times what is timed alone. */
const ROUNDS = 5;
const PAIRS = 15;
/** Where a difference of three hundredths is to be seen. */
const MANY_PAIRS = 41;
/** Where it is seen whether the time grows with the functions alone. */
const GROWTH = { way: 'DynamoAccessRole', functions: [100, 500, 1000, 2000] } as const;

const NAMES = Object.keys(WAYS) as WayName[];
const ROOT = join(__dirname, '..');

/** The value that so large a part of the values is below. */
function quantile(values: readonly number[], part: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * part)];
}

function median(values: readonly number[]): number {
  return quantile(values, 1 / 2);
}

function runNode(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 26 });
}

async function sample(way: WayName, functions: number): Promise<Sample> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/sample.ts', way, `${functions}`], { cwd: ROOT });
  return JSON.parse(stdout);
}

/** What two ways took at the same time. */
async function pairOf(first: WayName, second: WayName, functions: number): Promise<[Sample, Sample]> {
  return Promise.all([sample(first, functions), sample(second, functions)]);
}

async function measure(functions: number): Promise<{ samples: TimedSample[]; comparisons: Comparison[] }> {
  const comparisons: Comparison[] = [];
  const taken: { readonly way: WayName; readonly sample: Sample }[] = [];
  for (const [yardstick, ways] of Object.entries(YARDSTICKS) as [WayName, readonly WayName[]][]) {
    for (const way of ways) {
      // an aim, and what shows what it is worth
      const isMany = functions >= MANY && yardstick === 'grants.readWriteData' && [...OWN, yardstick].some((each) => each === way);
      const pairs: [Sample, Sample][] = [];
      while (pairs.length < (isMany ? MANY_PAIRS : PAIRS)) {
        // each is started first in turn
        if (pairs.length % 2 === 0) pairs.push(await pairOf(way, yardstick, functions));
        else pairs.push((await pairOf(yardstick, way, functions)).reverse() as [Sample, Sample]);
      }
      taken.push(...pairs.flatMap(([one, other]) => [{ way, sample: one }, { way: yardstick, sample: other }]));
      const ratios = pairs.map(([one, other]) => one.seconds / other.seconds);
      comparisons.push({
        way,
        yardstick,
        functions,
        pairs: pairs.length,
        median: median(ratios),
        lowerQuartile: quantile(ratios, 1 / 4),
        upperQuartile: quantile(ratios, 3 / 4),
      });
      console.log(`${way}, ${functions} functions: ${median(ratios).toFixed(2)} of ${yardstick}`);
    }
  }
  const samples = NAMES.map((way): TimedSample => {
    const own = taken.filter((each) => each.way === way).map((each) => each.sample);
    return { ...own[0], way, functions, seconds: median(own.map(({ seconds }) => seconds)) };
  });
  return { samples, comparisons };
}

async function measureGrowth(): Promise<Results['growth']> {
  const rounds: number[][] = [];
  while (rounds.length < ROUNDS) {
    const round: number[] = [];
    for (const functions of GROWTH.functions) round.push((await sample(GROWTH.way, functions)).seconds);
    rounds.push(round);
  }
  return GROWTH.functions.map((functions, index) => ({ functions, seconds: median(rounds.map((round) => round[index])) }));
}

function importMilliseconds(): Results['importMilliseconds'] {
  const files = runNode('bench/import.cjs');
  const rounds = Array.from({ length: 3 * ROUNDS }, () => JSON.parse(runNode('bench/import.cjs', files)));
  return { names: median(rounds.map(({ names }) => names)), rest: median(rounds.map(({ rest }) => rest)) };
}

async function main(): Promise<void> {
  if (availableParallelism() < 2) throw new Error('one processor; expected at least two, as what is compared runs at the same time; use another machine');
  const importTime = importMilliseconds();
  const measured: Awaited<ReturnType<typeof measure>>[] = [];
  for (const functions of FUNCTIONS) measured.push(await measure(functions));
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0].model}, Node.js ${process.version}`,
    importMilliseconds: importTime,
    samples: measured.flatMap(({ samples }) => samples),
    comparisons: measured.flatMap(({ comparisons }) => comparisons),
    growth: await measureGrowth(),
    permissions: Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await permissionsOf(WAYS[name])] as const))),
    tablesPerRole: Object.fromEntries(Object.entries(GRANTS).map(([name, grant]) => [name, tablesPerRole(grant)])),
  };
  writeFileSync(join(ROOT, 'bench/results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
  const page = benchmarksPage(results);
  writeFileSync(join(ROOT, 'docs/benchmarks.md'), page);
  console.log(page);
}

void main();
