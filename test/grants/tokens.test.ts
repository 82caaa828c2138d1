import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, FieldEncryption, TableFeature } from '../../src';
import { addIndexes, newStack, newTable, permissionsOf } from '../support/app';
import '../support/quiet';

describe('tokens are no bad values:', () => {
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Parameter').valueAsString;

  test('an index name', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    addIndexes(table, 'byDate');
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY.onIndexes(parameter(stack))] });

    expect(permissionsOf(stack)).toContain('dynamodb:Query on <TableCD117FA1.Arn>/index/<Parameter>');
  });

  test('the name of a declared index', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    addIndexes(table, parameter(stack));
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY.onIndexes('byDate')] });

    expect(permissionsOf(stack)).toContain('dynamodb:Query on <TableCD117FA1.Arn>/index/byDate');
  });

  test('a Region', () => {
    const stack = newStack();
    const table = newTable(stack, 'Table', { tableName: 'orders' });
    new DynamoAccessRole(stack, 'Access', { table, regions: [parameter(stack)], features: [TableFeature.READ_ITEM] });

    expect(permissionsOf(stack)).toContain(
      'dynamodb:GetItem on arn:<AWS::Partition>:dynamodb:<Parameter>:<AWS::AccountId>:table/<TableCD117FA1>');
  });

  test('a value of the encryption context', () => {
    const stack = newStack();
    const fieldEncryption = FieldEncryption.direct(new Key(stack, 'Key'), { encryptionContext: { tenant: parameter(stack) } });

    expect(() => new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], fieldEncryption,
    })).not.toThrow();
  });

  test('the ARN of a table', () => {
    const stack = newStack();
    const table = Table.fromTableArn(stack, 'Table', parameter(stack));
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM] });

    expect(permissionsOf(stack)).toContain('dynamodb:GetItem on <Parameter>');
  });

  test('an imported ARN of a table', () => {
    const stack = newStack();
    const table = Table.fromTableArn(stack, 'Table', Fn.importValue('OrdersArn'));
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY.onIndexes('byDate')] });

    expect(permissionsOf(stack)).toContain('dynamodb:Query on {"Fn::ImportValue":"OrdersArn"}/index/byDate');
  });
});
