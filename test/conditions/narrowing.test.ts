import * as fc from 'fast-check';
import { AccessCondition } from '../../src/conditions/access-condition';
import { AccessConditions, findConditionsProblem } from '../../src/conditions/access-conditions';
import { AttributeScope } from '../../src/conditions/attribute-scope';
import { describeEntries } from '../../src/conditions/conditions';
import { RowScope } from '../../src/conditions/row-scope';
import { TableFeature } from '../../src/features/table-feature';
import { planAccess } from '../../src/plan/plan-access';
import { PlannedPermission } from '../../src/plan/planned-permission';
import { toStatements } from '../../src/plan/to-statements';
import { PLACES, REPLICA, TABLE } from '../plan/places';
import { NAMED_FEATURES } from '../support/features';

const KEYS = ['old', 'new'].map((id) => ({ arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}` }));

/** A table with everything that a feature may reach. */
const EVERYWHERE = {
  ...PLACES,
  tables: [TABLE, REPLICA],
  replicas: [REPLICA],
  tableKeys: [KEYS[0]],
  chosenKeys: [KEYS[1]],
  restored: { table: `${TABLE}-restored`, keys: [KEYS[1]], viaServices: PLACES.viaServices },
  exportTo: { bucket: 'arn:aws:s3:::exports', objects: 'arn:aws:s3:::exports/*', keys: [KEYS[1]], viaServices: ['s3.eu-west-1.amazonaws.com'] },
  importFrom: { bucket: 'arn:aws:s3:::imports', objects: 'arn:aws:s3:::imports/*', keys: [KEYS[1]], viaServices: ['s3.eu-west-1.amazonaws.com'] },
  importLogs: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws-dynamodb/*',
  kinesisStream: 'arn:aws:kinesis:eu-west-1:111122223333:stream/changes',
};

const FEATURES = [
  ...NAMED_FEATURES.map(([, feature]) => feature),
  TableFeature.QUERY.onTable(), TableFeature.QUERY.onIndexes('byDate'), TableFeature.PARTIQL_SELECT.onTable(), TableFeature.SCAN.onAnyIndex(),
];

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'TENANT#${aws:PrincipalTag/tenant}'), { minLength: 1 });
const rows = names.map((values) => RowScope.ofValues(...values));
const prefixes = names.map((values) => RowScope.ofPrefixes(...values.map((value) => `${value}#`)));
const attributes = fc.oneof(
  names.map((values) => AttributeScope.ofAttributes(...values)),
  fc.constantFrom(AttributeScope.ofProjections(), AttributeScope.writeOnly(), AttributeScope.ofAttributes('pk').returningNothing()),
);
const condition = fc.constantFrom(
  AccessCondition.between('2026-01-01', '2027-01-01'), AccessCondition.until('2026-06-01'), AccessCondition.fromVpcs('vpc-1'),
  AccessCondition.fromAddresses('203.0.113.0/24'), AccessCondition.principalTag('team', 'orders'), AccessCondition.resourceTag('team', 'orders'),
  AccessCondition.tlsOnly(), AccessCondition.of('StringEquals', 'dynamodb:Select', 'ALL_ATTRIBUTES'),
  AccessCondition.of('StringEquals', 'dynamodb:ReturnValues', 'ALL_OLD'),
  AccessCondition.of('ForAllValues:StringEquals', 'dynamodb:LeadingKeys', 'c'),
  AccessCondition.of('ForAllValues:StringEquals', 'dynamodb:Attributes', 'secret'),
  AccessCondition.of('StringEqualsIfExists', 'dynamodb:Select', 'COUNT'),
  AccessCondition.of('StringEquals', 'dynamodb:EnclosingOperation', 'TransactWriteItems'),
  AccessCondition.of('Null', 'dynamodb:LeadingKeys', 'true'),
  AccessCondition.of('ForAnyValue:StringEquals', 'aws:TagKeys', 'team'),
);
const scope: fc.Arbitrary<AccessConditions> = fc.record({
  rows: fc.option(fc.oneof(rows, prefixes), { nil: undefined, freq: 2 }),
  attributes: fc.option(attributes, { nil: undefined, freq: 2 }),
  conditions: fc.uniqueArray(condition, { maxLength: 2 }),
});

/** Sets of features that go with a scope. */
const accesses = scope.chain((when) => {
  const possible = FEATURES.filter((feature) => !findConditionsProblem([feature], when));
  return fc.record({ when: fc.constant(when), features: fc.shuffledSubarray(possible, { maxLength: Math.min(4, possible.length) }) });
}).filter(({ when, features }) => features.length > 0 && !findConditionsProblem(features, when));

/** One test of a condition block, with its values. */
function lines({ conditions = {} }: PlannedPermission): string[] {
  return Object.entries(conditions).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => JSON.stringify([operator, key, values])));
}

