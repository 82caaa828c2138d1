import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { CLIENT_RUNS, LIBRARIES } from '../../catalogue/client-runs';
import { planned, TABLE } from '../plan/places';
import { PROGRAMS } from '../proof/libraries/programs';

/** The files that pin the versions of the libraries. */
const PINS = { node: 'package.json', python: 'requirements.txt', java: 'pom.xml', go: 'go.mod' };

function readPins(language: keyof typeof PINS): string {
  return readFileSync(join(__dirname, '../proof/libraries', language, PINS[language]), 'utf8');
}

test('every library has a recorded run', () => {
  expect(Object.keys(CLIENT_RUNS).sort()).toEqual(LIBRARIES.map(({ library }) => library).sort());
});

describe.each(LIBRARIES.map((line) => [line.library, line] as const))('%s', (library, { version, features }) => {
  const { language, file, indexes = {} } = PROGRAMS[library];

  test('has features that allow exactly the permissions that its run needed', () => {
    const permissions = features.flatMap((feature) => planned(feature, { declaredIndexes: Object.keys(indexes), declaredVectorIndexes: [] }));

    expect([...new Set(permissions)].map((each) => each.replace(TABLE, 'table')).sort()).toEqual(CLIENT_RUNS[library].permissions);
  });

  test('ran in the version that its line names', () => {
    expect(CLIENT_RUNS[library].version).toBe(version);
    expect(readPins(language)).toContain(version);
  });

  test('has its program', () => {
    expect(existsSync(join(__dirname, '../proof/libraries', language, file ?? ''))).toBe(true);
  });
});
