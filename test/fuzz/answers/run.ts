/**
 * Compares what the report, the checks, the warnings at synthesis and the assertions say of random apps, until they contradict each other:
 *
 *     tsx test/fuzz/answers/run.ts [apps [seed]]
 */
import * as fc from 'fast-check';
import { answeredApps } from './apps';
import { compareAnswers } from './compare';
import '../../support/quiet';

const apps = Number(process.argv[2] ?? 300);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000_000);
let refused = 0;

for (let done = 0; done < apps; done++) {
  const [write] = fc.sample(answeredApps, { seed: seed + done, numRuns: 1 });
  const contradictions = compareAnswers(write());
  if (contradictions === undefined) refused++;
  else if (contradictions.length > 0) throw new Error(`app of seed ${seed + done}: ${contradictions.join('\n')}`);
}
console.log(`${apps} apps with answers that agree from seed ${seed}, ${refused} of which are refused`);
