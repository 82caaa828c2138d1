import fc from 'fast-check';
import { CHANGE, findUnsaidRequests, POLICIES, REQUESTS, synthesize } from './policy-changes';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';

test('a difference says more access wherever the evaluation newly allows a request', () => {
  let newlyAllowed = 0;
  fc.assert(fc.property(CHANGE, REQUESTS, (change, requests) => {
    const { allowed, unsaid } = findUnsaidRequests(change, requests);
    newlyAllowed += allowed > 0 ? 1 : 0;
    expect(unsaid).toEqual([]);
  }), { numRuns: 500, seed: 20261129, endOnFailure: true });

  expect(newlyAllowed).toBeGreaterThan(50);
}, 180_000);

test('a report compared with an equal report has no changes', () => {
  fc.assert(fc.property(POLICIES, (policies) => {
    const directory = synthesize(policies);
    expect(compareReports(reportAssembly(directory), reportAssembly(directory))).toEqual([]);
  }), { numRuns: 100, seed: 20261130, endOnFailure: true });
});
