import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { CustomFeatureOptions, DynamoAccessRole, RoleLogs, TableFeature } from '../../src';
import { addIndexes, newStack, newTable, permissionsOf } from '../support/app';

import { warningsOf } from '../support/messages';
import '../support/quiet';

const TABLE = '<TableCD117FA1.Arn>';
const STREAM = '<TableCD117FA1.StreamArn>';
const KEY = '<TableKey25666F95.Arn>';

function encryptedTable(stack: Stack): Table {
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE, encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(table, 'byCustomer');
  return table;
}

function permissionsWith(...features: TableFeature[]): string[] {
  const stack = newStack();
  new DynamoAccessRole(stack, 'Access', { table: encryptedTable(stack), features, logs: RoleLogs.none() });
  return permissionsOf(stack);
}

function custom(options: Partial<CustomFeatureOptions>): TableFeature {
  return TableFeature.custom({ name: 'NEW', why: 'to test it', ...options });
}

describe('a custom feature', () => {
  test('allows actions that the library does not know on the table', () => {
    expect(permissionsWith(custom({ tableActions: ['dynamodb:BulkPutItems'] }))).toEqual([`dynamodb:BulkPutItems on ${TABLE}`]);
  });

  test('allows actions on the indexes that the table declares', () => {
    expect(permissionsWith(custom({ indexActions: ['dynamodb:SearchText'] })))
      .toEqual([`dynamodb:SearchText on ${TABLE}/index/byCustomer`]);
  });

  test('allows actions on the stream', () => {
    expect(permissionsWith(custom({ streamActions: ['dynamodb:PauseStream'] }))).toEqual([`dynamodb:PauseStream on ${STREAM}`]);
  });

  test('allows actions on the account', () => {
    expect(permissionsWith(custom({ accountActions: ['dynamodb:ListThings'] }))).toEqual(['dynamodb:ListThings on *']);
  });

  test('narrows an action on table and indexes by onIndexes()', () => {
    const feature = custom({ tableActions: ['dynamodb:SearchText', 'dynamodb:PutText'], indexActions: ['dynamodb:SearchText'] });

    expect(permissionsWith(feature.onIndexes('byCustomer'))).toEqual([
      `dynamodb:PutText on ${TABLE}`,
      `dynamodb:SearchText on ${TABLE}/index/byCustomer`,
    ]);
  });

  test('narrows an action on table and indexes by onTable()', () => {
    const feature = custom({ tableActions: ['dynamodb:SearchText'], indexActions: ['dynamodb:SearchText'] });

    expect(permissionsWith(feature.onTable())).toEqual([`dynamodb:SearchText on ${TABLE}`]);
  });

  test('fails when its actions are on indexes alone and the table has none', () => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'), features: [custom({ indexActions: ['dynamodb:SearchText'] })], logs: RoleLogs.none(),
    });

    expect(() => Template.fromStack(stack)).toThrow('[Stack/Access] the feature NEW needs a secondary index, but the table has none; '
      + 'expected a table with a secondary index, because the actions of the feature apply to indexes only; add the secondary index to the table, '
      + 'or remove the feature [cdk-dynamo-access:tableWithoutIndex]');
  });

  test('fails when its actions are on indexes alone and it is told onTable()', () => {
    const stack = newStack();

    expect(() => new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'), features: [custom({ indexActions: ['dynamodb:SearchText'] }).onTable()],
    })).toThrow(new Error('[Stack/Access] NEW.onTable() allows nothing, because NEW has only actions on indexes; expected the feature on '
      + "indexes; write NEW, or NEW.onIndexes('name') [cdk-dynamo-access:featureReach]"));
  });

  test('uses the key of the table with a known action on the table that does', () => {
    expect(permissionsWith(custom({ tableActions: ['dynamodb:PutItem'] })))
      .toEqual([`dynamodb:PutItem on ${TABLE}`, `kms:Decrypt on ${KEY}`]);
  });

  test('uses the key of the table with a known action on the indexes that does', () => {
    expect(permissionsWith(custom({ indexActions: ['dynamodb:Query'] })))
      .toEqual([`dynamodb:Query on ${TABLE}/index/byCustomer`, `kms:Decrypt on ${KEY}`]);
  });

  test('uses the key of the table with a known action on the stream that does', () => {
    expect(permissionsWith(custom({ streamActions: ['dynamodb:GetRecords'] })))
      .toEqual([`dynamodb:GetRecords on ${STREAM}`, `kms:Decrypt on ${KEY}`]);
  });

  test('uses the key of the table with usesTableKey', () => {
    expect(permissionsWith(custom({ tableActions: ['dynamodb:BulkPutItems'], usesTableKey: true })))
      .toEqual([`dynamodb:BulkPutItems on ${TABLE}`, `kms:Decrypt on ${KEY}`]);
  });

  test('leaves the key of the table alone with usesTableKey: false', () => {
    expect(permissionsWith(custom({ tableActions: ['dynamodb:PutItem'], usesTableKey: false }))).toEqual([`dynamodb:PutItem on ${TABLE}`]);
  });

  test('stands beside the features of the library', () => {
    expect(permissionsWith(TableFeature.DESCRIBE_TABLE, custom({ tableActions: ['dynamodb:BulkPutItems'] })))
      .toEqual([`dynamodb:BulkPutItems on ${TABLE}`, `dynamodb:DescribeTable on ${TABLE}`]);
  });

  test('can have the name of a feature of the library without being taken for it', () => {
    const stack = newStack();
    const feature = TableFeature.custom({ name: 'CHANGE_TABLE_KEY', why: 'to test it', tableActions: ['dynamodb:BulkPutItems'] });

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [feature] })).not.toThrow();
  });

  test.each<[string, Partial<CustomFeatureOptions>, number]>([
    ['has a warning where it leaves open whether unknown actions use the key of the table', {}, 1],
    ['has none where it says so', { usesTableKey: false }, 0],
  ])('%s', (_name, options, warnings) => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', {
      table: encryptedTable(stack), features: [custom({ tableActions: ['dynamodb:FreezeTable'], ...options })], logs: RoleLogs.none(),
    });

    expect(warningsOf(stack).filter((warning) => warning.includes('cdk-dynamo-access:unknownKeyUse'))).toHaveLength(warnings);
  });
});
