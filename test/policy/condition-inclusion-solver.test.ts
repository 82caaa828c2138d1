import fc from 'fast-check';
import { Solver } from './solver';
import { areIncluded } from '../../src/policy/condition-inclusion';
import { ConditionEntry } from '../../src/policy/policy-document';

const PAIRS = 200;

function generateEntries(names: readonly string[], written: readonly string[]): fc.Arbitrary<ConditionEntry[]> {
  return fc.array(fc.record({
    operator: fc.tuple(fc.constantFrom(...names), fc.constantFrom('', '', 'IfExists')).map((parts) => parts.join('')),
    key: fc.constant('aws:key'),
    values: fc.uniqueArray(fc.constantFrom(...written), { minLength: 1, maxLength: 3 }),
  }), { minLength: 1, maxLength: 2 });
}

const TEXTS = generateEntries(['StringEquals', 'StringLike', 'StringLike', 'StringNotEquals', 'StringNotLike'], ['a', 'ab', 'a*', '*b', 'a?', '?b', '*', 'b*', 'a*b']);
const PRESENCE = fc.constantFrom('true', 'false').map((value): ConditionEntry[] => [{ operator: 'Null', key: 'aws:key', values: [value] }]);
const NUMBERS = generateEntries(['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((each) => `Numeric${each}`), ['1', '2', '2.5']);
const ON_TEXTS = fc.oneof({ weight: 6, arbitrary: TEXTS }, { weight: 1, arbitrary: PRESENCE });

let solver: Solver;

beforeAll(async () => {
  solver = await Solver.start();
}, 60_000);

afterAll(() => solver.stop());

test('an SMT solver finds no request that meets included conditions and not those that include them', async () => {
  const pairs = fc.sample(fc.oneof(fc.tuple(ON_TEXTS, ON_TEXTS), fc.tuple(NUMBERS, NUMBERS)), { numRuns: PAIRS, seed: 20261129 });
  const answers = { included: 0, missed: 0 };
  for (const [narrow, broad] of pairs) {
    const answer = await solver.findsRequest(narrow, broad);
    const included = areIncluded([narrow], [broad]);
    if (included) expect({ narrow, broad, answer }).toEqual({ narrow, broad, answer: 'unsat' });
    if (included) answers.included++;
    if (!included && answer === 'unsat') answers.missed++;
  }

  expect(answers.included).toBeGreaterThan(PAIRS / 10);
  // two conditions on one key together, or ranges that only touch, may include another one without being recognized
  expect(answers.missed).toBeLessThan(answers.included / 2);
}, 120_000);
