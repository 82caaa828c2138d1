import { App, Stack } from 'aws-cdk-lib';
import { AttributeType, ITableRef, Table, TableEncryption, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { DynamoAccessRole, RoleLogs, TableAccessOptions, TableFamily, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newStack, newTable, permissionsOf, Statement, statementsOf } from '../support/app';
import '../support/quiet';

const TABLE = '<TableCD117FA1.Arn>';
const KEY = '<TableKey25666F95.Arn>';
const IN = (region: string, name: string) => `arn:<AWS::Partition>:dynamodb:${region}:111122223333:table/${name}`;

const FILL = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];
const CHOOSE = [
  'CreateGrant', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo',
];

const on = (service: string, names: string[], resource: string) => names.map((name) => `${service}:${name} on ${resource}`);

function stackWith(
  feature: TableFeature, scope: (stack: Stack) => Partial<TableAccessOptions>,
  { flags = {}, encryption }: { flags?: Record<string, unknown>; encryption?: TableEncryption } = {},
): Stack {
  const stack = newStack(flags, ENV);
  new DynamoAccessRole(stack, 'Access', {
    table: newTable(stack, 'Table', { encryption }), features: [feature], logs: RoleLogs.none(), ...scope(stack),
  });
  return stack;
}

function keyStatements(stack: Stack): Statement[] {
  return statementsOf(stack).filter(({ actions }) => actions.some((action) => action.startsWith('kms:')));
}

