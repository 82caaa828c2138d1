import { Stack } from 'aws-cdk-lib';
import { AttributeType, ITableRef, StreamViewType, Table, TableEncryption, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DynamoAccessRole, RoleLogs, TableAccessOptions, TableFeature } from '../../src';
import { ENV, newStack, newTable, permissionsOf, statementsOf } from '../support/app';
import '../support/quiet';

const partitionKey = { name: 'pk', type: AttributeType.STRING };

function access(stack: Stack, table: ITableRef, options: Partial<TableAccessOptions> = {}): void {
  new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM], logs: RoleLogs.none(), ...options });
}

function globalTable(stack: Stack, props: object = {}): TableV2 {
  return new TableV2(stack, 'Table', {
    partitionKey,
    replicas: [{ region: 'us-east-1' }, { region: 'ap-south-1' }],
    globalSecondaryIndexes: [{ indexName: 'byDate', partitionKey: { name: 'date', type: AttributeType.STRING } }],
    ...props,
  });
}

const IN = (region: string) => `arn:<AWS::Partition>:dynamodb:${region}:111122223333:table/<TableCD117FA1>`;

describe('a table with replicas', () => {
  test('is reached in its own Region alone by default', () => {
    const stack = newStack({}, ENV);
    access(stack, globalTable(stack));

    expect(permissionsOf(stack)).toEqual(['dynamodb:GetItem on <TableCD117FA1.Arn>']);
  });

  test('is reached in the Regions that the access names', () => {
    const stack = newStack({}, ENV);
    access(stack, globalTable(stack), { regions: ['us-east-1', 'ap-south-1'] });

    expect(permissionsOf(stack)).toEqual([
      'dynamodb:GetItem on <TableCD117FA1.Arn>',
      `dynamodb:GetItem on ${IN('ap-south-1')}`,
      `dynamodb:GetItem on ${IN('us-east-1')}`,
    ]);
  });

  test('has its indexes in the Regions that the access names', () => {
    const stack = newStack({}, ENV);
    access(stack, globalTable(stack), { regions: ['us-east-1'], features: [TableFeature.QUERY] });

    expect(permissionsOf(stack)).toEqual([
      'dynamodb:Query on <TableCD117FA1.Arn>',
      'dynamodb:Query on <TableCD117FA1.Arn>/index/byDate',
      `dynamodb:Query on ${IN('us-east-1')}`,
      `dynamodb:Query on ${IN('us-east-1')}/index/byDate`,
    ]);
  });

  test('is reached once in its own Region, where it is named', () => {
    const stack = newStack({}, ENV);
    access(stack, globalTable(stack), { regions: ['eu-west-1', 'us-east-1'] });

    expect(statementsOf(stack).flatMap(({ resources }) => resources)).toHaveLength(2);
  });

  test('is reached in one Region by its replica there', () => {
    const stack = newStack({}, ENV);
    access(stack, globalTable(stack).replica('us-east-1'), { features: [TableFeature.QUERY] });

    expect(permissionsOf(stack)).toEqual([
      `dynamodb:Query on ${IN('us-east-1')}`,
      `dynamodb:Query on ${IN('us-east-1')}/index/byDate`,
    ]);
  });

  test('is decrypted with the key of each Region, for DynamoDB in each Region', () => {
    const stack = newStack({}, ENV);
    const encryption = TableEncryptionV2.customerManagedKey(new Key(stack, 'Key'), {
      'us-east-1': 'arn:aws:kms:us-east-1:111122223333:key/us',
      'ap-south-1': 'arn:aws:kms:ap-south-1:111122223333:key/ap',
    });
    access(stack, globalTable(stack, { encryption }), { regions: ['us-east-1'] });

    expect(statementsOf(stack).filter(({ actions }) => actions.includes('kms:Decrypt'))).toEqual([{
      actions: ['kms:Decrypt'],
      resources: [{ 'Fn::GetAtt': ['Key961B73FD', 'Arn'] }, 'arn:aws:kms:us-east-1:111122223333:key/us'],
      conditions: {
        StringEquals: { 'kms:ViaService': ['dynamodb.eu-west-1.amazonaws.com', 'dynamodb.us-east-1.amazonaws.com'] },
      },
    }]);
  });
});

