import { App, Aws, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { ITableRef, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias, IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DynamoAccessRole, FieldEncryption, RoleLogs, TableAccessGrants, TableAccessScope, TableDenial, TableFamily, TableFeature } from '../../src';
import { ENV, newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import { problemsOf } from '../support/messages';
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

  const IMPORTS_BY_TOKENS: [string, (stack: Stack) => ITableRef][] = [
    ['a name with * after a token', (stack) => Table.fromTableName(stack, 'Table', `${Aws.STACK_NAME}-*`)],
    ['a substitution with *', (stack) => Table.fromTableArn(stack, 'Table', Fn.sub('arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-*'))],
    ['an index after a token', (stack) => Table.fromTableArn(stack, 'Table', `arn:aws:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:table/${Aws.STACK_NAME}/index/byDate`)],
    ['an index of a table of the app', (stack) => Table.fromTableArn(stack, 'Table', `${newTable(stack, 'Orders').tableArn}/index/byDate`)],
    ['an index of a table in a substitution', (stack) => Table.fromTableArn(stack, 'Table', Fn.sub('${Arn}/index/byDate', { Arn: newTable(stack, 'Orders').tableArn }))],
    ['a stream of a table of the app', (stack) => Table.fromTableArn(stack, 'Table', newTable(stack, 'Orders', { stream: StreamViewType.KEYS_ONLY }).tableStreamArn!)],
    ['a lazy name with *', (stack) => Table.fromTableName(stack, 'Table', Lazy.string({ produce: () => 'orders-*' }))],
    ['a slash after an import from another stack', (stack) => Table.fromTableArn(stack, 'Table', `${Fn.importValue('Orders')}/`)],
  ];

  test.each(IMPORTS_BY_TOKENS)('%s', (_kind, make) => {
    const stack = newStack({}, ENV);
    const declareAccess = () => {
      new DynamoAccessRole(stack, 'Access', { table: make(stack), features: [TableFeature.READ_ITEM] });
      (stack.node.root as App).synth();
    };

    expect(declareAccess).toThrow(/cdk-dynamo-access:tableName/);
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

  test('beside a denial, after a token', () => {
    const stack = newStack({}, ENV);
    const access = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Orders'), features: [TableFeature.READ_ITEM] });
    access.denyTableAccess({ table: Table.fromTableName(stack, 'Table', `${Aws.STACK_NAME}*`), denials: [TableDenial.DELETES] });

    expect(problemsOf(stack)).toEqual([expect.stringMatching(/cdk-dynamo-access:tableName/)]);
  });
});

test.each<[string, (stack: Stack) => ITableRef]>([
  ['a name', (stack) => Table.fromTableName(stack, 'Table', 'orders')],
  ['an ARN', (stack) => Table.fromTableArn(stack, 'Table', ARN)],
  ['an ARN with tokens', (stack) => Table.fromTableArn(stack, 'Table', stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: 'orders' }))],
  ['a parameter', (stack) => Table.fromTableArn(stack, 'Table', new CfnParameter(stack, 'Arn').valueAsString)],
  ['a parameter as a name', (stack) => Table.fromTableName(stack, 'Table', new CfnParameter(stack, 'Name').valueAsString)],
  ['a name with a token', (stack) => Table.fromTableName(stack, 'Table', `orders-${Aws.STACK_NAME}`)],
  ['a substitution', (stack) => Table.fromTableArn(stack, 'Table', Fn.sub('arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders-${AWS::StackName}'))],
  ['a part of an import from another stack', (stack) => Table.fromTableArn(stack, 'Table', `${Fn.importValue('Tables')}/orders`)],
  ['the ARN of a table of the app', (stack) => Table.fromTableArn(stack, 'Table', newTable(stack, 'Orders').tableArn)],
  ['a lazy name', (stack) => Table.fromTableName(stack, 'Table', Lazy.string({ produce: () => 'orders' }))],
  ['a family', (stack) => TableFamily.withPrefix(stack, 'Tables', 'orders-')],
])('a table is imported by %s', (_kind, make) => {
  const stack = newStack({}, ENV);
  new DynamoAccessRole(stack, 'Access', { table: make(stack), features: [TableFeature.READ_ITEM] });

  expect(() => (stack.node.root as App).synth()).not.toThrow();
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

  const substituted = (stack: Stack): IKeyRef => Key.fromKeyArn(stack, 'Key', Fn.sub('arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/*'));

  test.each<[string, TableFeature, (stack: Stack) => TableAccessScope]>([
    ['the key of the table', TableFeature.READ_ITEM, (stack) => ({ tableKey: substituted(stack) })],
    ['a previous key', TableFeature.READ_ITEM, (stack) => ({ previousTableKeys: [substituted(stack)] })],
    ['the key of an export', TableFeature.EXPORT, (stack) => ({ exportTo: { bucket: new Bucket(stack, 'Bucket'), encryptionKey: substituted(stack) } })],
    ['the key of an import', TableFeature.IMPORT, (stack) => ({ importFrom: { bucket: new Bucket(stack, 'Bucket'), encryptionKey: substituted(stack) } })],
    ['the key of fields', TableFeature.READ_ITEM, (stack) => ({ fieldEncryption: FieldEncryption.envelope(substituted(stack)) })],
    ['a stream of Kinesis', TableFeature.KINESIS_STREAMING, (stack) => ({
      kinesisStream: Stream.fromStreamArn(stack, 'Stream', Fn.sub('arn:aws:kinesis:${AWS::Region}:${AWS::AccountId}:stream/*')),
    })],
  ])('%s, in a substitution', (_kind, feature, scope) => {
    const stack = newStack({}, ENV);
    TableAccessGrants.fromTable(newTable(stack, 'Table'), scope(stack)).features(lambdaRole(stack), feature);

    expect(problemsOf(stack)).toEqual([expect.stringMatching(/cdk-dynamo-access:wildcard/)]);
  });

  test('a log group', () => {
    const stack = newStack({}, ENV);
    const logs = RoleLogs.toGroup(LogGroup.fromLogGroupName(stack, 'Group', '/aws/lambda/*'));

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs })).toThrow(
      "[Stack/Access] the log group of RoleLogs.toGroup is imported as '/aws/lambda/*', which has a wildcard; expected the name or ARN of one "
        + 'resource; import each resource by its own name or ARN [cdk-dynamo-access:wildcard]',
    );
  });

  test('all log groups', () => {
    const stack = newStack({}, ENV);
    const logs = RoleLogs.toGroup(LogGroup.fromLogGroupArn(stack, 'Group', 'arn:aws:logs:eu-west-1:111122223333:log-group:*'));

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs }))
      .toThrow(/log-group:\*', which has a wildcard.*cdk-dynamo-access:wildcard/);
  });

  test('but not the streams of a log group', () => {
    const stack = newStack({}, ENV);
    const logs = RoleLogs.toGroup(LogGroup.fromLogGroupArn(stack, 'Group', 'arn:aws:logs:eu-west-1:111122223333:log-group:orders:*'));

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs })).not.toThrow();
  });
});

