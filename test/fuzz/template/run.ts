/**
 * Writes apps whose properties are conditions, parameters, mappings, overrides and what aspects make of them, until the policies of one don't
 * hold at some deployment of its template:
 *
 *     tsx test/fuzz/template/run.ts [apps [seed]]
 */
import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { recipes } from './apps';
import { findOutcome } from './outcome';
import '../../support/quiet';

function fuzz(runs: number, seed: number, stopAt = 1): void {
  const outdir = join(mkdtempSync(join(tmpdir(), 'fuzz-')), 'cdk.out');
  const counts = new Map<string, number>();
  let faulty = 0;
  for (let done = 0; done < runs && faulty < stopAt; done++) {
    const [recipe] = fc.sample(recipes, { seed: seed + done, numRuns: 1 });
    const { ids, faults } = findOutcome(recipe, outdir);
    if (faults.length > 0) {
      faulty += 1;
      console.log(`app of seed ${seed + done}:\n  ${faults[0]}`);
    }
    for (const id of ids.length > 0 ? new Set(ids) : ['no message']) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  console.log(`${runs} apps from seed ${seed}, ${faulty} of them with faults`);
  for (const [name, count] of [...counts].sort(([, one], [, other]) => other - one)) console.log(`${`${count}`.padStart(8)}  ${name}`);
  if (faulty > 0) process.exitCode = 1;
}

fuzz(Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? Date.now() % 1_000_000_000), Number(process.argv[4] ?? 1));