describe.each(FLAG_SETTINGS)('a feature that names a second resource, %s:', (_flags, flags) => {
  const CUSTOMER_MANAGED = { flags, encryption: TableEncryption.CUSTOMER_MANAGED };

  test('RESTORE, to a table that is yet to be', () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/restored';

    expect(permissionsOf(stackWith(TableFeature.RESTORE, (stack) => ({ restoreTo: Table.fromTableArn(stack, 'Restored', arn) }), { flags })))
      .toEqual([
        ...on('dynamodb', [...FILL, 'RestoreTableFromBackup'], arn),
        `dynamodb:RestoreTableFromBackup on ${TABLE}/backup/*`,
        `dynamodb:RestoreTableToPointInTime on ${TABLE}`,
      ].sort());
  });

  test('RESTORE of a table with a customer managed key, which the restored table gets', () => {
    const stack = stackWith(TableFeature.RESTORE, (each) => ({ restoreTo: Table.fromTableName(each, 'Restored', 'restored') }), CUSTOMER_MANAGED);

    expect(permissionsOf(stack).filter((each) => each.startsWith('kms:'))).toEqual(on('kms', CHOOSE, KEY));
  });

  test('RESTORE to a table with a customer managed key of its own', () => {
    const stack = stackWith(TableFeature.RESTORE, (each) => ({
      restoreTo: Table.fromTableAttributes(each, 'Restored', { tableName: 'restored', encryptionKey: new Key(each, 'Key') }),
    }), CUSTOMER_MANAGED);

    expect(permissionsOf(stack).filter((each) => each.startsWith('kms:')))
      .toEqual([...on('kms', CHOOSE, '<Key961B73FD.Arn>'), `kms:Decrypt on ${KEY}`].sort());
  });

  test('RESTORE uses keys through DynamoDB alone, and makes grants for AWS services alone', () => {
    const stack = stackWith(TableFeature.RESTORE, (each) => ({ restoreTo: Table.fromTableName(each, 'Restored', 'restored') }), CUSTOMER_MANAGED);
    const through = { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } };

    expect(keyStatements(stack).map(({ actions, conditions }) => [actions, conditions])).toEqual([
      [CHOOSE.slice(1).map((name) => `kms:${name}`), through],
      [['kms:CreateGrant'], { ...through, Bool: { 'kms:GrantIsForAWSResource': 'true' } }],
    ]);
  });

  test('RESTORE to another Region uses the key there through DynamoDB in that Region', () => {
    const arn = 'arn:aws:dynamodb:us-east-1:111122223333:table/restored';
    const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/1234';
    const stack = stackWith(TableFeature.RESTORE, (each) => ({
      restoreTo: Table.fromTableAttributes(each, 'Restored', { tableArn: arn, encryptionKey: Key.fromKeyArn(each, 'Key', keyArn) }),
    }), CUSTOMER_MANAGED);

    expect(keyStatements(stack).filter(({ resources }) => resources.includes(keyArn)).map(({ conditions }: any) => conditions.StringEquals))
      .toEqual([1, 2].map(() => ({ 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' })));
  });

  test('EXPORT, to a bucket', () => {
    expect(permissionsOf(stackWith(TableFeature.EXPORT, (stack) => ({ exportTo: { bucket: new Bucket(stack, 'Bucket') } }), { flags }))).toEqual([
      `dynamodb:DescribeExport on ${TABLE}/export/*`,
      `dynamodb:ExportTableToPointInTime on ${TABLE}`,
      'dynamodb:ListExports on *',
      's3:AbortMultipartUpload on <Bucket83908E77.Arn>/AWSDynamoDB/*',
      's3:PutObject on <Bucket83908E77.Arn>/AWSDynamoDB/*',
      's3:PutObjectAcl on <Bucket83908E77.Arn>/AWSDynamoDB/*',
    ]);
  });

  test('EXPORT, to a part of a bucket with a key', () => {
    const stack = stackWith(TableFeature.EXPORT, (each) => ({
      exportTo: { bucket: new Bucket(each, 'Bucket', { encryption: BucketEncryption.KMS }), prefix: 'orders' },
    }), CUSTOMER_MANAGED);

    expect(permissionsOf(stack)).toEqual([
      `dynamodb:DescribeExport on ${TABLE}/export/*`,
      `dynamodb:ExportTableToPointInTime on ${TABLE}`,
      'dynamodb:ListExports on *',
      'kms:Decrypt on <BucketKey7E4AEAB8.Arn>',
      `kms:Decrypt on ${KEY}`,
      'kms:GenerateDataKey on <BucketKey7E4AEAB8.Arn>',
      's3:AbortMultipartUpload on <Bucket83908E77.Arn>/orders/AWSDynamoDB/*',
      's3:PutObject on <Bucket83908E77.Arn>/orders/AWSDynamoDB/*',
      's3:PutObjectAcl on <Bucket83908E77.Arn>/orders/AWSDynamoDB/*',
    ]);
  });

  test('EXPORT uses the key of the bucket through S3, that of the table through DynamoDB', () => {
    const stack = stackWith(TableFeature.EXPORT, (each) => ({
      exportTo: { bucket: new Bucket(each, 'Bucket', { encryption: BucketEncryption.KMS }) },
    }), CUSTOMER_MANAGED);

    expect(keyStatements(stack)).toEqual([
      {
        actions: ['kms:Decrypt'],
        resources: [{ 'Fn::GetAtt': ['TableKey25666F95', 'Arn'] }],
        conditions: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
      },
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [{ 'Fn::GetAtt': ['BucketKey7E4AEAB8', 'Arn'] }],
        conditions: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      },
    ]);
  });

  test('IMPORT, from a part of a bucket with a key', () => {
    const stack = stackWith(TableFeature.IMPORT, (each) => ({
      importFrom: { bucket: new Bucket(each, 'Bucket', { encryption: BucketEncryption.KMS }), prefix: 'orders/' },
    }), CUSTOMER_MANAGED);
    const LOGS = 'arn:<AWS::Partition>:logs:eu-west-1:111122223333:log-group:/aws-dynamodb/*';

    expect(permissionsOf(stack)).toEqual([
      `dynamodb:DescribeImport on ${TABLE}/import/*`,
      `dynamodb:ImportTable on ${TABLE}`,
      'dynamodb:ListImports on *',
      ...on('kms', CHOOSE, KEY),
      'kms:Decrypt on <BucketKey7E4AEAB8.Arn>',
      ...on('logs', ['CreateLogGroup', 'CreateLogStream', 'DescribeLogStreams', 'PutLogEvents', 'PutRetentionPolicy'], LOGS),
      'logs:DescribeLogGroups on *',
      's3:GetObject on <Bucket83908E77.Arn>/orders/*',
      's3:ListBucket on <Bucket83908E77.Arn>',
    ].sort());
  });

  test('IMPORT has one account-level statement', () => {
    const stack = stackWith(TableFeature.IMPORT, (each) => ({ importFrom: { bucket: new Bucket(each, 'Bucket') } }), { flags });

    expect(statementsOf(stack).filter(({ resources }) => resources.includes('*')))
      .toEqual([{ sid: 'ActionsWithoutResourceType', actions: ['dynamodb:ListImports', 'logs:DescribeLogGroups'], resources: ['*'] }]);
  });

  test('KINESIS_STREAMING, to a stream', () => {
    expect(permissionsOf(stackWith(TableFeature.KINESIS_STREAMING, (stack) => ({ kinesisStream: new Stream(stack, 'Stream') }), { flags }))).toEqual([
      `dynamodb:DescribeKinesisStreamingDestination on ${TABLE}`,
      `dynamodb:DisableKinesisStreamingDestination on ${TABLE}`,
      `dynamodb:EnableKinesisStreamingDestination on ${TABLE}`,
      `dynamodb:UpdateKinesisStreamingDestination on ${TABLE}`,
      'kinesis:DescribeStream on <Stream790BDEE4.Arn>',
      'kinesis:DescribeStreamSummary on <Stream790BDEE4.Arn>',
      'kinesis:ListStreams on *',
      'kinesis:PutRecords on <Stream790BDEE4.Arn>',
    ]);
  });

  test('REPLICAS, in the other Regions', () => {
    const replica = IN('us-east-1', '<TableCD117FA1>');

    expect(permissionsOf(stackWith(TableFeature.REPLICAS, () => ({ regions: ['us-east-1'] }), { flags }))).toEqual([
      ...on('dynamodb', [...FILL, 'CreateTable', 'CreateTableReplica', 'DeleteTable', 'DeleteTableReplica', 'UpdateTable'], replica),
      `dynamodb:UpdateTable on ${TABLE}`,
    ].sort());
  });

  test('REPLICAS use the keys through DynamoDB in each Region', () => {
    const stack = stackWith(TableFeature.REPLICAS, () => ({ regions: ['us-east-1'] }), CUSTOMER_MANAGED);

    expect(keyStatements(stack).map(({ conditions }: any) => conditions.StringEquals['kms:ViaService']))
      .toEqual([1, 2].map(() => ['dynamodb.eu-west-1.amazonaws.com', 'dynamodb.us-east-1.amazonaws.com']));
  });

  test('WITNESS, in all Regions', () => {
    expect(permissionsOf(stackWith(TableFeature.WITNESS, () => ({ regions: ['us-east-1', 'us-west-2'] }), { flags }))).toEqual(
      [TABLE, IN('us-east-1', '<TableCD117FA1>'), IN('us-west-2', '<TableCD117FA1>')]
        .flatMap((table) => on('dynamodb', ['CreateGlobalTableWitness', 'DeleteGlobalTableWitness', 'UpdateTable'], table)).sort());
  });
});

test.each([
  ['REPLICAS in a Region where the table has none yet', TableFeature.REPLICAS, 'dynamodb:CreateTableReplica'],
  ['WITNESS in a Region where the table has no replica', TableFeature.WITNESS, 'dynamodb:CreateGlobalTableWitness'],
])('%s allows its action there', (_name, feature, action) => {
  const stack = newStack({}, ENV);
  const table = new TableV2(stack, 'Table', { partitionKey: { name: 'pk', type: AttributeType.STRING }, replicas: [{ region: 'us-east-1' }] });
  new DynamoAccessRole(stack, 'Access', { table, features: [feature], regions: ['us-west-2'], logs: RoleLogs.none() });

  expect(permissionsOf(stack)).toContain(`${action} on ${IN('us-west-2', '<TableCD117FA1>')}`);
});

describe('an access fails with', () => {
  const bucket = (stack: Stack) => new Bucket(stack, 'Bucket');
  const restored = (stack: Stack) => Table.fromTableName(stack, 'Restored', 'restored');

  test.each<[string, TableFeature, (stack: Stack) => object, string]>([
    ['RESTORE without restoreTo', TableFeature.RESTORE, () => ({}),
      'the feature RESTORE needs the option restoreTo; expected the table that backups are restored to; pass it as restoreTo '
        + '[cdk-dynamo-access:missingOption]'],
    ['EXPORT without exportTo', TableFeature.EXPORT, () => ({}),
      'the feature EXPORT needs the option exportTo; expected the bucket that receives the exports; pass it as exportTo '
        + '[cdk-dynamo-access:missingOption]'],
    ['IMPORT without importFrom', TableFeature.IMPORT, () => ({}),
      'the feature IMPORT needs the option importFrom; expected the bucket that the import reads; pass it as importFrom '
        + '[cdk-dynamo-access:missingOption]'],
    ['KINESIS_STREAMING without kinesisStream', TableFeature.KINESIS_STREAMING, () => ({}),
      'the feature KINESIS_STREAMING needs the option kinesisStream; expected the Kinesis data stream that receives the changes; pass it as '
        + 'kinesisStream [cdk-dynamo-access:missingOption]'],
    ['REPLICAS without regions', TableFeature.REPLICAS, () => ({}),
      'the feature REPLICAS needs the option regions; expected the Regions of the replicas or, with a witness, all Regions of the table; pass '
        + 'it as regions [cdk-dynamo-access:missingOption]'],
    ['REPLICAS with no Region', TableFeature.REPLICAS, () => ({ regions: [] }),
      'the feature REPLICAS needs the option regions; expected the Regions of the replicas or, with a witness, all Regions of the table; pass '
        + 'it as regions [cdk-dynamo-access:missingOption]'],
    ['EXPORT with importFrom', TableFeature.EXPORT, (stack) => ({ importFrom: { bucket: bucket(stack) } }),
      'the feature EXPORT needs the option exportTo; expected the bucket that receives the exports; pass it as exportTo '
        + '[cdk-dynamo-access:missingOption]'],
    ['restoreTo without RESTORE', TableFeature.BACKUP, (stack) => ({ restoreTo: restored(stack) }),
      'no feature uses the option restoreTo; expected a feature that needs the table that backups are restored to; add the feature, or leave '
        + 'restoreTo out [cdk-dynamo-access:uselessOption]'],
    ['exportTo without EXPORT', TableFeature.IMPORT, (stack) => ({ exportTo: { bucket: bucket(stack) } }),
      'no feature uses the option exportTo; expected a feature that needs the bucket that receives the exports; add the feature, or leave '
        + 'exportTo out [cdk-dynamo-access:uselessOption]'],
    ['importFrom without IMPORT', TableFeature.READ_ITEM, (stack) => ({ importFrom: { bucket: bucket(stack) } }),
      'no feature uses the option importFrom; expected a feature that needs the bucket that the import reads; add the feature, or leave '
        + 'importFrom out [cdk-dynamo-access:uselessOption]'],
    ['kinesisStream without KINESIS_STREAMING', TableFeature.STREAM_READ, (stack) => ({ kinesisStream: new Stream(stack, 'Stream') }),
      'no feature uses the option kinesisStream; expected a feature that needs the Kinesis data stream that receives the changes; add the '
        + 'feature, or leave kinesisStream out [cdk-dynamo-access:uselessOption]'],
    ['a prefix with *', TableFeature.EXPORT, (stack) => ({ exportTo: { bucket: bucket(stack), prefix: 'orders/*' } }),
      "the prefix 'orders/*' of the bucket Stack/Bucket has a wildcard; expected the beginning of the object keys; remove * and ? "
        + '[cdk-dynamo-access:wildcard]'],
    ['a prefix with a slash at its end', TableFeature.EXPORT, (stack) => ({ exportTo: { bucket: bucket(stack), prefix: 'orders/' } }),
      "the prefix 'orders/' of exportTo begins or ends with a slash; expected a prefix without these slashes, because DynamoDB adds a slash to "
        + 'its end; remove the slash here and in the export request [cdk-dynamo-access:prefix]'],
    ['a prefix with ?', TableFeature.IMPORT, (stack) => ({ importFrom: { bucket: bucket(stack), prefix: 'orders?' } }),
      "the prefix 'orders?' of the bucket Stack/Bucket has a wildcard; expected the beginning of the object keys; remove * and ? "
        + '[cdk-dynamo-access:wildcard]'],
    ['a family as restoreTo', TableFeature.RESTORE, (stack) => ({ restoreTo: TableFamily.withPrefix(stack, 'Restored', 'restored-') }),
      'restoreTo is the family of tables Stack/Restored; expected one table, because the ARN of a family also matches the backups of its '
        + "tables; import the table by its name: Table.fromTableName(this, 'Restored', 'orders-restored') "
        + '[cdk-dynamo-access:familyInPlaceOfTable]'],
    ['no bucket, in JavaScript', TableFeature.EXPORT, () => ({ exportTo: {} }),
      'bucket of exportTo is undefined; expected a Bucket, a CfnBucket or an imported bucket; pass the construct itself '
        + '[cdk-dynamo-access:wrongType]'],
    ['a name as the bucket, in JavaScript', TableFeature.EXPORT, () => ({ exportTo: { bucket: 'exports' } }),
      "bucket of exportTo is 'exports'; expected a Bucket, a CfnBucket or an imported bucket; pass the construct itself "
        + '[cdk-dynamo-access:wrongType]'],
    ['a bucket in the place of a location, in JavaScript', TableFeature.IMPORT, (stack) => ({ importFrom: bucket(stack) }),
      'importFrom is Stack/Bucket; expected an object with options: bucket, prefix, encryptionKey; write { bucket: ... } '
        + '[cdk-dynamo-access:wrongType]'],
    ['a number as the prefix, in JavaScript', TableFeature.EXPORT, (stack) => ({ exportTo: { bucket: bucket(stack), prefix: 7 } }),
      'prefix of exportTo is 7; expected the beginning of the object keys; write it in quotes [cdk-dynamo-access:wrongType]'],
    ['null as exportTo, in JavaScript', TableFeature.EXPORT, () => ({ exportTo: null }),
      'exportTo is null; expected an object with options: bucket, prefix, encryptionKey; write { bucket: ... } [cdk-dynamo-access:wrongType]'],
    ['a name as restoreTo, in JavaScript', TableFeature.RESTORE, () => ({ restoreTo: 'restored' }),
      "restoreTo is 'restored'; expected a Table, a TableV2, a CfnTable or an imported table; pass the table itself, or import it: "
        + "Table.fromTableName(this, 'Orders', 'orders') [cdk-dynamo-access:wrongType]"],
    ['a name as kinesisStream, in JavaScript', TableFeature.KINESIS_STREAMING, () => ({ kinesisStream: 'changes' }),
      "kinesisStream is 'changes'; expected a Kinesis data stream: a Stream, a CfnStream or an imported stream; pass the construct itself "
        + '[cdk-dynamo-access:wrongType]'],
  ])('%s', (_name, feature, scope, message) => {
    expect(() => stackWith(feature, scope)).toThrow(new Error(`[Stack/Access] ${message}`));
  });
});

test('a bucket of another Region has its key used through S3 in that Region', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const bucket = Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'exports', region: 'us-east-1' });
  const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1234');
  const table: ITableRef = newTable(stack, 'Table');
  new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.EXPORT], exportTo: { bucket, encryptionKey }, logs: RoleLogs.none() });

  expect(keyStatements(stack)).toEqual([{
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['arn:aws:kms:us-east-1:111122223333:key/1234'],
    conditions: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
  }]);
});
