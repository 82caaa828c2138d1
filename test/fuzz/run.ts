/**
 * Writes programs, right and wrong, until one ends in something else than a documented error or a template that is as it
 * should be:
 *
 *     tsx test/fuzz/run.ts [programs [seed]]
 */
import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { programs } from './accesses';
import { outcomeOf } from './outcome';
import '../support/quiet';

const BATCH = 500;

async function fuzz(runs: number, seed: number): Promise<void> {
  const outdir = join(mkdtempSync(join(tmpdir(), 'fuzz-')), 'cdk.out');
  const counts = new Map<string, number>();
  for (let done = 0; done < runs; done++) {
    const [program] = fc.sample(programs, { seed: seed + done, numRuns: 1 });
    try {
      const { errors, faults } = await outcomeOf(program, outdir);
      if (faults.length > 0) throw new Error(faults.join('\n'));
      for (const outcome of errors.length > 0 ? new Set(errors) : ['a template']) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    } catch (error) {
      (error as Error).message = `program of seed ${seed + done}: ${(error as Error).message}`;
      throw error;
    }
    if ((done + 1) % BATCH === 0) console.log(`${done + 1} programs`);
  }
  console.log(`${runs} programs from seed ${seed}`);
  for (const [name, count] of [...counts].sort(([, one], [, other]) => other - one)) console.log(`${`${count}`.padStart(8)}  ${name}`);
}

fuzz(Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? Date.now() % 1_000_000_000)).catch((error) => {
  console.log(error);
  process.exitCode = 1;
});
