import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, ManagedPolicy, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { RowScope, TableAccessGrants, TableFeature } from '../../src';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { addIndexes, ENV, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const { DELETE_ITEM, PUT_ITEM, QUERY, READ_ITEM, SCAN, STREAM_READ } = TableFeature;
const FEATURES = [
  READ_ITEM, PUT_ITEM, DELETE_ITEM, QUERY.onTable(), QUERY.onIndexes('byDate'), QUERY.onAnyIndex(), SCAN.onIndexes('byName'), SCAN.onTable(), STREAM_READ,
];
const ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:GetRecords', 'dynamodb:Get*', 'dynamodb:*', '*', 's3:GetObject'];
const PARTS = ['', '/index/byDate', '/index/byName', '/index/*', '/stream/*', '/backup/*', '*'];
const CONDITIONS = [undefined, { Bool: { 'aws:SecureTransport': 'true' } }];

/** A statement that the user writes. Parts are behind the ARN of the table. */
const statements = fc.record({
  effect: fc.constantFrom(Effect.ALLOW, Effect.ALLOW, Effect.ALLOW, Effect.DENY),
  actions: fc.uniqueArray(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 2 }),
  parts: fc.uniqueArray(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 2 }),
  conditions: fc.constantFrom(...CONDITIONS),
  isOnEverything: fc.boolean(),
});

const apps = fc.record({
  features: fc.uniqueArray(fc.constantFrom(...FEATURES), { minLength: 1, maxLength: 3 }),
  hasRows: fc.boolean(),
  statements: fc.array(statements, { maxLength: 2 }),
  place: fc.constantFrom('default policy', 'policy', 'managed policy'),
  boundary: fc.option(fc.uniqueArray(fc.constantFrom('dynamodb:*', 'dynamodb:GetItem', 'dynamodb:Get*'), { minLength: 1 }), { freq: 4 }),
});

type Recipe = typeof apps extends fc.Arbitrary<infer T> ? T : never;

const SUPPORTS_ROWS = [READ_ITEM, PUT_ITEM, DELETE_ITEM];

/** Tells whether an app is warned of more access than its features say, and whether the report calls it wider. */
function findWider({ features, hasRows, statements: written, place, boundary }: Recipe): [warned: boolean, reported: boolean] {
  const stack = new Stack(new App({ outdir: join(mkdtempSync(join(tmpdir(), 'wider-')), 'cdk.out') }), 'Stack', { env: ENV });
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
  addIndexes(table, 'byDate', 'byName');
  const permissionsBoundary = boundary ? new ManagedPolicy(stack, 'Boundary', { statements: [new PolicyStatement({ actions: boundary, resources: ['*'] })] }) : undefined;
  const role = lambdaRole(stack, { permissionsBoundary });
  const rows = hasRows && features.every((feature) => SUPPORTS_ROWS.includes(feature)) ? RowScope.ofValues('a') : undefined;
  TableAccessGrants.fromTable(table, { rows }).features(role, ...features);
  const given = written.map(({ effect, actions, parts, conditions, isOnEverything }) => new PolicyStatement({
    effect, actions, resources: isOnEverything ? ['*'] : parts.map((part) => `${table.tableArn}${part}`), conditions,
  }));
  if (place === 'default policy') given.forEach((statement) => role.addToPolicy(statement));
  else if (given.length > 0) new (place === 'policy' ? Policy : ManagedPolicy)(stack, 'Other', { roles: [role], statements: given });

  const warned = warningsOf(stack).some((warning) => warning.includes('widerElsewhere'));
  const { accesses, resources } = reportAssembly((stack.node.root as App).outdir);
  const ofTable = resources.filter(({ id, table: owner }) => id === 'Stack/Table' || owner === 'Stack/Table').map(({ id }) => id);
  const reported = accesses.some(({ resource, allowed }) => ofTable.includes(resource) && allowed.some(({ wider }) => wider));
  return [warned, reported];
}

test('over a hundred random apps, what the report calls wider on the table of an access is warned of at synthesis, and the other way round', () => {
  const seen = new Set<boolean>();
  for (const recipe of fc.sample(apps, { seed: 20261129, numRuns: 100 })) {
    const [warned, reported] = findWider(recipe);
    expect({ recipe, warned }).toEqual({ recipe, warned: reported });
    seen.add(warned);
  }
  expect(seen.size).toBe(2);
}, 120_000);
