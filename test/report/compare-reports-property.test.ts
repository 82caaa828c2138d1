import fc from 'fast-check';
import { CHANGE, findUnsaidRequests, REQUESTS } from './policy-changes';

test('a difference says more access wherever the evaluation newly allows a request', () => {
  let newlyAllowed = 0;
  fc.assert(fc.property(CHANGE, REQUESTS, (change, requests) => {
    const { allowed, unsaid } = findUnsaidRequests(change, requests);
    newlyAllowed += allowed > 0 ? 1 : 0;
    expect(unsaid).toEqual([]);
  }), { numRuns: 500, seed: 20261129, endOnFailure: true });

  expect(newlyAllowed).toBeGreaterThan(100);
}, 180_000);
