import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { programs } from './accesses';
import { Outcome, outcomeOf } from './outcome';
import '../support/quiet';

const SEED = 20261121;
const RUNS = 300;

describe('three hundred programs, right and wrong', () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    const outdir = join(mkdtempSync(join(tmpdir(), 'fuzz-')), 'cdk.out');
    for (const program of fc.sample(programs, { seed: SEED, numRuns: RUNS })) outcomes.push(await outcomeOf(program, outdir));
  }, 300_000);

  test('end in documented errors, or in templates that allow nothing in vain and fit into the limits', () => {
    expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('end in either often enough', () => {
    const templates = outcomes.filter(({ errors }) => errors.length === 0).length;

    expect(templates).toBeGreaterThan(RUNS / 10);
    expect(RUNS - templates).toBeGreaterThan(RUNS / 10);
  });
});
