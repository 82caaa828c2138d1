import { readFileSync } from 'fs';
import { join } from 'path';
import { TableFeature } from '../src';

const README = readFileSync(join(__dirname, '../README.md'), 'utf8');

/** The rows of the table of features: name, and what it allows. */
const ROWS = new Map([...README.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, name, allows]) => [name, allows]));
const FEATURES = Object.entries(TableFeature).filter((entry): entry is [string, TableFeature] => entry[1] instanceof TableFeature);

test('the README lists every feature', () => {
  expect([...ROWS.keys()].sort()).toEqual(FEATURES.map(([name]) => name).sort());
});

describe('the README names the actions of', () => {
  const described = FEATURES.filter(([name]) => /`[A-Z][a-z]/.test(ROWS.get(name)!));

  test.each(described)('%s', (name, feature) => {
    const named = [...ROWS.get(name)!.matchAll(/`([A-Z][a-z]\w+)`/g)].map(([, action]) => `dynamodb:${action}`)
      .filter((action) => !/Transact(Get|Write)Items/.test(action));
    const actions = feature._permissions.map(({ action }) => action).filter((action) => action.startsWith('dynamodb:'));
    expect(named.sort()).toEqual([...new Set(actions)].sort());
  });
});

test('the README reaches the first synthesis within 25 lines', () => {
  expect(README.split('\n').findIndex((line) => line.includes('npm run synth'))).toBeLessThan(25);
});
