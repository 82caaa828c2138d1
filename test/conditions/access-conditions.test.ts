import { conditionKeysOf, dynamoConditionKeys } from '../../catalogue/iam-data';
import { AccessCondition } from '../../src/conditions/access-condition';
import { AccessConditions, findConditionsProblem } from '../../src/conditions/access-conditions';
import { AttributeScope } from '../../src/conditions/attribute-scope';
import { classifyValues } from '../../src/conditions/condition-keys';
import { RowScope } from '../../src/conditions/row-scope';
import { supportsIndexes } from '../../src/features/feature-needs';
import { TableFeature } from '../../src/features/table-feature';
import { dynamoActionsOf, NAMED_FEATURES } from '../support/features';

const ROWS = RowScope.ofValues('TENANT#1');

/** A feature that reaches indexes, where rows and projections have to say which, on the table alone. */
function narrowed(feature: TableFeature): TableFeature {
  return supportsIndexes(feature) ? feature.onTable() : feature;
}

/** The actions of a feature that don't carry a condition key, by the Service Authorization Reference. */
async function actionsWithout(feature: TableFeature, key: string): Promise<string[]> {
  const actions = dynamoActionsOf(feature);
  const keys = await Promise.all(actions.map(conditionKeysOf));
  return actions.filter((_, index) => !keys[index].includes(key));
}

function problemOf(feature: TableFeature, when: AccessConditions) {
  return findConditionsProblem([feature], when);
}

describe('rows', () => {
  describe.each(NAMED_FEATURES)('beside %s', (_name, feature) => {
    test('are an error exactly if one of its actions carries no partition key', async () => {
      const problem = problemOf(narrowed(feature), { rows: ROWS });
      const without = await actionsWithout(feature, 'dynamodb:LeadingKeys');

      expect(problem?.value).toBe(without.length === 0 ? undefined : `rows cannot limit ${narrowed(feature)}, because requests for ${without[0]} `
        + 'name no partition key');
    });

    test('have to be told which indexes they are of, if it reaches any', async () => {
      const without = await actionsWithout(feature, 'dynamodb:LeadingKeys');

      expect(problemOf(feature, { rows: ROWS }) === undefined).toBe(without.length === 0 && !supportsIndexes(feature));
    });

  });

  test('narrow these features, and no others', () => {
    expect(NAMED_FEATURES.filter(([, feature]) => !problemOf(narrowed(feature), { rows: ROWS })).map(([name]) => name).sort()).toEqual([
      'BATCH', 'BATCH_READ', 'BATCH_WRITE', 'CONDITION_CHECK', 'DELETE_ITEM', 'PARTIQL', 'PARTIQL_DELETE', 'PARTIQL_INSERT',
      'PARTIQL_SELECT', 'PARTIQL_UPDATE', 'PUT_ITEM', 'QUERY', 'READ_ITEM', 'TRANSACTIONS', 'TRANSACT_DELETE', 'TRANSACT_PUT',
      'TRANSACT_READ', 'TRANSACT_UPDATE', 'TRANSACT_WRITE', 'UPDATE_ITEM',
    ]);
  });

  test.each<[string, TableFeature, object]>([
    ['SCAN, which names no partition key', TableFeature.SCAN, {
      id: 'featureBesideScope',
      value: 'rows cannot limit SCAN, because requests for dynamodb:Scan name no partition key',
      expected: 'features whose requests name a partition key',
      remedy: 'list the features without dynamodb:Scan, or grant SCAN in another access without rows',
    }],
    ['CRUD, for its scans', TableFeature.CRUD, {
      id: 'featureBesideScope',
      value: 'rows cannot limit CRUD, because requests for dynamodb:Scan name no partition key',
      expected: 'features whose requests name a partition key',
      remedy: 'list the features without dynamodb:Scan, or grant CRUD in another access without rows',
    }],
    ['QUERY that leaves the indexes to the table', TableFeature.QUERY, {
      id: 'rowsOnOpenIndexes',
      value: 'QUERY with rows is allowed on all indexes, whose partition keys may be others than those of the table',
      expected: 'the table or named indexes',
      remedy: "write QUERY.onTable(), or QUERY.onIndexes('name') for indexes with this partition key",
    }],
    ['QUERY on any index', TableFeature.QUERY.onAnyIndex(), {
      id: 'rowsOnOpenIndexes',
      value: 'QUERY.onAnyIndex() with rows is allowed on all indexes, whose partition keys may be others than those of the table',
      expected: 'the table or named indexes',
      remedy: "write QUERY.onTable(), or QUERY.onIndexes('name') for indexes with this partition key",
    }],
  ])('refuse %s', (_name, feature, problem) => {
    expect(problemOf(feature, { rows: ROWS })).toEqual(problem);
  });

  test.each([
    ['the table', TableFeature.QUERY.onTable()],
    ['named indexes', TableFeature.QUERY.onIndexes('byCustomer')],
  ])('narrow QUERY on %s', (_name, feature) => {
    expect(problemOf(feature, { rows: ROWS })).toBeUndefined();
  });

  test('refuse the second feature as well as the first', () => {
    expect(findConditionsProblem([TableFeature.READ_ITEM, TableFeature.SCAN], { rows: ROWS })?.value)
      .toBe('rows cannot limit SCAN, because requests for dynamodb:Scan name no partition key');
  });
});