describe('a key that is imported by an ARN which no key has fails:', () => {
  const HOME = 'arn:aws:kms:eu-west-1:111122223333';
  const useKeys = (stack: Stack, keys: readonly IKeyRef[]) => {
    TableAccessGrants.fromTable(newTable(stack, 'Table'), { previousTableKeys: [...keys] }).features(lambdaRole(stack), TableFeature.READ_ITEM);
    return stack;
  };

  test.each([
    ['a slash at the end', `${HOME}:key/0123/`],
    ['two ids', `${HOME}:key/0123/4567`],
    ['a colon after the id', `${HOME}:key/0123:4567`],
    ['a grant', `${HOME}:grant/0123`],
    ['another service', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'],
  ])('%s', (_kind, arn) => {
    const stack = newStack({}, ENV);

    expect(() => useKeys(stack, [Key.fromKeyArn(stack, 'Key', arn)])).toThrow(new RegExp(`is imported as '${arn}', which no key can have.*cdk-dynamo-access:importedArn`));
  });

  test.each<[string, (stack: Stack) => string]>([
    ['a slash after tokens', (stack) => stack.formatArn({ service: 'kms', resource: 'key', resourceName: '0123/' })],
    ['a slash in a substitution', () => Fn.sub('arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/0123/')],
    ['a slash after the ARN of a key of the app', (stack) => `${new Key(stack, 'Own').keyArn}/`],
    ['another service in a substitution', () => Fn.sub('arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders')],
  ])('%s', (_kind, writeArn) => {
    const stack = newStack({}, ENV);

    expect(problemsOf(useKeys(stack, [Key.fromKeyArn(stack, 'Key', writeArn(stack))]))).toEqual([expect.stringMatching(/cdk-dynamo-access:importedArn/)]);
  });

  test('but not the ARN of a key or an alias, of a parameter or with a token as its id', () => {
    const stack = newStack({}, ENV);
    const arns = [
      `${HOME}:key/mrk-0123`, `${HOME}:alias/teams/orders`, new CfnParameter(stack, 'Arn').valueAsString, `${HOME}:key/${new CfnParameter(stack, 'Id').valueAsString}`,
      Fn.sub('arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/0123'), new Key(stack, 'Own').keyArn,
    ];

    expect(() => (useKeys(stack, arns.map((arn, index) => Key.fromKeyArn(stack, `Key${index}`, arn))).node.root as App).synth()).not.toThrow();
  });
});

describe('a log group that is imported by an ARN or name which no log group has fails:', () => {
  const HOME = 'arn:aws:logs:eu-west-1:111122223333:log-group';
  const useGroup = (stack: Stack, group: ILogGroup) =>
    new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], logs: RoleLogs.toGroup(group) });

  test.each([
    ['a log stream', `${HOME}:orders:log-stream:one`],
    ['all log streams', `${HOME}:orders:log-stream:`],
  ])('%s', (_kind, arn) => {
    const stack = newStack({}, ENV);

    expect(() => useGroup(stack, LogGroup.fromLogGroupArn(stack, 'Group', arn))).toThrow(/which no log group can have.*cdk-dynamo-access:importedArn/);
  });

  test('an ARN as a name', () => {
    const stack = newStack({}, ENV);

    expect(() => useGroup(stack, LogGroup.fromLogGroupName(stack, 'Group', 'arn:aws:kms:eu-west-1:111122223333:key/0123')))
      .toThrow(/cdk-dynamo-access:importedArn/);
  });

  test.each<[string, string, (stack: Stack) => ILogGroup]>([
    ['a log stream in a substitution', 'importedArn', (stack) => LogGroup.fromLogGroupArn(stack, 'Group', Fn.sub('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:orders:log-stream:one'))],
    ['a wildcard in a substitution', 'wildcard', (stack) => LogGroup.fromLogGroupArn(stack, 'Group', Fn.sub('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:orders-*'))],
    ['a log stream of a log group of the app', 'importedArn', (stack) => LogGroup.fromLogGroupArn(stack, 'Group', `${new LogGroup(stack, 'Own').logGroupArn}:log-stream:one`)],
  ])('%s', (_kind, id, make) => {
    const stack = newStack({}, ENV);
    useGroup(stack, make(stack));

    expect(problemsOf(stack)).toEqual([expect.stringContaining(`cdk-dynamo-access:${id}`)]);
  });

  test.each<[string, (stack: Stack) => ILogGroup]>([
    ['an ARN', (stack) => LogGroup.fromLogGroupArn(stack, 'Group', `${HOME}:/aws/lambda/orders`)],
    ['an ARN with all of its streams', (stack) => LogGroup.fromLogGroupArn(stack, 'Group', `${HOME}:/aws/lambda/orders:*`)],
    ['a substitution', (stack) => LogGroup.fromLogGroupArn(stack, 'Group', Fn.sub('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:orders-${AWS::StackName}:*'))],
    ['a parameter as its name', (stack) => LogGroup.fromLogGroupName(stack, 'Group', new CfnParameter(stack, 'Name').valueAsString)],
    ['nothing, as the app declares it', (stack) => new LogGroup(stack, 'Group')],
  ])('but not %s', (_kind, make) => {
    const stack = newStack({}, ENV);
    useGroup(stack, make(stack));

    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
});
