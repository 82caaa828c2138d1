import { App, Stack } from 'aws-cdk-lib';
import { Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { LambdaTableAccess, TableAccessPolicy, TableFeature } from '../../src';
import { ENV, newFunction, newStack, newTable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const WARNING = '/Stack/Access: tableKey is Stack/Other, but Stack/Table declares another key; expected the key that encrypts the table, '
  + 'because DynamoDB denies requests for items without it; leave tableKey out to use the key of the table, or acknowledge this warning if '
  + 'both are the same key [ack: cdk-dynamo-access:otherTableKey]';

function warnings(feature: TableFeature, tableKey: 'Own' | 'Other', isImport = false): string[] {
  const stack = newStack();
  const keys = { Own: new Key(stack, 'Own'), Other: new Key(stack, 'Other') };
  const table = isImport ? Table.fromTableName(stack, 'Table', 'orders')
    : newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: keys.Own });
  new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn'), table, features: [feature], tableKey: keys[tableKey] });
  return warningsOf(stack);
}

test('another key than the table declares has a warning', () => {
  expect(warnings(TableFeature.READ_ITEM, 'Other')).toEqual([WARNING]);
});

test('the key that the table declares has none', () => {
  expect(warnings(TableFeature.READ_ITEM, 'Own')).toEqual([]);
});

/** The warnings of an access that names the key by an alias, which may be one of the table's key. */
function warningsByAlias(nameOfOwn: string): string[] {
  const stack = newStack();
  new LambdaTableAccess(stack, 'Access', {
    function: newFunction(stack, 'Fn'),
    table: newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: new Key(stack, 'Own', { alias: nameOfOwn }) }),
    features: [TableFeature.READ_ITEM],
    tableKey: Alias.fromAliasName(stack, 'Other', 'alias/orders'),
  });
  return warningsOf(stack);
}

test('the name of an alias of the key that the table declares has none', () => {
  expect(warningsByAlias('orders')).toEqual([]);
});

test('the name of an alias of another key has a warning', () => {
  expect(warningsByAlias('customers')).toEqual([WARNING]);
});

test('the key of an import has none', () => {
  expect(warnings(TableFeature.READ_ITEM, 'Other', true)).toEqual([]);
});

test('the key that a table is to have has none', () => {
  expect(warnings(TableFeature.CHANGE_TABLE_KEY, 'Other')).toEqual([]);
});

test('the key of a table of another account has none', () => {
  const app = new App();
  const [owner, stack] = ['444455556666', ENV.account].map((account, index) => new Stack(app, `Stack${index}`, { env: { ...ENV, account } }));
  const table = newTable(owner, 'Table', { tableName: 'orders', encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: new Key(owner, 'Own') });
  new TableAccessPolicy(owner, 'Others', { table, principals: [new AccountPrincipal(ENV.account)], features: [TableFeature.READ_ITEM] });
  new LambdaTableAccess(stack, 'Access', {
    function: newFunction(stack, 'Fn'),
    table,
    features: [TableFeature.READ_ITEM],
    tableKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:444455556666:key/1234'),
  });

  expect(warningsOf(stack).filter((warning) => warning.includes('otherTableKey'))).toEqual([]);
});
