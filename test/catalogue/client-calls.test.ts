import { CLIENT_CALLS, ClientCalls } from '../../catalogue/client-calls';
import { needsOf } from '../../catalogue/operations';
import { ClientProfile } from '../../src/features/client-profile';
import { TableFeature } from '../../src/features/table-feature';
import { planned } from '../plan/places';

const INDEX_WORDS = /\/index\//;

/** Each action that the profile allows, `on index` where it is on indexes. */
function allowed(features: readonly TableFeature[]): string[] {
  const pairs = features.flatMap((feature) => planned(feature)).map((pair) => pair.split(' on '));
  return [...new Set(pairs.map(([action, resource]) => INDEX_WORDS.test(resource) ? `${action} on index` : action))].sort();
}

/** Each action that the calls of the library need. */
function needed({ table, indexes = [], more = [] }: ClientCalls): string[] {
  const onTable = [...table, ...more].flatMap((operation) => needsOf({ operation }))
    .filter(({ resource }) => resource !== 'index').map(({ action }) => action);
  const onIndexes = indexes.flatMap((operation) => needsOf({ operation }))
    .filter(({ resource }) => resource.includes('index')).map(({ action }) => `${action} on index`);
  return [...new Set([...onTable, ...onIndexes])].sort();
}

test('every profile has the calls that were seen', () => {
  const factories = Object.getOwnPropertyNames(ClientProfile).filter((name) => typeof Reflect.get(ClientProfile, name) === 'function');
  const seen = new Set(CLIENT_CALLS.map(({ written }) => written.split('(')[0]));

  expect([...seen].sort()).toEqual(factories.sort());
});

describe.each(CLIENT_CALLS.map((calls) => [calls.written, calls] as const))('%s', (_written, calls) => {
  test('allows what the library calls, and no more', () => {
    expect(allowed(calls.profile.features)).toEqual(needed(calls));
  });
});
