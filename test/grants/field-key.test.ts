import { Stack } from 'aws-cdk-lib';
import { AttributeType, TableEncryption, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Alias, CfnKey, IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, EncryptionMode, FieldEncryption, RoleLogs, TableFeature } from '../../src';
import { ENV, newStack, newTable, Statement, statementsOf } from '../support/app';
import '../support/quiet';

const KEY = { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] };

function access(stack: Stack, fieldEncryption: FieldEncryption, regions?: string[]): void {
  new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table', { tableName: 'orders' }),
    features: [TableFeature.READ_ITEM],
    logs: RoleLogs.none(),
    fieldEncryption,
    regions,
  });
}

function keyStatements(stack: Stack): Statement[] {
  return statementsOf(stack).filter(({ actions }) => actions.some((action) => action.startsWith('kms:')));
}

describe('field encryption', () => {
  test.each([
    ['envelope', EncryptionMode.READ_WRITE, ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['envelope', EncryptionMode.READ_ONLY, ['kms:Decrypt']],
    ['envelope', EncryptionMode.WRITE_ONLY, ['kms:GenerateDataKey']],
    ['envelope', undefined, ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['direct', EncryptionMode.READ_WRITE, ['kms:Decrypt', 'kms:Encrypt']],
    ['direct', EncryptionMode.READ_ONLY, ['kms:Decrypt']],
    ['direct', EncryptionMode.WRITE_ONLY, ['kms:Encrypt']],
    ['direct', undefined, ['kms:Decrypt', 'kms:Encrypt']],
  ] as const)('%s, %s takes %j, without a condition', (scheme, mode, actions) => {
    const stack = newStack({}, ENV);
    access(stack, FieldEncryption[scheme](new Key(stack, 'Key'), { mode }));

    expect(keyStatements(stack)).toEqual([{ actions, resources: [KEY] }]);
  });

  test.each(['envelope', 'direct'] as const)('%s demands each pair of the encryption context', (scheme) => {
    const stack = newStack({}, ENV);
    const encryptionContext = { tenant: 'acme', table: 'orders' };
    access(stack, FieldEncryption[scheme](new Key(stack, 'Key'), { mode: EncryptionMode.READ_ONLY, encryptionContext }));

    expect(keyStatements(stack)).toEqual([{
      actions: ['kms:Decrypt'],
      resources: [KEY],
      conditions: { StringEquals: { 'kms:EncryptionContext:tenant': 'acme', 'kms:EncryptionContext:table': 'orders' } },
    }]);
  });
});

describe('the field key', () => {
  function fieldKeyStatements(makeKey: (stack: Stack) => IKeyRef, regions?: string[]): Statement[] {
    const stack = newStack({}, ENV);
    access(stack, FieldEncryption.direct(makeKey(stack), { mode: EncryptionMode.READ_ONLY }), regions);
    return keyStatements(stack);
  }

  test('of an alias of the app is its key', () => {
    expect(fieldKeyStatements((stack) => new Alias(stack, 'Alias', { aliasName: 'alias/orders', targetKey: new Key(stack, 'Key') })))
      .toEqual([{ actions: ['kms:Decrypt'], resources: [KEY] }]);
  });

  test('of an alias that is imported with its key is that key', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
    expect(fieldKeyStatements((stack) => Alias.fromAliasAttributes(stack, 'Alias', {
      aliasName: 'alias/orders', aliasTargetKey: Key.fromKeyArn(stack, 'Key', arn),
    }))).toEqual([{ actions: ['kms:Decrypt'], resources: [arn] }]);
  });

  test('of an alias that is imported by its name is any key with that alias', () => {
    expect(fieldKeyStatements((stack) => Alias.fromAliasName(stack, 'Alias', 'alias/orders'))).toEqual([{
      actions: ['kms:Decrypt'],
      resources: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-west-1:111122223333:key/*']] }],
      conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders' } },
    }]);
  });

  test('that is imported by its ARN is that ARN', () => {
    const arn = 'arn:aws:kms:us-east-1:444455556666:key/1234';
    expect(fieldKeyStatements((stack) => Key.fromKeyArn(stack, 'Key', arn))).toEqual([{ actions: ['kms:Decrypt'], resources: [arn] }]);
  });

  test('that is an L1 is its ARN', () => {
    expect(fieldKeyStatements((stack) => new CfnKey(stack, 'Raw')))
      .toEqual([{ actions: ['kms:Decrypt'], resources: [{ 'Fn::GetAtt': ['Raw', 'Arn'] }] }]);
  });

  test('that is a multi-Region key has an ARN in each Region of the access', () => {
    const arn = (region: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:kms:${region}:111122223333:key/`, { Ref: 'Key961B73FD' }]],
    });
    expect(fieldKeyStatements((stack) => new Key(stack, 'Key', { multiRegion: true }), ['us-east-1', 'ap-south-1']))
      .toEqual([{ actions: ['kms:Decrypt'], resources: [KEY, arn('ap-south-1'), arn('us-east-1')] }]);
  });

  test('that is an imported multi-Region key has an ARN in each Region of the access', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234';
    expect(fieldKeyStatements((stack) => Key.fromKeyArn(stack, 'Key', arn), ['us-east-1'])).toEqual([{
      actions: ['kms:Decrypt'],
      resources: [arn, { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:us-east-1:111122223333:key/mrk-1234']] }],
    }]);
  });

  test('that is a single-Region key has one ARN, whatever the Regions of the access', () => {
    expect(fieldKeyStatements((stack) => new Key(stack, 'Key'), ['us-east-1'])).toEqual([{ actions: ['kms:Decrypt'], resources: [KEY] }]);
  });
});

describe('one key for the table and for fields', () => {
  test('has two statements, where neither covers the other', () => {
    const stack = newStack({}, ENV);
    const key = new Key(stack, 'Key');
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
      features: [TableFeature.PUT_ITEM],
      logs: RoleLogs.none(),
      fieldEncryption: FieldEncryption.envelope(key, { mode: EncryptionMode.WRITE_ONLY }),
    });

    expect(keyStatements(stack)).toEqual([
      { actions: ['kms:GenerateDataKey'], resources: [KEY] },
      {
        actions: ['kms:Decrypt'],
        resources: [KEY],
        conditions: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
      },
    ]);
  });

  test('has one statement, where decrypting fields covers decrypting through DynamoDB', () => {
    const stack = newStack({}, ENV);
    const key = new Key(stack, 'Key');
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
      features: [TableFeature.PUT_ITEM],
      logs: RoleLogs.none(),
      fieldEncryption: FieldEncryption.envelope(key),
    });

    expect(keyStatements(stack)).toEqual([{ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [KEY] }]);
  });

  test('has two statements, where both decrypt under conditions of their own', () => {
    const stack = newStack({}, ENV);
    const key = new Key(stack, 'Key');
    new DynamoAccessRole(stack, 'Access', {
      table: newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
      features: [TableFeature.READ_ITEM],
      logs: RoleLogs.none(),
      fieldEncryption: FieldEncryption.envelope(key, { mode: EncryptionMode.READ_ONLY, encryptionContext: { table: 'orders' } }),
    });

    expect(keyStatements(stack).map(({ conditions }) => conditions)).toEqual([
      { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
      { StringEquals: { 'kms:EncryptionContext:table': 'orders' } },
    ]);
  });
});

test('the key of a TableV2 is covered in each Region where it is a multi-Region key', () => {
  const stack = newStack({}, ENV);
  const tableKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234');
  new DynamoAccessRole(stack, 'Access', {
    table: new TableV2(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING }, replicas: [{ region: 'us-east-1' }] }),
    features: [TableFeature.READ_ITEM],
    logs: RoleLogs.none(),
    tableKey,
    regions: ['us-east-1'],
  });

  expect(keyStatements(stack)).toEqual([{
    actions: ['kms:Decrypt'],
    resources: [
      'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234',
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:us-east-1:111122223333:key/mrk-1234']] },
    ],
    conditions: { StringEquals: { 'kms:ViaService': ['dynamodb.eu-west-1.amazonaws.com', 'dynamodb.us-east-1.amazonaws.com'] } },
  }]);
});
