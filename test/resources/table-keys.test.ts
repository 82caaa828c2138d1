import { Aws, Stack } from 'aws-cdk-lib';
import { Table, TableEncryption, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Alias, CfnKey, IKey, IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { MakeTable, newCfnTable, newGlobalTable, newTableV2 } from './tables';
import { TableResources } from '../../src/resources/table-resources';
import { ENV, newStack, newTable, readable } from '../support/app';
import '../support/quiet';

const TABLE_ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const US_KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/5678efab';

/** The keys of a table as a template names them. */
function keysOf(make: MakeTable, regions = [ENV.region], named?: (stack: Stack) => IKeyRef): object[] {
  const stack = newStack({}, ENV);
  return TableResources.of(make(stack)).keys(regions, named?.(stack))
    .map(({ arn, ...alias }) => ({ arn: readable(stack.resolve(arn)), ...alias }));
}

const newKey = (stack: Stack) => new Key(stack, 'Key');

const v2 = (encryption?: TableEncryptionV2, replicas?: string[]) => (stack: Stack) =>
  newTableV2(stack, { encryption, replicas: replicas?.map((region) => ({ region })) });

const v2UnderKey = (stack: Stack, key: IKey = newKey(stack)) =>
  v2(TableEncryptionV2.customerManagedKey(key, { 'us-east-1': US_KEY_ARN }), ['us-east-1'])(stack);

const cfnTable = (kmsMasterKeyId: (stack: Stack) => string | undefined) => (stack: Stack) =>
  newCfnTable(stack, { sseSpecification: { sseEnabled: true, kmsMasterKeyId: kmsMasterKeyId(stack) } });

const globalTable = (keyIds: Record<string, string | undefined>) => (stack: Stack) => newGlobalTable(stack, {
  replicas: Object.entries(keyIds).map(([region, kmsMasterKeyId]) => ({
    region, sseSpecification: kmsMasterKeyId === undefined ? undefined : { kmsMasterKeyId },
  })),
});

describe('the key of a table', () => {
  test.each<[string, MakeTable, object]>([
    ['a Table with a key', (stack) => newTable(stack, 'Table', { encryptionKey: newKey(stack) }), { arn: '<Key961B73FD.Arn>' }],
    ['a Table whose key CDK makes', (stack) => newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED }),
      { arn: '<TableKey25666F95.Arn>' }],
    ['a Table with an alias', (stack) => newTable(stack, 'Table', { encryptionKey: Alias.fromAliasName(stack, 'Alias', 'alias/orders') }),
      { arn: 'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/*', aliasName: 'alias/orders' }],
    ['a TableV2 with a key', (stack) => v2(TableEncryptionV2.customerManagedKey(newKey(stack)))(stack), { arn: '<Key961B73FD.Arn>' }],
    ['a CfnTable with the Arn of a key', cfnTable((stack) => new CfnKey(stack, 'Key').attrArn), { arn: '<Key.Arn>' }],
    ['a CfnTable with the Ref of a key', cfnTable((stack) => new CfnKey(stack, 'Key').ref), { arn: '<Key.Arn>' }],
    ['a CfnTable with a key id', cfnTable(() => '1234abcd'), { arn: 'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/1234abcd' }],
    ['a CfnTable with an alias', cfnTable(() => 'alias/orders'),
      { arn: 'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/*', aliasName: 'alias/orders' }],
    ['a CfnGlobalTable', globalTable({ 'eu-west-1': KEY_ARN }), { arn: KEY_ARN }],
    ['an import with a key', (stack) => Table.fromTableAttributes(stack, 'Table', { tableArn: TABLE_ARN, encryptionKey: newKey(stack) }),
      { arn: '<Key961B73FD.Arn>' }],
  ])('is found on %s', (_name, make, key) => {
    expect(keysOf(make)).toEqual([key]);
  });

  test.each<[string, MakeTable]>([
    ['a Table under the key that AWS owns', (stack) => newTable(stack, 'Table')],
    ['a Table under the key that AWS manages', (stack) => newTable(stack, 'Table', { encryption: TableEncryption.AWS_MANAGED })],
    ['a TableV2 under the key that AWS owns', v2()],
    ['a TableV2 under the key that AWS manages', v2(TableEncryptionV2.awsManagedKey())],
    ['a TableV2 with replicas under the key that AWS manages', v2(TableEncryptionV2.awsManagedKey(), ['us-east-1'])],
    ['a CfnTable without encryption', newCfnTable],
    ['a CfnTable under the key that AWS manages', cfnTable(() => undefined)],
    ['a CfnTable that names the key that AWS manages', cfnTable(() => 'alias/aws/dynamodb')],
    ['a CfnTable whose encryption is off', (stack) => newCfnTable(stack, { sseSpecification: { sseEnabled: false, kmsMasterKeyId: KEY_ARN } })],
    ['a CfnGlobalTable without encryption', globalTable({ 'eu-west-1': undefined })],
    ['an import', (stack) => Table.fromTableArn(stack, 'Table', TABLE_ARN)],
  ])('is none, or none that the app knows: %s', (_name, make) => {
    expect(keysOf(make, ['eu-west-1', 'us-east-1'])).toEqual([]);
  });

  test('counts when it is set later', () => {
    const stack = newStack({}, ENV);
    const table = newCfnTable(stack);
    const resources = TableResources.of(table);
    table.sseSpecification = { sseEnabled: true, kmsMasterKeyId: KEY_ARN };

    expect(resources.keys([ENV.region])).toEqual([{ arn: KEY_ARN }]);
  });
});

