import { Stack } from 'aws-cdk-lib';
import { CfnTable, StreamViewType, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { resourceTypesOf } from '../../catalogue/iam-data';
import { DynamoAccessRole, RoleLogs, TableFeature } from '../../src';
import { addIndexes, newStack, newTable } from '../support/app';
import { companionOf } from '../support/companions';
import { allowedPairs, isEffective } from '../support/effective-pairs';
import { FEATURES } from '../support/features';
import '../support/quiet';

function stackWith(feature: TableFeature): Stack {
  const stack = newStack();
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE, encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(table, 'byCustomer', 'byDate');
  (table.node.defaultChild as CfnTable).addPropertyOverride('VectorIndexes', [{ IndexName: 'bySimilarity' }]);
  new DynamoAccessRole(stack, 'Access', {
    table, features: [feature], tableKey: table.encryptionKey, logs: RoleLogs.none(), ...companionOf(feature, stack),
  });
  return stack;
}

test('the features are found', () => {
  expect(FEATURES.map(({ name }) => name)).toEqual(expect.arrayContaining(['READ_ITEM', 'CRUD', 'STREAM_TRIGGER', 'LIST_TABLES']));
});

test('an action that AWS does not know is found', async () => {
  expect(await resourceTypesOf('dynamodb:TransactWriteItems')).toBeUndefined();
});

test('a pair that allows nothing is found', async () => {
  expect(await isEffective({ action: 'dynamodb:GetRecords', resource: '<Table.Arn>', types: ['table'] })).toBe(false);
});

describe.each(FEATURES.map((feature) => [feature.name, feature] as const))('%s', (_name, feature) => {
  test('allows something', async () => {
    expect((await allowedPairs(stackWith(feature))).length).toBeGreaterThan(0);
  });

  test('names only actions that AWS knows', async () => {
    const actions = [...new Set((await allowedPairs(stackWith(feature))).map(({ action }) => action))];
    const types = await Promise.all(actions.map(resourceTypesOf));

    expect(actions.filter((_, index) => types[index] === undefined)).toEqual([]);
  });

  test('names each action beside resources that AWS authorizes it on', async () => {
    const pairs = await allowedPairs(stackWith(feature));
    const effective = await Promise.all(pairs.map(isEffective));

    expect(pairs.filter((_, index) => !effective[index])).toEqual([]);
  });
});
