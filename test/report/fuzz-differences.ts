/** Compares differences between reports with the evaluation: `tsx test/report/fuzz-differences.ts [pairs [seed]]`. */
import * as fc from 'fast-check';
import { CHANGE, findUnsaidRequests, REQUESTS } from './policy-changes';

const PAIRS = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000_000);
let newlyAllowed = 0;

for (const [change, requests] of fc.sample(fc.tuple(CHANGE, REQUESTS), { seed, numRuns: PAIRS })) {
  const { allowed, unsaid } = findUnsaidRequests(change, requests);
  if (unsaid.length > 0) throw new Error(`seed ${seed}: ${JSON.stringify({ change, unsaid }, undefined, 2)}`);
  if (allowed > 0) newlyAllowed++;
}
console.log(`${PAIRS} pairs of policies from seed ${seed}, ${newlyAllowed} of which newly allow a request`);