describe('an imported table', () => {
  const FOREIGN = 'arn:aws:dynamodb:us-east-1:444455556666:table/orders';

  test('of another account and Region is reached by its ARN', () => {
    const stack = newStack({}, ENV);
    access(stack, Table.fromTableArn(stack, 'Table', FOREIGN), { features: [TableFeature.QUERY.onIndexes('byDate'), TableFeature.READ_ITEM] });

    expect(permissionsOf(stack)).toEqual([`dynamodb:GetItem on ${FOREIGN}`, `dynamodb:Query on ${FOREIGN}/index/byDate`]);
  });

  test('of another account has its replicas in that account', () => {
    const stack = newStack({}, ENV);
    access(stack, TableV2.fromTableArn(stack, 'Table', FOREIGN), { regions: ['eu-west-1'] });

    expect(permissionsOf(stack)).toEqual([
      'dynamodb:GetItem on arn:<AWS::Partition>:dynamodb:eu-west-1:444455556666:table/orders',
      `dynamodb:GetItem on ${FOREIGN}`,
    ]);
  });

  test('of another Region is decrypted through DynamoDB in that Region', () => {
    const stack = newStack({}, ENV);
    access(stack, Table.fromTableArn(stack, 'Table', FOREIGN), {
      tableKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:444455556666:key/1234'),
    });

    expect(statementsOf(stack).filter(({ actions }) => actions.includes('kms:Decrypt'))).toEqual([{
      actions: ['kms:Decrypt'],
      resources: ['arn:aws:kms:us-east-1:444455556666:key/1234'],
      conditions: { StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' } },
    }]);
  });

  test('with a stream is read by the ARN of the stream', () => {
    const stack = newStack({}, ENV);
    const tableStreamArn = `${FOREIGN}/stream/2026-01-01T00:00:00.000`;
    access(stack, Table.fromTableAttributes(stack, 'Table', { tableArn: FOREIGN, tableStreamArn }), { features: [TableFeature.STREAM_READ] });

    expect(permissionsOf(stack)).toEqual([
      `dynamodb:DescribeStream on ${tableStreamArn}`,
      `dynamodb:GetRecords on ${tableStreamArn}`,
      `dynamodb:GetShardIterator on ${tableStreamArn}`,
    ]);
  });

  test('by its name is a table of the stack', () => {
    const stack = newStack({}, ENV);
    access(stack, Table.fromTableName(stack, 'Table', 'orders'));

    expect(permissionsOf(stack)).toEqual(['dynamodb:GetItem on arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/orders']);
  });
});

test('a stream that is turned on after the access counts', () => {
  const stack = newStack();
  const table = newTable(stack, 'Table');
  access(stack, table, { features: [TableFeature.STREAM_READ] });
  (table.node.defaultChild as any).streamSpecification = { streamViewType: StreamViewType.KEYS_ONLY };

  expect(permissionsOf(stack)).toContain('dynamodb:GetRecords on <TableCD117FA1.StreamArn>');
});

test('the stream of a replica is any that the replica has, as CDK knows no more of it', () => {
  const stack = newStack({}, ENV);
  access(stack, globalTable(stack).replica('us-east-1'), { features: [TableFeature.STREAM_READ] });

  expect(permissionsOf(stack)).toEqual([
    `dynamodb:DescribeStream on ${IN('us-east-1')}/stream/*`,
    `dynamodb:GetRecords on ${IN('us-east-1')}/stream/*`,
    `dynamodb:GetShardIterator on ${IN('us-east-1')}/stream/*`,
  ]);
});

test('a table in China is decrypted through both names of DynamoDB', () => {
  const stack = newStack({}, { ...ENV, region: 'cn-north-1' });
  access(stack, newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED }));

  expect(statementsOf(stack).map(({ conditions }) => conditions)).toContainEqual({
    StringEquals: { 'kms:ViaService': ['dynamodb.cn-north-1.amazonaws.com', 'dynamodb.cn-north-1.amazonaws.com.cn'] },
  });
});
