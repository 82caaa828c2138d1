import { Stack } from 'aws-cdk-lib';
import { CODE_REMEDIES } from './code-remedies';
import { Build, FollowedRemedy, REMEDIES } from './remedies';
import { checkAssembly, Finding } from '../../src/checks/check-assembly';
import { checkCode } from '../../src/checks/check-code';
import { CODE_RULES } from '../../src/checks/code-rules';
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
  const followed = new Set([...REMEDIES, ...CODE_REMEDIES].map(({ rule }) => rule));

  expect([...followed].sort()).toEqual([...RULES, ...CODE_RULES].map(({ name }) => name).sort());
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

describe.each(CODE_REMEDIES)('the remedy of $rule', ({ rule, remedy, before, after, acknowledged = [], more = [] }) => {
  const id = `cdk-dynamo-access:${rule}`;

  test('is what a finding says', () => {
    expect(checkCode(before).filter((finding) => finding.id === id).map((finding) => finding.remedy)).toEqual([remedy]);
  });

  test('removes the finding and causes no other', () => {
    expect(checkCode(after, acknowledged.map((path) => ({ id, path })))).toEqual([]);
  });

  test('gives no more than the code calls', () => {
    const changes = compareReports(reportAssembly(before), reportAssembly(after)).filter(({ direction }) => direction !== 'less');

    expect(changes.flatMap(({ actions }) => actions)).toEqual(more);
  });
});
