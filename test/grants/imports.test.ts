import { CfnParameter, Stack } from 'aws-cdk-lib';
import { ITableRef, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias, IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DynamoAccessRole, FieldEncryption, RoleLogs, TableAccessGrants, TableAccessScope, TableDenial, TableFamily, TableFeature } from '../../src';
import { ENV, newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import '../support/quiet';

const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';

describe('an import that can be no table fails:', () => {
  const IMPORTS: [string, (stack: Stack) => ITableRef][] = [
    ['an ARN as a name', (stack) => Table.fromTableName(stack, 'Table', ARN)],
    ['the ARN of an index', (stack) => Table.fromTableArn(stack, 'Table', `${ARN}/index/byDate`)],
    ['the ARN of a stream', (stack) => Table.fromTableArn(stack, 'Table', `${ARN}/stream/2026-01-01T00:00:00.000`)],
    ['a slash at the end', (stack) => Table.fromTableArn(stack, 'Table', `${ARN}/`)],
    ['an index in a name', (stack) => TableV2.fromTableName(stack, 'Table', 'orders/index/byDate')],
    ['a name with *', (stack) => Table.fromTableName(stack, 'Table', 'orders-*')],
    ['a name with ?', (stack) => Table.fromTableName(stack, 'Table', 'orders-?')],
    ['an ARN with *', (stack) => Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:eu-west-1:111122223333:table/*')],
    ['any Region', (stack) => Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:*:111122223333:table/orders')],
    ['any account', (stack) => Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:eu-west-1:*:table/orders')],
    ['something else', (stack) => Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:eu-west-1:111122223333:backup/orders')],
    ['a name that is too short', (stack) => Table.fromTableName(stack, 'Table', 'or')],
  ];

  test.each(IMPORTS)('%s', (_kind, make) => {
    const stack = newStack({}, ENV);

    expect(() => new DynamoAccessRole(stack, 'Access', { table: make(stack), features: [TableFeature.READ_ITEM] })).toThrow(/cdk-dynamo-access:tableName/);
  });

  test.each([
    ['the stream of another table', 'arn:aws:dynamodb:eu-west-1:111122223333:table/other/stream/2026-01-01T00:00:00.000'],
    ['the table as its stream', ARN],
    ['a stream without its time', `${ARN}/stream/`],
  ])('%s', (_kind, tableStreamArn) => {
    const stack = newStack({}, ENV);
    const table = Table.fromTableAttributes(stack, 'Table', { tableName: 'orders', tableStreamArn });

    expect(() => new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.STREAM_READ] })).toThrow(/cdk-dynamo-access:tableStream/);
  });

  test('but not a stream that only the deployment knows', () => {
    const stack = newStack({}, ENV);
    const tableStreamArn = `arn:aws:dynamodb:eu-west-1:111122223333:${new CfnParameter(stack, 'Stream').valueAsString}`;
    const table = Table.fromTableAttributes(stack, 'Table', { tableName: 'orders', tableStreamArn });

    expect(() => new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.STREAM_READ] })).not.toThrow();
  });

  test('with the text, what is expected, and what to write', () => {
    const stack = newStack({}, ENV);

    expect(() => TableAccessGrants.fromTable(Table.fromTableName(stack, 'Table', 'orders-*'))).toThrow(new Error(
      "[TableAccessGrants.fromTable] table is imported as 'orders-*', which no table can have; expected a table name of 3 to 255 letters, "
        + 'digits, and _ . - or an ARN that ends in table/ and the name; import the table by its own name or ARN, or write '
        + 'TableFamily.withPrefix(...) for many tables [cdk-dynamo-access:tableName]',
    ));
  });

  test('beside a denial', () => {
    const stack = newStack({}, ENV);
    const access = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Orders'), features: [TableFeature.READ_ITEM] });

    expect(() => access.denyTableAccess({ table: Table.fromTableName(stack, 'Table', '*'), denials: [TableDenial.DELETES] }))
      .toThrow(/cdk-dynamo-access:tableName/);
  });
});

test.each<[string, (stack: Stack) => ITableRef]>([
  ['a name', (stack) => Table.fromTableName(stack, 'Table', 'orders')],
  ['an ARN', (stack) => Table.fromTableArn(stack, 'Table', ARN)],
  ['an ARN with tokens', (stack) => Table.fromTableArn(stack, 'Table', stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: 'orders' }))],
  ['a parameter', (stack) => Table.fromTableArn(stack, 'Table', new CfnParameter(stack, 'Arn').valueAsString)],
  ['a parameter as a name', (stack) => Table.fromTableName(stack, 'Table', new CfnParameter(stack, 'Name').valueAsString)],
  ['a family', (stack) => TableFamily.withPrefix(stack, 'Tables', 'orders-')],
])('a table is imported by %s', (_kind, make) => {
  const stack = newStack({}, ENV);

  expect(() => new DynamoAccessRole(stack, 'Access', { table: make(stack), features: [TableFeature.READ_ITEM] })).not.toThrow();
});

describe('a wildcard in what is imported fails:', () => {
  const anyKey = (stack: Stack): IKeyRef => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/*');

  test.each<[string, TableFeature, (stack: Stack) => TableAccessScope]>([
    ['the key of the table', TableFeature.READ_ITEM, (stack) => ({ tableKey: anyKey(stack) })],
    ['an alias of the key', TableFeature.READ_ITEM, (stack) => ({ tableKey: Alias.fromAliasName(stack, 'Key', 'alias/*') })],
    ['a previous key', TableFeature.READ_ITEM, (stack) => ({ previousTableKeys: [anyKey(stack)] })],
    ['the key of fields', TableFeature.READ_ITEM, (stack) => ({ fieldEncryption: FieldEncryption.envelope(anyKey(stack)) })],
    ['the key of a bucket', TableFeature.EXPORT, (stack) => ({ exportTo: { bucket: new Bucket(stack, 'Bucket'), encryptionKey: anyKey(stack) } })],
    ['a stream of Kinesis', TableFeature.KINESIS_STREAMING, (stack) => ({
      kinesisStream: Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:eu-west-1:111122223333:stream/*'),
    })],
  ])('%s', (_kind, feature, scope) => {
    const stack = newStack({}, ENV);

    expect(() => TableAccessGrants.fromTable(newTable(stack, 'Table'), scope(stack)).features(lambdaRole(stack), feature))
      .toThrow(/cdk-dynamo-access:wildcard/);
  });

  test('a log group', () => {
    const stack = newStack({}, ENV);
    const logs = RoleLogs.toGroup(LogGroup.fromLogGroupName(stack, 'Group', '/aws/lambda/*'));

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs })).toThrow(
      "[Stack/Access] the log group of RoleLogs.toGroup is imported as '/aws/lambda/*', which has a wildcard; expected the name or ARN of one "
        + 'resource; import each resource by its own name or ARN [cdk-dynamo-access:wildcard]',
    );
  });
});