describe('the keys of replicas', () => {
  test.each<[string, MakeTable, object[]]>([
    ['a TableV2', v2UnderKey, [{ arn: '<Key961B73FD.Arn>' }, { arn: US_KEY_ARN }]],
    ['a CfnGlobalTable', globalTable({ 'us-east-1': US_KEY_ARN, 'eu-west-1': KEY_ARN }), [{ arn: KEY_ARN }, { arn: US_KEY_ARN }]],
    ['a CfnGlobalTable one of whose replicas has a key', globalTable({ 'us-east-1': US_KEY_ARN, 'eu-west-1': undefined }), [{ arn: US_KEY_ARN }]],
  ])('count in the Regions of the access: %s', (_name, make, expected) => {
    expect(keysOf(make, ['eu-west-1', 'us-east-1'])).toEqual(expected);
  });

  test.each<[string, MakeTable, object[]]>([
    ['a TableV2', v2UnderKey, [{ arn: '<Key961B73FD.Arn>' }]],
    ['a CfnGlobalTable', globalTable({ 'us-east-1': US_KEY_ARN, 'eu-west-1': KEY_ARN }), [{ arn: KEY_ARN }]],
  ])('do not count in other Regions: %s', (_name, make, expected) => {
    expect(keysOf(make, ['eu-west-1', 'us-west-2'])).toEqual(expected);
  });

  test('are of the Region of the replica where they are named by a bare id', () => {
    expect(keysOf(globalTable({ 'eu-west-1': KEY_ARN, 'us-east-1': '5678efab' }), ['eu-west-1', 'us-east-1'])[1])
      .toEqual({ arn: 'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/5678efab' });
  });

  test('stand in the place of those that a multi-Region key would have there', () => {
    expect(keysOf((stack) => v2UnderKey(stack, new Key(stack, 'Key', { multiRegion: true })), ['eu-west-1', 'us-east-1']))
      .toEqual([{ arn: '<Key961B73FD.Arn>' }, { arn: US_KEY_ARN }]);
  });

  test('are the keys of aliases where those are named', () => {
    const make: MakeTable = (stack) => v2UnderKey(stack, new Alias(stack, 'Alias', { aliasName: 'alias/orders', targetKey: newKey(stack) }));

    expect(keysOf((stack) => (make(stack) as TableV2).replica('us-east-1'), ['us-east-1', 'eu-west-1']))
      .toEqual([{ arn: US_KEY_ARN }, { arn: '<Key961B73FD.Arn>' }]);
  });

  test.each([
    ['that of the replica', undefined, 'eu-west-1'],
    ['that of the stack', ENV, Aws.REGION],
  ])('count where, of the two Regions, only %s is known before deployment', (_name, env, region) => {
    const stack = newStack({}, env);
    const resources = TableResources.of(newGlobalTable(stack, { replicas: [{ region, sseSpecification: { kmsMasterKeyId: KEY_ARN } }] }));

    expect(resources.keys([resources.region])).toEqual([{ arn: KEY_ARN }]);
  });

  test('are, of a replica itself, the one of its own Region', () => {
    expect(keysOf((stack) => v2UnderKey(stack).replica('us-east-1'), ['us-east-1'])).toEqual([{ arn: US_KEY_ARN }]);
  });

  test('are, of a replica itself, those of the other Regions of the access as well', () => {
    expect(keysOf((stack) => v2UnderKey(stack).replica('us-east-1'), ['us-east-1', 'eu-west-1']))
      .toEqual([{ arn: US_KEY_ARN }, { arn: '<Key961B73FD.Arn>' }]);
  });

  test('stand once where two replicas name the same key', () => {
    expect(keysOf(globalTable({ 'eu-west-1': KEY_ARN, 'us-east-1': KEY_ARN }), ['eu-west-1', 'us-east-1'])).toEqual([{ arn: KEY_ARN }]);
  });
});

describe('a multi-Region key', () => {
  const MULTI_REGION = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd';

  test('of an import counts in each Region', () => {
    const make = (stack: Stack) => Table.fromTableAttributes(stack, 'Table', {
      tableArn: TABLE_ARN, encryptionKey: Key.fromKeyArn(stack, 'Key', MULTI_REGION),
    });

    expect(keysOf(make, ['eu-west-1', 'us-east-1']))
      .toEqual([{ arn: MULTI_REGION }, { arn: 'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/mrk-1234abcd' }]);
  });
});

describe('a key that the user names', () => {
  const named = (stack: Stack) => Key.fromKeyArn(stack, 'Named', 'arn:aws:kms:eu-west-1:111122223333:key/named');

  test.each<[string, MakeTable]>([
    ['a Table', (stack) => newTable(stack, 'Table', { encryptionKey: newKey(stack) })],
    ['a TableV2 with the keys of its replicas', v2UnderKey],
    ['a CfnTable', cfnTable(() => KEY_ARN)],
    ['a CfnGlobalTable', globalTable({ 'eu-west-1': KEY_ARN, 'us-east-1': US_KEY_ARN })],
    ['an import', (stack) => Table.fromTableArn(stack, 'Table', TABLE_ARN)],
  ])('stands in the place of what the table declares: %s', (_name, make) => {
    expect(keysOf(make, ['eu-west-1', 'us-east-1'], named)).toEqual([{ arn: 'arn:aws:kms:eu-west-1:111122223333:key/named' }]);
  });
});
