import { PLACES } from './places';
import { TableFeature } from '../../src/features/table-feature';
import { AccessResources, planAccess } from '../../src/plan/plan-access';
import { PlannedStatement } from '../../src/plan/planned-permission';
import { toStatements } from '../../src/plan/to-statements';

const KEY = { arn: 'arn:aws:kms:eu-west-1:111122223333:key/old' };
const NEW_KEY = { arn: 'arn:aws:kms:eu-west-1:111122223333:key/new' };
const BUCKET = { bucket: 'arn:aws:s3:::bucket', objects: 'arn:aws:s3:::bucket/*', keys: [KEY], viaServices: ['s3.eu-west-1.amazonaws.com'] };

/** A table with all that any feature may need. */
const EVERYTHING: AccessResources = {
  ...PLACES,
  tableKeys: [KEY],
  chosenKeys: [NEW_KEY],
  replicas: ['arn:aws:dynamodb:us-east-1:111122223333:table/Orders'],
  restored: { table: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Restored', keys: [NEW_KEY], viaServices: [] },
  exportTo: BUCKET,
  importFrom: BUCKET,
  importLogs: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws-dynamodb/*',
  kinesisStream: 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes',
};

const FEATURES = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature);

/** All sets of two and of three features. */
const COMBINATIONS: TableFeature[][] = FEATURES.flatMap((one, i) => FEATURES.slice(i + 1).flatMap((two, j) =>
  [[one, two], ...FEATURES.slice(i + j + 2).map((three) => [one, two, three])]));

/** What the statements allow: each action on each resource, under which tests. */
function allowed(statements: PlannedStatement[]): { pair: string; tests: string[] }[] {
  return statements.flatMap(({ actions, resources, conditions = {} }) => {
    const tests = Object.entries(conditions).flatMap(([operator, block]) =>
      Object.entries(block).map(([key, values]) => JSON.stringify([operator, key, values])));
    return actions.flatMap((action) => resources.map((resource) => ({ pair: `${action} on ${resource}`, tests })));
  });
}

/** Those that say the same as another one does, or less. */
function redundant(statements: PlannedStatement[]): string[] {
  const all = allowed(statements);
  const byPair = new Map<string, string[][]>();
  for (const { pair, tests } of all) byPair.set(pair, [...byPair.get(pair) ?? [], tests]);
  return [...byPair].filter(([, blocks]) => blocks.some((tests, index) => blocks.some((others, other) =>
    index !== other && others.every((test) => tests.includes(test))))).map(([pair]) => pair);
}

test(`there are ${COMBINATIONS.length} pairs and triples of features`, () => {
  const n = FEATURES.length;

  expect(COMBINATIONS).toHaveLength(n * (n - 1) / 2 + n * (n - 1) * (n - 2) / 6);
});

test('a permission that stands twice is found', () => {
  const statement = { actions: ['dynamodb:GetItem'], resources: ['*'] };

  expect(redundant([statement, { ...statement, conditions: { Bool: { 'aws:SecureTransport': 'true' } } }])).toEqual(['dynamodb:GetItem on *']);
});

test('no pair or triple of features says anything twice, or what a broader statement says', () => {
  const repeating = COMBINATIONS.map((features) => ({
    features: features.map(String), redundant: redundant(toStatements(planAccess(features, EVERYTHING))),
  })).filter((each) => each.redundant.length > 0);

  expect(repeating).toEqual([]);
});

test('no pair or triple of features has two statements that could be one', () => {
  const mergeable = COMBINATIONS.filter((features) => {
    const statements = toStatements(planAccess(features, EVERYTHING)).map(({ sid, conditions, actions, resources }) =>
      ({ block: JSON.stringify([sid, conditions]), actions: actions.join(), resources: resources.join() }));
    return statements.some((one, index) => statements.some((other, at) =>
      at > index && one.block === other.block && (one.actions === other.actions || one.resources === other.resources)));
  });

  expect(mergeable.map((features) => features.map(String))).toEqual([]);
});

test('each pair and triple of features gives the same statements in any order', () => {
  const differing = COMBINATIONS.filter((features) =>
    JSON.stringify(toStatements(planAccess(features, EVERYTHING))) !== JSON.stringify(toStatements(planAccess([...features].reverse(), EVERYTHING))));

  expect(differing.map((features) => features.map(String))).toEqual([]);
});

test('each pair and triple of features allows what each of its features allows, and no more', () => {
  const alone = new Map(FEATURES.map((feature) => [feature, allowed(toStatements(planAccess([feature], EVERYTHING)))]));
  const pairs = (of: { pair: string }[]) => [...new Set(of.map(({ pair }) => pair))].sort();
  const differing = COMBINATIONS.filter((features) => JSON.stringify(pairs(allowed(toStatements(planAccess(features, EVERYTHING)))))
    !== JSON.stringify(pairs(features.flatMap((feature) => alone.get(feature)!))));

  expect(differing.map((features) => features.map(String))).toEqual([]);
});
