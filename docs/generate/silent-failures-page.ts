import { code, codes, link, page, table } from './markdown';
import { Outcome, outcomeOf } from '../../test/silent-failures/outcomes';
import { Scenario, SCENARIOS } from '../../test/silent-failures/scenarios';
import { FLAG_SETTINGS } from '../../test/support/app';

/** Accesses that don't work, or are wider than meant, and who says so. */
export function silentFailuresPage(): string {
  return page(
    '# Silent failures',
    'Each row is an access that doesn\'t work, or is wider than meant, by the grants of aws-cdk-lib, which don\'t say so, and the same '
    + 'with this library. Both are [run](../test/silent-failures/scenarios.ts), without feature flags and with those that `cdk init` recommends, to see '
    + 'what `success` of the grant says, which errors and warnings there are, and whether the needed permission stands in an '
    + 'identity policy.',
    table(
      ['granted', 'needed', 'aws-cdk-lib', 'this library'],
      SCENARIOS.map((scenario) => [
        scenario.name, code(scenario.needs), describe(scenario, scenario.withCdk), describe(scenario, scenario.withLibrary),
      ]),
    ),
  );
}

/** What comes of a scenario with each setting of the feature flags, once where it is the same. */
function describe({ needs }: Scenario, run: Scenario['withCdk'] | Scenario['withLibrary']): string {
  const [plain, recommended] = FLAG_SETTINGS.map(([, flags]) => describeOutcome(needs, outcomeOf(needs, run, flags)));
  return plain === recommended ? plain : `${plain}; with the recommended feature flags: ${recommended}`;
}

function describeOutcome(needs: string, { success, permissions, allowing, messages }: Outcome): string {
  const wider = allowing.filter((permission) => permission !== needs);
  return [
    ...success === undefined ? [] : [code(`success: ${success}`)],
    messages.length === 0 ? 'no message' : messages.map((id) => link(code(id), 'errors.md')).join(', '),
    allowing.length === 0 ? missing(permissions.length)
      : wider.length > 0 ? `wider: ${codes(wider)}`
        : 'allowed',
  ].join(', ');
}

function missing(others: number): string {
  switch (others) {
    case 0: return 'no permission';
    case 1: return 'another permission';
    default: return `${others} other permissions`;
  }
}
