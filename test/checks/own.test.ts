import { readdirSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { StreamViewType, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { findingsIn } from './findings';
import { FEATURES } from '../../docs/generate/features';
import {
  AttributeScope, ClientProfile, DynamoAccessRole, FieldEncryption, LambdaTableAccess, RowScope, TableAccessOptions, TableFamily, TableFeature,
} from '../../src';
import { checkAssembly } from '../../src/checks/check-assembly';
import { newApp } from '../policy/assemblies';
import { addIndexes, newFunction, newTable } from '../support/app';
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

test.each(FEATURES.map(({ name, feature }) => [name, feature] as const))('nothing is found in what %s allows', (_name, feature) => {
  expect(found((stack) => ({
    features: [feature],
    restoreTo: newTable(stack, 'Restored'),
    exportTo: { bucket: new Bucket(stack, 'Exports') },
    importFrom: { bucket: new Bucket(stack, 'Imports') },
    kinesisStream: new Stream(stack, 'Stream'),
    regions: ['eu-west-1', 'eu-central-1'],
  }))).toEqual([]);
});

test.each([
  ['rows', () => ({ features: [TableFeature.READ_ITEM, TableFeature.QUERY.onTable()], rows: RowScope.ofValues('TENANT#1') })],
  ['attributes', () => ({ features: [TableFeature.READ_ITEM, TableFeature.UPDATE_ITEM], attributes: AttributeScope.ofAttributes('pk', 'sk', 'name') })],
  ['the table alone', () => ({ features: [TableFeature.QUERY.onTable()] })],
  ['a client', () => ({ features: ClientProfile.pydynox().features })],
  ['fields that it encrypts', (stack: Stack) => ({
    features: [TableFeature.CRUD], fieldEncryption: FieldEncryption.envelope(new Key(stack, 'FieldKey')),
  })],
  ['a family of tables', (stack: Stack) => ({ features: [TableFeature.READ_ITEM], table: TableFamily.withPrefix(stack, 'Tables', 'demo-dev_') })],
  ['an imported alias of a key', (stack: Stack) => ({
    features: [TableFeature.READ_ITEM], tableKey: Alias.fromAliasName(stack, 'Alias', 'alias/orders'),
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

const EXAMPLES = join(__dirname, '../../examples');
const STACKS = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => /^[^/]+\/[^/]+-stack\.ts$/.test(file));

test('every example has a stack', () => {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

  expect([...new Set(STACKS.map((file) => file.split('/')[0]))].sort()).toEqual(folders.sort());
});

test.each(STACKS)('nothing is found in examples/%s', async (file) => {
  const app = newApp();
  for (const exported of Object.values<any>(await import(join(EXAMPLES, file)))) {
    if (exported.prototype instanceof Stack) new exported(app, exported.name);
  }

  expect(checkAssembly(app.synth().directory)).toEqual([]);
});
