import { listSilentFailures, outcomeOf } from './outcomes';
import { SCENARIOS } from './scenarios';
import { readSilentFailures } from '../../catalogue/silent-failures';
import { FLAG_SETTINGS } from '../support/app';
import '../support/quiet';

const NAMED = SCENARIOS.map((scenario) => [scenario.name, scenario] as const);

test('the page of silent failures shows the outcomes of this version', () => {
  expect(readSilentFailures()).toEqual(listSilentFailures());
});

describe.each(NAMED)('%s', (_name, { needs, withCdk, withLibrary }) => {
  test('is a silent failure of the grants of aws-cdk-lib', () => {
    const { allowing, messages } = outcomeOf(needs, withCdk, {});

    expect(allowing).not.toContain(needs);
    expect(messages).toEqual([]);
  });

  test.each(FLAG_SETTINGS)('works, or says that it does not, with this library, %s', (_flags, flags) => {
    const { allowing, messages } = outcomeOf(needs, withLibrary, flags);

    expect(allowing.includes(needs) || messages.length > 0).toBe(true);
    expect(allowing.filter((permission) => permission !== needs)).toEqual([]);
  });
});