const target = ({ action, resource }: PlannedPermission) => `${action} on ${resource}`;

describe('a scope', () => {
  test('takes no action from any resource, and adds none', () => {
    fc.assert(fc.property(accesses, ({ when, features }) => {
      expect(planAccess(features, EVERYWHERE, when).map(target)).toEqual(planAccess(features, EVERYWHERE).map(target));
    }));
  });

  test('leaves every condition that stands without it, with its values', () => {
    fc.assert(fc.property(accesses, ({ when, features }) => {
      const without = planAccess(features, EVERYWHERE);

      planAccess(features, EVERYWHERE, when).forEach((permission, index) =>
        expect(lines(permission)).toEqual(expect.arrayContaining(lines(without[index]))));
    }));
  });

  test('puts all of its conditions on every action of DynamoDB, with their values', () => {
    fc.assert(fc.property(accesses, ({ when, features }) => {
      const asked = [when.rows?._toConditions(), ...when.conditions!.map((each) => each._toConditions())]
        .flatMap((conditions) => lines({ conditions } as PlannedPermission));

      for (const permission of planAccess(features, EVERYWHERE, when).filter(({ action }) => action.startsWith('dynamodb:'))) {
        const ofAttributes = lines({ conditions: when.attributes?._toConditions(permission.action) } as PlannedPermission);
        expect(lines(permission)).toEqual(expect.arrayContaining([...asked, ...ofAttributes]));
      }
    }));
  });

  test('puts no condition on the actions of other services', () => {
    fc.assert(fc.property(accesses, ({ when, features }) => {
      const others = (permissions: readonly PlannedPermission[]) => permissions.filter(({ action }) => !action.startsWith('dynamodb:'));

      expect(others(planAccess(features, EVERYWHERE, when))).toEqual(others(planAccess(features, EVERYWHERE)));
    }));
  });

  test('loses none of its conditions in a statement', () => {
    fc.assert(fc.property(accesses, ({ when, features }) => {
      const planned = planAccess(features, EVERYWHERE, when);
      const written = toStatements(planned).flatMap(({ actions, resources, conditions = {} }) =>
        actions.flatMap((action) => resources.map((resource) => [`${action} on ${resource}`, describeEntries(conditions)] as const)));

      for (const [pair, tests] of written) {
        expect(planned.filter((each) => target(each) === pair).map(({ conditions = {} }) => describeEntries(conditions).sort()))
          .toContainEqual([...tests].sort());
      }
    }));
  });
});

test('the scopes of these tests reach a good part of the features', () => {
  const reached = new Set(fc.sample(accesses, { numRuns: 300, seed: 1 }).flatMap(({ features }) => features.map(String)));

  expect(reached.size).toBeGreaterThan(30);
});

test('a condition that would take the place of another one is none', () => {
  const when = { attributes: AttributeScope.ofAttributes('pk'), conditions: [AccessCondition.of('StringEquals', 'dynamodb:Select', 'ALL_ATTRIBUTES')] };

  expect(() => planAccess([TableFeature.QUERY], PLACES, when)).toThrow('[allOf] the condition StringEquals dynamodb:Select appears twice '
    + 'with different values; expected each operator once for a key, because a statement can have it only once; check the conditions of the '
    + 'access before they are merged [cdk-dynamo-access:conditionTwice]');
});
