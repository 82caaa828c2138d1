import { Stack } from 'aws-cdk-lib';
import { AttributeType, CfnTable, ITableRef, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, TableFeature } from '../../src';
import { addIndexes, newStack, newTable, permissionsOf } from '../support/app';
import { problemsOf, warningsOf } from '../support/messages';
import '../support/quiet';

describe('at synthesis', () => {
  test('fails when the table has no index of that name', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    addIndexes(table, 'byCustomer', 'byDate');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY.onIndexes('byDate', 'byOrder')] });

    expect(problemsOf(stack)).toEqual([
      "[Stack/Access] the table has no index 'byOrder', which QUERY.onIndexes('byDate', 'byOrder') names; expected one of the indexes of the "
        + 'table: byCustomer, byDate; correct the name, or add the index to the table [cdk-dynamo-access:indexNotDeclared]',
    ]);
  });

  test('fails when an index is named on a table that has none', () => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.SCAN.onIndexes('byDate')] });

    expect(problemsOf(stack)).toEqual([
      "[Stack/Access] the table has no index 'byDate', which SCAN.onIndexes('byDate') names; expected a feature without indexes, because the "
        + 'table has none; use onTable(), or add the index to the table [cdk-dynamo-access:indexNotDeclared]',
    ]);
  });

  test('accepts an index that is added after the access', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY.onIndexes('byDate')] });
    addIndexes(table, 'byDate');

    expect(permissionsOf(stack)).toContain('dynamodb:Query on <TableCD117FA1.Arn>/index/byDate');
  });

  const partitionKey = { name: 'pk', type: AttributeType.STRING };
  const WITHOUT_STREAM: [string, (stack: Stack) => ITableRef][] = [
    ['Table', (stack) => newTable(stack, 'Table')],
    ['TableV2', (stack) => new TableV2(stack, 'Table', { partitionKey })],
    ['CfnTable', (stack) => new CfnTable(stack, 'Table', { keySchema: [{ attributeName: 'pk', keyType: 'HASH' }] })],
    ['imported table', (stack) => Table.fromTableName(stack, 'Table', 'orders')],
    ['imported TableV2', (stack) => TableV2.fromTableName(stack, 'Table', 'orders')],
  ];

  test.each(WITHOUT_STREAM)('fails when a %s has no stream', (_kind, makeTable) => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', { table: makeTable(stack), features: [TableFeature.READ_ITEM, TableFeature.STREAM_READ] });

    expect(problemsOf(stack)).toEqual([
      '[Stack/Access] the feature STREAM_READ needs a stream, but the table has none; expected a table with a stream, or an imported table '
        + 'with its tableStreamArn; turn on the stream of the table, or remove the feature [cdk-dynamo-access:tableWithoutStream]',
    ]);
  });
});

describe('an imported table', () => {
  test('has a warning where QUERY leaves it open which indexes it reaches', () => {
    const stack = newStack();
    const table = Table.fromTableName(stack, 'Table', 'orders');
    new DynamoAccessRole(stack, 'Access', { table, tableKey: new Key(stack, 'Key'), features: [TableFeature.READ_ITEM, TableFeature.QUERY] });

    expect(warningsOf(stack)).toEqual([
      '/Stack/Access: QUERY on Stack/Table is allowed on no index, because CDK does not keep the index names of imported tables; expected a '
        + "feature that names its indexes; write QUERY.onIndexes('name'), or QUERY.onTable() if the function uses no index [ack: "
        + 'cdk-dynamo-access:unknownIndexes]',
    ]);
  });

  test.each([
    TableFeature.QUERY.onTable(), TableFeature.QUERY.onIndexes('byDate'), TableFeature.QUERY.onAnyIndex(), TableFeature.READ_ITEM,
  ])('has no warning with %s', (feature) => {
    const stack = newStack();
    const table = Table.fromTableName(stack, 'Table', 'orders');
    new DynamoAccessRole(stack, 'Access', { table, tableKey: new Key(stack, 'Key'), features: [feature] });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('has one warning for an access that may need the key of the table', () => {
    const stack = newStack();
    const table = Table.fromTableName(stack, 'Table', 'orders');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM] });

    expect(warningsOf(stack)).toEqual([
      '/Stack/Access: the table Stack/Table is imported, so this app does not know its key; expected a known key, because DynamoDB denies '
        + 'requests for items without kms:Decrypt on a customer managed key; pass the key as tableKey, or acknowledge this warning if AWS '
        + 'owns or manages the key [ack: cdk-dynamo-access:unknownTableKey]',
    ]);
  });

  test.each<[string, (stack: Stack) => ITableRef, TableFeature]>([
    ['that was imported with its key', (stack) => Table.fromTableAttributes(stack, 'Table', { tableName: 'orders', encryptionKey: new Key(stack, 'Key') }),
      TableFeature.READ_ITEM],
    ['for a feature that needs no key', (stack) => Table.fromTableName(stack, 'Table', 'orders'), TableFeature.DESCRIBE_TABLE],
  ])('has no warning about its key %s', (_name, make, feature) => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', { table: make(stack), features: [feature] });

    expect(warningsOf(stack)).toEqual([]);
  });
});
