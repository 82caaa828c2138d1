import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { recipes } from './apps';
import { findOutcome, Outcome } from './outcome';
import '../../support/quiet';

const SEED = 20261129;
const RUNS = 300;

describe('three hundred apps whose properties are conditions, parameters, overrides and what aspects make of them', () => {
  const outcomes: Outcome[] = [];

  beforeAll(() => {
    const outdir = join(mkdtempSync(join(tmpdir(), 'fuzz-')), 'cdk.out');
    for (const recipe of fc.sample(recipes, { seed: SEED, numRuns: RUNS })) outcomes.push(findOutcome(recipe, outdir));
  }, 300_000);

  test('end in permissions that hold at each deployment of the template, or in a documented error or warning', () => {
    expect(outcomes.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('end in a template often enough', () => {
    expect(outcomes.filter(({ ids }) => ids.length === 0).length).toBeGreaterThan(RUNS / 5);
  });

  test.each(['unknownIndexes', 'tableChangedTooLate', 'otherRole'])('end in %s at least once', (id) => {
    expect(outcomes.filter(({ ids }) => ids.includes(id)).length).toBeGreaterThan(0);
  });
});
