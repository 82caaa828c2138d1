import { Stack } from 'aws-cdk-lib';
import { Build, FollowedRemedy, REMEDIES } from './remedies';
import { checkAssembly, Finding } from '../../src/checks/check-assembly';
import { getRuleId } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';
import { compareReports } from '../../src/report/analysis/compare-reports';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';
import '../support/quiet';

function synthesize(build: Build): string {
  const app = newApp();
  build(new Stack(app, 'Stack', { env: ENV }));
  return app.synth().directory;
}

function findByRule(directory: string, rule: string): Finding[] {
  return checkAssembly(directory).filter(({ id }) => id === `cdk-dynamo-access:${rule}`);
}

test('the remedy of every rule is followed', () => {
  expect([...new Set(REMEDIES.map(({ rule }) => `cdk-dynamo-access:${rule}`))].sort()).toEqual(RULES.map(getRuleId).sort());
});

describe.each(REMEDIES.map((each, index): [string, FollowedRemedy] => [`${each.rule} (${index})`, each]))('the remedy of %s', (_title, followed) => {
  const { rule, remedy, before, after, more = [] } = followed;
  const [old, now] = [before, after].map(synthesize);

  test('is what a finding says', () => {
    expect(findByRule(old, rule).map((finding) => finding.remedy).filter((each) => each.startsWith(remedy))).not.toEqual([]);
  });

  test('removes the finding', () => {
    expect(findByRule(now, rule)).toEqual([]);
  });

  test('causes no other error', () => {
    expect(checkAssembly(now).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('gives no more than before', () => {
    const changes = compareReports(reportAssembly(old), reportAssembly(now)).filter(({ direction }) => direction !== 'less');

    expect([...new Set(changes.flatMap(({ actions, text }) => actions.length > 0 ? actions : [text]))]).toEqual(more);
  });
});
