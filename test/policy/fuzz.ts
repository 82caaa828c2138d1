/**
 * Compares the evaluation of policies with another implementation, until they decide otherwise for no known reason:
 *
 *     npm run fuzz [-- cases [seed]]
 */
import * as fc from 'fast-check';
import { compare } from './compare';
import { generated } from './generated-requests';

const BATCH = 1000;

async function fuzz(cases: number, seed: number): Promise<void> {
  const counts = new Map<string, number>();
  for (let done = 0; done < cases; done += BATCH) {
    for (const each of fc.sample(generated, { seed: seed + done, numRuns: Math.min(BATCH, cases - done) })) {
      const { ours, theirs, because } = await compare(each);
      if (!because) throw new Error(`${ours} here, ${theirs} there: ${JSON.stringify(each, undefined, 2)}`);
      for (const name of because.length > 0 ? because : [ours]) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  console.log(`${cases} cases from seed ${seed}`);
  for (const [name, count] of [...counts].sort(([, one], [, other]) => other - one)) console.log(`${`${count}`.padStart(8)}  ${name}`);
}

fuzz(Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? Date.now() % 1_000_000_000)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
