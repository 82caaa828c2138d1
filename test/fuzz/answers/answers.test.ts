import * as fc from 'fast-check';
import { answeredApps } from './apps';
import { compareAnswers } from './compare';
import '../../support/quiet';

const SEED = 20261130;
const APPS = 30;

test('the report, the checks, the warnings at synthesis and the assertions don\'t contradict each other about random apps', () => {
  const outcomes = fc.sample(answeredApps, { seed: SEED, numRuns: APPS }).map((write) => compareAnswers(write()));

  expect(outcomes.flatMap((contradictions) => contradictions ?? [])).toEqual([]);
  // few random apps are refused, because a denial leaves nothing of a feature
  expect(outcomes.filter((contradictions) => contradictions !== undefined).length).toBeGreaterThan(APPS * 0.9);
}, 120_000);