describe('attributes by name', () => {
  /** These replace or remove whole items, whatever attributes the request names. */
  const WHOLE_ITEMS = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLDelete', 'dynamodb:PutItem'];
  const TRANSACTIONS = [
    'CONDITION_CHECK', 'TRANSACTIONS', 'TRANSACT_DELETE', 'TRANSACT_PUT', 'TRANSACT_READ', 'TRANSACT_UPDATE', 'TRANSACT_WRITE',
  ];

  test.each(NAMED_FEATURES)('beside %s are an error exactly if AWS can not compare them', async (name, feature) => {
    const without = await actionsWithout(feature, 'dynamodb:Attributes');
    const isNarrowable = without.length === 0 && !TRANSACTIONS.includes(name)
      && !dynamoActionsOf(feature).some((action) => WHOLE_ITEMS.includes(action));

    expect(problemOf(feature, { attributes: AttributeScope.ofAttributes('pk') }) === undefined).toBe(isNarrowable);
  });
});

/** AWS lists `ReturnValues` for queries and scans, whose requests have no such parameter. */
function reads(feature: TableFeature): boolean {
  return feature._permissions.some(({ action }) => ['dynamodb:Query', 'dynamodb:Scan'].includes(action));
}

describe('conditions', () => {
  test('know which of the keys of DynamoDB may have several values', async () => {
    const keys = await dynamoConditionKeys();

    expect(keys.filter(({ key }) => (classifyValues(key) === 'several'))).toEqual(keys.filter((each) => each.isMultivalued));
  });

  describe.each(NAMED_FEATURES)('beside %s', (_name, feature) => {
    test('are an error exactly if one of its actions does not carry the key', async () => {
      const keys = (await dynamoConditionKeys()).filter(({ key }) => !key.startsWith('aws:ResourceTag'));
      const refused = keys.filter(({ key, isMultivalued: isMany }) => problemOf(feature, {
        conditions: [AccessCondition.of(isMany ? 'ForAnyValue:StringEquals' : 'StringEquals', key.replace('${TagKey}', 'team'), 'x')],
      }));
      const without = await Promise.all(keys.map(({ key }) => actionsWithout(feature, key)));

      const expected = keys.filter(({ key }, index) => without[index].length > 0 || (key === 'dynamodb:ReturnValues' && reads(feature)));

      expect(refused.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
    });
  });

  test('on a key that an action does not carry name feature, key and action', () => {
    expect(problemOf(TableFeature.READ_ITEM, { conditions: [AccessCondition.of('StringEquals', 'dynamodb:ReturnValues', 'NONE')] })).toEqual({
      id: 'featureBesideScope',
      value: 'a condition on dynamodb:ReturnValues cannot limit READ_ITEM, because dynamodb:GetItem does not support the key',
      expected: 'features whose actions support dynamodb:ReturnValues',
      remedy: 'grant READ_ITEM in another access without the condition',
    });
  });

  test('on a key that DynamoDB does not have are an error beside every feature', () => {
    const conditions = [AccessCondition.of('StringEquals', 'dynamodb:PartitionKey', 'x')];

    expect(NAMED_FEATURES.filter(([, feature]) => !problemOf(feature, { conditions }))).toEqual([]);
  });

  test('compare the names of keys without regard to case', () => {
    expect(problemOf(TableFeature.READ_ITEM, { conditions: [AccessCondition.of('StringEquals', 'DynamoDB:select', 'COUNT')] }))
      .toBeUndefined();
  });

  test.each([
    ['an address', AccessCondition.fromAddresses('203.0.113.0/24')],
    ['a VPC', AccessCondition.fromVpcs('vpc-1')],
    ['a VPC endpoint', AccessCondition.fromVpcEndpoints('vpce-1')],
    ['the private address', AccessCondition.of('IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8')],
    ['the account of the endpoint', AccessCondition.of('StringEquals', 'aws:VpceAccount', '111122223333')],
    ['the function', AccessCondition.of('ArnEquals', 'lambda:SourceFunctionArn', 'arn:aws:lambda:eu-west-1:111122223333:function:a')],
    ['a call by a service', AccessCondition.of('Bool', 'aws:ViaAWSService', 'false')],
  ])('on %s are an error beside features that services use, and no others', (_name, condition) => {
    expect(NAMED_FEATURES.filter(([, feature]) => problemOf(feature, { conditions: [condition] })).map(([name]) => name).sort())
      .toEqual(['LIST_STREAMS', 'REPLICAS', 'RESTORE', 'STREAM_READ', 'STREAM_TRIGGER']);
  });

  test.each<[string, TableFeature, string]>([
    ['a stream', TableFeature.STREAM_READ, 'Lambda polls the stream'],
    ['replicas', TableFeature.REPLICAS, 'DynamoDB fills replicas'],
    ['a restored table', TableFeature.RESTORE, 'DynamoDB fills the restored table'],
  ])('on the network, beside %s, say whose network it is', (_name, feature, reason) => {
    expect(problemOf(feature, { conditions: [AccessCondition.fromVpcs('vpc-1')] })).toEqual({
      id: 'featureBesideScope',
      value: `a condition on aws:SourceVpc cannot limit ${feature}, because ${reason} from its own network`,
      expected: 'features whose requests come from the network of the caller',
      remedy: `grant ${feature.name} in another access without the condition`,
    });
  });

  test('on tags of the table are an error beside features on resources without these tags, such as streams', () => {
    const conditions = [AccessCondition.resourceTag('team', 'orders')];

    expect(NAMED_FEATURES.filter(([, feature]) => problemOf(feature, { conditions })).map(([name]) => name).sort()).toEqual([
      'BACKUP', 'CONTRIBUTOR_INSIGHTS', 'CREATE_TABLE', 'EXPORT', 'IMPORT', 'LIST_STREAMS', 'LIST_TABLES', 'REPLICAS', 'RESTORE',
      'STREAM_READ', 'STREAM_TRIGGER', 'TABLE_MANAGEMENT',
    ]);
  });

  test('can not be told to be carried by an action that the library does not know', () => {
    const feature = TableFeature.custom({ name: 'NEW', why: 'to test it', tableActions: ['dynamodb:New'] });

    expect(problemOf(feature, { rows: ROWS, conditions: [AccessCondition.of('StringEquals', 'dynamodb:New', 'x')] })).toBeUndefined();
  });
});

describe('the same operator and key twice is an error', () => {
  const twice = (test: string) => ({
    id: 'conditionTwice',
    value: `the condition ${test} appears twice with different values`,
    expected: 'each operator once for a key, because a statement can have it only once',
    remedy: 'list all values in one condition if one of them must match, or use another operator for one condition if all must match',
  });

  test.each<[string, AccessConditions, string]>([
    ['in two conditions', { conditions: [AccessCondition.fromVpcs('vpc-1'), AccessCondition.fromVpcs('vpc-2')] }, 'StringEquals aws:SourceVpc'],
    ['in a period and its end', {
      conditions: [AccessCondition.between('2026-01-01', '2027-01-01'), AccessCondition.until('2026-06-01')],
    }, 'DateLessThan aws:CurrentTime'],
    ['in rows and a condition', {
      rows: ROWS, conditions: [AccessCondition.of('ForAllValues:StringEquals', 'dynamodb:LeadingKeys', 'TENANT#2')],
    }, 'ForAllValues:StringEquals dynamodb:LeadingKeys'],
    ['in the condition that rows have beside theirs', {
      rows: ROWS, conditions: [AccessCondition.of('Null', 'dynamodb:LeadingKeys', 'true')],
    }, 'Null dynamodb:LeadingKeys'],
    ['in two cases', {
      conditions: [AccessCondition.of('StringEquals', 'aws:SourceVpc', 'vpc-1'), AccessCondition.of('StringEquals', 'aws:sourcevpc', 'vpc-2')],
    }, 'StringEquals aws:sourcevpc'],
    ['in attributes and a condition, for reads', {
      attributes: AttributeScope.ofAttributes('pk'), conditions: [AccessCondition.of('StringEqualsIfExists', 'dynamodb:Select', 'ALL_ATTRIBUTES')],
    }, 'StringEqualsIfExists dynamodb:Select'],
    ['in the names of attributes and a condition', {
      attributes: AttributeScope.ofAttributes('pk'),
      conditions: [AccessCondition.of('ForAllValues:StringEquals', 'dynamodb:Attributes', 'secret')],
    }, 'ForAllValues:StringEquals dynamodb:Attributes'],
  ])('%s', (_name, when, test) => {
    expect(problemOf(TableFeature.READ_ITEM, when)).toEqual(twice(test));
  });

  test('in attributes and a condition, for writers', () => {
    expect(problemOf(TableFeature.UPDATE_ITEM, {
      attributes: AttributeScope.ofAttributes('pk'), conditions: [AccessCondition.of('StringEquals', 'dynamodb:ReturnValues', 'ALL_OLD')],
    })).toEqual(twice('StringEquals dynamodb:ReturnValues'));
  });

  test('but not one operator on two keys, nor one key by two operators', () => {
    expect(problemOf(TableFeature.READ_ITEM, {
      rows: ROWS,
      attributes: AttributeScope.ofAttributes('pk'),
      conditions: [
        AccessCondition.fromVpcs('vpc-1'),
        AccessCondition.fromVpcEndpoints('vpce-1'),
        AccessCondition.of('StringNotEquals', 'aws:SourceVpc', 'vpc-2'),
      ],
    })).toBeUndefined();
  });
});
