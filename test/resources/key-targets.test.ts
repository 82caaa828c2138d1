import { Aws, CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Alias, CfnAlias, CfnKey, CfnReplicaKey, IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { KeyTarget } from '../../src/plan/key-target';
import { keyIdTargets, resolveKeyTargets } from '../../src/resources/key-targets';
import { ENV, newStack, readable } from '../support/app';
import '../support/quiet';

const IMPORTED_ARN = 'arn:aws:kms:us-east-1:999988887777:key/1234abcd';
const MULTI_REGION_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd';
const ALL_KEYS = 'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/*';

/** Targets as a template names them. */
function inTemplate(stack: Stack, targets: KeyTarget[]): object[] {
  return targets.map(({ arn, ...alias }) => ({ arn: readable(stack.resolve(arn)), ...alias }));
}

describe('a key', () => {
  type MakeKey = (stack: Stack) => IKeyRef;

  function targetsOf(make: MakeKey, ...regions: string[]): object[] {
    const stack = newStack({}, ENV);
    return inTemplate(stack, resolveKeyTargets(make(stack), ['eu-west-1', ...regions]));
  }

  const newKey = (stack: Stack) => new Key(stack, 'Key');
  const importedKey = (stack: Stack) => Key.fromKeyArn(stack, 'Key', IMPORTED_ARN);

  test.each<[string, MakeKey, object]>([
    ['a Key', newKey, { arn: '<Key961B73FD.Arn>' }],
    ['a CfnKey', (stack) => new CfnKey(stack, 'Key'), { arn: '<Key.Arn>' }],
    ['an imported key', importedKey, { arn: IMPORTED_ARN }],
    ['a key imported by a token', (stack) => Key.fromKeyArn(stack, 'Key', `arn:${Aws.PARTITION}:kms:eu-west-1:111122223333:key/1234abcd`),
      { arn: 'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/1234abcd' }],
    ['the key of an alias', (stack) => new Alias(stack, 'Alias', { aliasName: 'alias/orders', targetKey: newKey(stack) }),
      { arn: '<Key961B73FD.Arn>' }],
    ['the imported key of an alias', (stack) => new Alias(stack, 'Alias', { aliasName: 'alias/orders', targetKey: importedKey(stack) }),
      { arn: IMPORTED_ARN }],
    ['the key of an alias of an alias', (stack) => new Alias(stack, 'Outer', {
      aliasName: 'alias/outer', targetKey: new Alias(stack, 'Alias', { aliasName: 'alias/orders', targetKey: newKey(stack) }),
    }), { arn: '<Key961B73FD.Arn>' }],
    ['the key of an alias that was imported with it', (stack) => Alias.fromAliasAttributes(stack, 'Alias', {
      aliasName: 'alias/orders', aliasTargetKey: importedKey(stack),
    }), { arn: IMPORTED_ARN }],
  ])('is named by its ARN: %s', (_name, make, expected) => {
    expect(targetsOf(make)).toEqual([expected]);
  });

  test('of an alias that was imported by its name is any key that has the alias', () => {
    expect(targetsOf((stack) => Alias.fromAliasName(stack, 'Alias', 'alias/orders')))
      .toEqual([{ arn: ALL_KEYS, aliasName: 'alias/orders' }]);
  });

  test('of an alias that was imported by its name is such a key of each Region', () => {
    expect(targetsOf((stack) => Alias.fromAliasName(stack, 'Alias', 'alias/orders'), 'us-east-1')).toEqual([
      { arn: ALL_KEYS, aliasName: 'alias/orders' },
      { arn: 'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/*', aliasName: 'alias/orders' },
    ]);
  });

  test.each<[string, MakeKey]>([
    ['a Key', newKey],
    ['an imported key', importedKey],
  ])('has one ARN however many Regions there are: %s', (_name, make) => {
    expect(targetsOf(make, 'us-east-1', 'us-west-2')).toHaveLength(1);
  });

  test.each<[string, MakeKey, string[]]>([
    ['a multi-Region Key', (stack) => new Key(stack, 'Key', { multiRegion: true }), [
      '<Key961B73FD.Arn>',
      'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/<Key961B73FD>',
    ]],
    ['a multi-Region CfnKey', (stack) => new CfnKey(stack, 'Key', { multiRegion: true }), [
      '<Key.Arn>',
      'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/<Key>',
    ]],
    ['an imported multi-Region key', (stack) => Key.fromKeyArn(stack, 'Key', MULTI_REGION_ARN), [
      MULTI_REGION_ARN,
      'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/mrk-1234abcd',
    ]],
    ['the multi-Region key of an alias', (stack) => new Alias(stack, 'Alias', {
      aliasName: 'alias/orders', targetKey: Key.fromKeyArn(stack, 'Key', MULTI_REGION_ARN),
    }), [
      MULTI_REGION_ARN,
      'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/mrk-1234abcd',
    ]],
  ])('has an ARN in each Region: %s', (_name, make, expected) => {
    expect(targetsOf(make, 'us-east-1')).toEqual(expected.map((arn) => ({ arn })));
  });

  test('that is a multi-Region one of another account has its ARNs in that account', () => {
    const make = (stack: Stack) => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:999988887777:key/mrk-1234abcd');

    expect(targetsOf(make, 'us-east-1')[1]).toEqual({ arn: 'arn:<AWS::Partition>:kms:us-east-1:999988887777:key/mrk-1234abcd' });
  });
});

describe('a string that names a key', () => {
  type MakeId = (stack: Stack) => string;

  const newReplica = (stack: Stack) => new CfnReplicaKey(stack, 'Replica', { primaryKeyArn: IMPORTED_ARN, keyPolicy: {} });
  const newAlias = (stack: Stack) => new Alias(stack, 'Alias', { aliasName: 'alias/orders', targetKey: new Key(stack, 'Key') });

  function targetsOf(make: MakeId, ...regions: string[]): object[] {
    const stack = newStack({}, ENV);
    return inTemplate(stack, keyIdTargets(stack, make(stack), ENV, ['eu-west-1', ...regions]));
  }

  test.each<[string, MakeId, string]>([
    ['the id of a Key', (stack) => new Key(stack, 'Key').keyId, '<Key961B73FD.Arn>'],
    ['the ARN of a Key', (stack) => new Key(stack, 'Key').keyArn, '<Key961B73FD.Arn>'],
    ['the Ref of a CfnKey', (stack) => new CfnKey(stack, 'Key').ref, '<Key.Arn>'],
    ['the Arn of a CfnKey', (stack) => new CfnKey(stack, 'Key').attrArn, '<Key.Arn>'],
    ['the Ref of a CfnAlias', (stack) => new CfnAlias(stack, 'Alias', {
      aliasName: 'alias/orders', targetKeyId: new CfnKey(stack, 'Key').ref,
    }).ref, '<Key.Arn>'],
    ['the Ref of a CfnReplicaKey', (stack) => newReplica(stack).ref, '<Replica.Arn>'],
    ['the Arn of a CfnReplicaKey', (stack) => newReplica(stack).attrArn, '<Replica.Arn>'],
    ['the name of an Alias', (stack) => newAlias(stack).aliasName, '<Key961B73FD.Arn>'],
    ['the ARN of an Alias', (stack) => newAlias(stack).keyArn, '<Key961B73FD.Arn>'],
    ['a key ARN', () => IMPORTED_ARN, IMPORTED_ARN],
    ['a bare key id', () => '1234abcd', 'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/1234abcd'],
    ['a parameter', (stack) => new CfnParameter(stack, 'KeyArn').valueAsString, '<KeyArn>'],
    ['an import from another stack', () => Fn.importValue('KeyArn'), '{"Fn::ImportValue":"KeyArn"}'],
  ])('gives the ARN of the key: %s', (_name, make, arn) => {
    expect(targetsOf(make)).toEqual([{ arn }]);
  });

  test.each<[string, MakeId, string]>([
    ['an alias name', () => 'alias/orders', ALL_KEYS],
    ['an alias ARN of another Region and account', () => 'arn:aws:kms:us-east-1:999988887777:alias/orders',
      'arn:<AWS::Partition>:kms:us-east-1:999988887777:key/*'],
    ['an alias ARN with tokens', () => `arn:${Aws.PARTITION}:kms:${Aws.REGION}:${Aws.ACCOUNT_ID}:alias/orders`,
      ALL_KEYS],
    ['the ARN of an alias that was imported by its name', (stack) => Alias.fromAliasName(stack, 'Alias', 'alias/orders').keyArn, ALL_KEYS],
    ['the Ref of a CfnAlias whose key is an alias', (stack) => new CfnAlias(stack, 'Alias', {
      aliasName: 'alias/outer', targetKeyId: 'alias/orders',
    }).ref, ALL_KEYS],
    ['an alias name that a CfnAlias has under a condition', (stack) => {
      const aliasName = Fn.conditionIf('Condition', 'alias/orders', 'alias/others').toString();
      new CfnAlias(stack, 'Alias', { aliasName, targetKeyId: new CfnKey(stack, 'Key').ref });
      return 'alias/orders';
    }, ALL_KEYS],
    ['an alias name whose CfnAlias has a condition', (stack) => {
      const alias = new CfnAlias(stack, 'Alias', { aliasName: 'alias/orders', targetKeyId: new CfnKey(stack, 'Key').ref });
      alias.cfnOptions.condition = new CfnCondition(stack, 'Condition');
      return 'alias/orders';
    }, ALL_KEYS],
    ['an alias name that a stack of another Region declares', (stack) => {
      newAlias(new Stack(stack, 'Far', { env: { ...ENV, region: 'us-east-1' } }));
      return 'alias/orders';
    }, ALL_KEYS],
  ])('gives any key that has the alias: %s', (_name, make, arn) => {
    expect(targetsOf(make)).toEqual([{ arn, aliasName: 'alias/orders' }]);
  });

  test.each<[string, (alias: CfnAlias) => string, string]>([
    ['name', () => 'alias/orders', 'alias/orders'],
    ['reference', (alias) => alias.ref, '<Alias>'],
  ])('gives any key of another Region that has the alias: its %s', (_name, nameAlias, aliasName) => {
    const stack = newStack({}, ENV);
    const alias = new CfnAlias(stack, 'Alias', { aliasName: 'alias/orders', targetKeyId: new CfnKey(stack, 'Key').ref });
    const [target] = keyIdTargets(stack, nameAlias(alias), { ...ENV, region: 'us-east-1' }, ['us-east-1']);

    expect([target.arn, target.aliasName].map((text) => readable(stack.resolve(text))))
      .toEqual(['arn:<AWS::Partition>:kms:us-east-1:111122223333:key/*', aliasName]);
  });

  test('gives the key of the alias that the stack declares under the name', () => {
    expect(targetsOf((stack) => newAlias(stack) && 'alias/orders')).toEqual([{ arn: '<Key961B73FD.Arn>' }]);
  });

  test('keeps the slashes in the name of an alias', () => {
    expect(targetsOf(() => 'alias/shop/orders')).toEqual([{ arn: ALL_KEYS, aliasName: 'alias/shop/orders' }]);
  });

  test.each<[string, MakeId, string[]]>([
    ['the id of a multi-Region key', () => 'mrk-1234abcd', [
      'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/mrk-1234abcd',
      'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/mrk-1234abcd',
    ]],
    ['the ARN of a multi-Region key', () => MULTI_REGION_ARN, [
      MULTI_REGION_ARN,
      'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/mrk-1234abcd',
    ]],
    ['the Ref of a multi-Region CfnKey', (stack) => new CfnKey(stack, 'Key', { multiRegion: true }).ref, [
      '<Key.Arn>',
      'arn:<AWS::Partition>:kms:us-east-1:111122223333:key/<Key>',
    ]],
    ['the id of another key', () => '1234abcd', ['arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/1234abcd']],
    ['the ARN of another key', () => IMPORTED_ARN, [IMPORTED_ARN]],
  ])('gives an ARN in each Region of a multi-Region key alone: %s', (_name, make, expected) => {
    expect(targetsOf(make, 'us-east-1')).toEqual(expected.map((arn) => ({ arn })));
  });
});
