import { Stack } from 'aws-cdk-lib';
import { CfnTable, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DynamoAccessRole, RoleLogs, TableAccessScope, TableFeature } from '../../src';
import { addIndexes, newStack, newTable } from '../support/app';
import { allowedPairs, isEffective } from '../support/effective-pairs';
import { resourceTypesOf } from '../support/iam-data';
import '../support/quiet';

const FEATURES = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature);

/** The second resource that some features name. */
function companionOf({ name }: TableFeature, scope: Construct): TableAccessScope {
  const location = () => ({ bucket: new Bucket(scope, 'Bucket', { encryption: BucketEncryption.KMS }), prefix: 'orders/' });
  switch (name) {
    case 'RESTORE': return { restoreTo: Table.fromTableName(scope, 'Restored', 'restored') };
    case 'EXPORT': return { exportTo: location() };
    case 'IMPORT': return { importFrom: location() };
    case 'KINESIS_STREAMING': return { kinesisStream: new Stream(scope, 'Kinesis') };
    case 'REPLICAS': return { regions: ['us-east-1'] };
    default: return {};
  }
}

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
