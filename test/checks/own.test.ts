import { Stack } from 'aws-cdk-lib';
import { CfnTable, StreamViewType, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { findingsIn } from './findings';
import {
  AttributeScope, ClientProfile, DynamoAccessRole, FieldEncryption, LambdaTableAccess, RowScope, TableAccessOptions, TableFamily, TableFeature,
} from '../../src';
import { addIndexes, newFunction, newTable } from '../support/app';
import { companionOf } from '../support/companions';
import { FEATURES } from '../support/features';
import '../support/quiet';

function ordersOf(stack: Stack) {
  const orders = newTable(stack, 'Orders', { encryption: TableEncryption.CUSTOMER_MANAGED, stream: StreamViewType.NEW_IMAGE });
  addIndexes(orders, 'byCustomer');
  return orders;
}

function found(access: (stack: Stack) => Partial<TableAccessOptions> & Pick<TableAccessOptions, 'features'>): string[] {
  return findingsIn((stack) => {
    const table = ordersOf(stack);
    new DynamoAccessRole(stack, 'Access', { table, ...access(stack) });
  });
}

test.each(FEATURES.map((feature) => [feature.name, feature] as const))('nothing is found in what %s allows', (_name, feature) => {
  expect(findingsIn((stack) => {
    const table = ordersOf(stack);
    (table.node.defaultChild as CfnTable).addPropertyOverride('VectorIndexes', [{ IndexName: 'bySimilarity' }]);
    new DynamoAccessRole(stack, 'Access', { table, features: [feature], tableKey: table.encryptionKey, ...companionOf(feature, stack) });
  })).toEqual([]);
});

test.each([
  ['rows', () => ({ features: [TableFeature.READ_ITEM, TableFeature.QUERY.onTable()], rows: RowScope.ofValues('TENANT#1') })],
  ['attributes', () => ({
    features: [TableFeature.READ_ITEM, TableFeature.UPDATE_ITEM], attributes: AttributeScope.ofAttributes('pk', 'sk', 'name'),
  })],
  ['the table alone', () => ({ features: [TableFeature.QUERY.onTable()] })],
  ['a client', () => ({ features: ClientProfile.pydynox().features })],
  ['fields that it encrypts', (stack: Stack) => ({
    features: [TableFeature.CRUD], fieldEncryption: FieldEncryption.envelope(new Key(stack, 'FieldKey')),
  })],
  ['a family of tables', (stack: Stack) => ({ features: [TableFeature.READ_ITEM], table: TableFamily.withPrefix(stack, 'Tables', 'demo-dev_') })],
  ['an imported alias of a key', (stack: Stack) => ({
    features: [TableFeature.READ_ITEM],
    tableKey: Alias.fromAliasName(stack, 'Alias', 'alias/orders'),
    table: newTable(stack, 'Others'),
  })],
])('nothing is found in an access to %s', (_what, access) => {
  expect(found(access)).toEqual([]);
});

test('nothing is found in a function with a LambdaTableAccess', () => {
  expect(findingsIn((stack) => {
    new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn'), table: ordersOf(stack), features: [TableFeature.CRUD, TableFeature.STREAM_TRIGGER],
    });
  })).toEqual([]);
});
