import { Stack } from 'aws-cdk-lib';
import {
  AttributeType, CfnGlobalTable, CfnTable, ITableRef, Table, TableEncryption, TableEncryptionV2, TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, RoleLogs, TableFeature, TableRef } from '../../src';
import { ENV, newStack, newTable, Statement, statementsOf } from '../support/app';
import '../support/quiet';

const partitionKey = { name: 'pk', type: AttributeType.STRING };
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234';

function access(stack: Stack, table: ITableRef, features: TableFeature[], tableKey?: IKeyRef): void {
  new DynamoAccessRole(stack, 'Access', { table, features, tableKey, logs: RoleLogs.none() });
}

function keyStatements(stack: Stack): Statement[] {
  return statementsOf(stack).filter(({ actions }) => actions.some((action) => action.startsWith('kms:')));
}

function decrypts(resource: unknown): Statement {
  return {
    actions: ['kms:Decrypt'],
    resources: [resource],
    conditions: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
  };
}

describe('the key of the table is found on', () => {
  const KEY = { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] };
  const l1 = { keySchema: [{ attributeName: 'pk', keyType: 'HASH' }], attributeDefinitions: [] };
  const TABLES: [string, (stack: Stack) => ITableRef, unknown][] = [
    ['a Table', (stack) => newTable(stack, 'Table', { encryptionKey: new Key(stack, 'Key') }), KEY],
    ['a Table whose key CDK makes', (stack) => newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED }),
      { 'Fn::GetAtt': ['TableKey25666F95', 'Arn'] }],
    ['a TableV2', (stack) => new TableV2(stack, 'Table', {
      partitionKey, encryption: TableEncryptionV2.customerManagedKey(new Key(stack, 'Key')),
    }), KEY],
    ['a CfnTable', (stack) => new CfnTable(stack, 'Table', {
      ...l1, sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: new Key(stack, 'Key').keyArn },
    }), KEY],
    ['a CfnTable that names it by its id', (stack) => new CfnTable(stack, 'Table', {
      ...l1, sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: new Key(stack, 'Key').keyId },
    }), KEY],
    ['a CfnTable with a key of another app', (stack) => new CfnTable(stack, 'Table', {
      ...l1, sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: KEY_ARN },
    }), KEY_ARN],
    ['a CfnGlobalTable', (stack) => TableRef.fromGlobalTable(new CfnGlobalTable(stack, 'Table', {
      ...l1,
      sseSpecification: { sseEnabled: true, sseType: 'KMS' },
      replicas: [{ region: 'eu-west-1', sseSpecification: { kmsMasterKeyId: new Key(stack, 'Key').keyArn } }],
    })), KEY],
    ['an import that names it', (stack) => Table.fromTableAttributes(stack, 'Table', {
      tableName: 'orders', encryptionKey: Key.fromKeyArn(stack, 'Key', KEY_ARN),
    }), KEY_ARN],
  ];

  test.each(TABLES)('%s', (_kind, makeTable, key) => {
    const stack = newStack({}, ENV);
    access(stack, makeTable(stack), [TableFeature.READ_ITEM, TableFeature.PUT_ITEM]);

    expect(keyStatements(stack)).toEqual([decrypts(key)]);
  });

  const WITHOUT: [string, (stack: Stack) => ITableRef][] = [
    ['a Table with a key of DynamoDB', (stack) => newTable(stack, 'Table')],
    ['a Table with the AWS managed key', (stack) => newTable(stack, 'Table', { encryption: TableEncryption.AWS_MANAGED })],
    ['a TableV2 with the AWS managed key', (stack) => new TableV2(stack, 'Table', { partitionKey, encryption: TableEncryptionV2.awsManagedKey() })],
    ['an import that does not name it', (stack) => Table.fromTableName(stack, 'Table', 'orders')],
  ];

  test.each(WITHOUT)('no %s', (_kind, makeTable) => {
    const stack = newStack({}, ENV);
    access(stack, makeTable(stack), [TableFeature.READ_ITEM, TableFeature.PUT_ITEM]);

    expect(keyStatements(stack)).toEqual([]);
  });
});

describe('tableKey', () => {
  test('names the key of an imported table', () => {
    const stack = newStack({}, ENV);
    access(stack, Table.fromTableName(stack, 'Table', 'orders'), [TableFeature.READ_ITEM], Key.fromKeyArn(stack, 'Key', KEY_ARN));

    expect(keyStatements(stack)).toEqual([decrypts(KEY_ARN)]);
  });

  test('stands in the place of the key that the table declares', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
    access(stack, table, [TableFeature.READ_ITEM], Key.fromKeyArn(stack, 'Other', KEY_ARN));

    expect(keyStatements(stack)).toEqual([decrypts(KEY_ARN)]);
  });
});

describe('previousTableKeys', () => {
  test('are needed beside the key that the table declares', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { encryptionKey: new Key(stack, 'Key') });
    new DynamoAccessRole(stack, 'Access', {
      table, features: [TableFeature.READ_ITEM], previousTableKeys: [Key.fromKeyArn(stack, 'Former', KEY_ARN)], logs: RoleLogs.none(),
    });

    expect(keyStatements(stack)).toEqual([
      { ...decrypts(KEY_ARN), resources: [KEY_ARN, { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }] },
    ]);
  });
});

describe('whoever manages the table', () => {
  const CHOOSING = [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ];
  const VIA = { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' };

  function chooses(resource: unknown): Statement[] {
    return [
      { actions: ['kms:CreateGrant'], resources: [resource], conditions: { StringEquals: VIA, Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
      { actions: CHOOSING, resources: [resource], conditions: { StringEquals: VIA } },
    ];
  }

  const OWN = { 'Fn::GetAtt': ['TableKey25666F95', 'Arn'] };

  test('needs nothing on the key to change throughput or indexes', () => {
    const stack = newStack({}, ENV);
    access(stack, newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED }), [TableFeature.UPDATE_TABLE]);

    expect(keyStatements(stack)).toEqual([]);
  });

  test('needs all that choosing a key takes to create the table', () => {
    const stack = newStack({}, ENV);
    access(stack, newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED }), [TableFeature.CREATE_TABLE]);

    expect(keyStatements(stack)).toEqual(chooses(OWN));
  });

  test('needs nothing on a key to create a table without a known key', () => {
    const stack = newStack({}, ENV);
    access(stack, newTable(stack, 'Table'), [TableFeature.CREATE_TABLE]);

    expect(keyStatements(stack)).toEqual([]);
  });

  test('needs all that choosing a key takes on the new key to change to it', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
    access(stack, table, [TableFeature.CHANGE_TABLE_KEY], Key.fromKeyArn(stack, 'New', KEY_ARN));

    expect(keyStatements(stack)).toEqual(chooses(KEY_ARN));
  });

  test('reads items under the former key and the new one while it changes the key', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
    access(stack, table, [TableFeature.CHANGE_TABLE_KEY, TableFeature.READ_ITEM], Key.fromKeyArn(stack, 'New', KEY_ARN));

    const decrypting = keyStatements(stack).filter(({ actions }) => actions.includes('kms:Decrypt'));
    expect(decrypting.flatMap(({ resources }) => resources)).toEqual(expect.arrayContaining([OWN, KEY_ARN]));
    expect(decrypting.find(({ resources }) => JSON.stringify(resources) === JSON.stringify([OWN]))).toEqual(decrypts(OWN));
  });
});
