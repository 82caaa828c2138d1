import { CfnParameter, Stack } from 'aws-cdk-lib';
import { ITable, Table, TableAttributes, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, IKey, Key } from 'aws-cdk-lib/aws-kms';
import { AccessAssertions, TableFeature } from '../../src';
import { ENV, newStack } from '../support/app';
import '../support/quiet';

const { READ_ITEM, QUERY, DESCRIBE_TABLE } = TableFeature;
const TABLE = `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/orders`;
const KEY = `arn:aws:kms:${ENV.region}:${ENV.account}:key/11111111-2222-3333-4444-555555555555`;
const ITEMS = allow('dynamodb:*', TABLE);

function allow(action: string, ...resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions: [action], resources });
}

/** Assertions on a role with these statements, and a table that the app imports. */
function importTable(attributes: (stack: Stack) => Partial<TableAttributes>, ...statements: ((table: ITable) => PolicyStatement)[]) {
  const stack = newStack({}, ENV);
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const table = Table.fromTableAttributes(stack, 'Import', { tableArn: TABLE, ...attributes(stack) });
  for (const write of [() => ITEMS, ...statements]) role.addToPolicy(write(table));
  return { table, access: AccessAssertions.fromStack(stack).of(role) };
}

describe('can of an imported table', () => {
  const decryptOwn = ({ encryptionKey }: ITable) => allow('kms:Decrypt', encryptionKey!.keyArn);

  test.each<[string, (stack: Stack) => IKey, string]>([
    ['from outside of the app', (stack) => Key.fromKeyArn(stack, 'Key', KEY), KEY],
    ['of the app', (stack) => new Key(stack, 'Key'), 'Stack/Key'],
  ])('needs its key %s', (_what, makeKey, name) => {
    const attributes = (stack: Stack) => ({ encryptionKey: makeKey(stack) });
    const without = importTable(attributes);
    const granted = importTable(attributes, decryptOwn);

    expect(() => without.access.can(READ_ITEM, without.table)).toThrow(`Stack/Role is not allowed kms:Decrypt on ${name}: no statement allows it`);
    expect(() => granted.access.can(READ_ITEM, granted.table)).not.toThrow();
  });

  test('needs the key of an alias that the app declares', () => {
    const attributes = (stack: Stack) => {
      new Alias(stack, 'Alias', { aliasName: 'alias/orders', targetKey: new Key(stack, 'Key') });
      return { encryptionKey: Alias.fromAliasName(stack, 'Import-Key', 'alias/orders') };
    };
    const { access, table } = importTable(attributes);

    expect(() => access.can(READ_ITEM, table)).toThrow('Stack/Role is not allowed kms:Decrypt on Stack/Key: no statement allows it');
  });

  test.each<[string, (stack: Stack) => IKey]>([
    ['a parameter', (stack) => Key.fromKeyArn(stack, 'Key', new CfnParameter(stack, 'KeyArn').valueAsString)],
    ['an alias from outside of the app', (stack) => Alias.fromAliasName(stack, 'Key', 'alias/theirs')],
  ])('is unknown for %s as its key, unless the role may use all keys', (_what, makeKey) => {
    const attributes = (stack: Stack) => ({ encryptionKey: makeKey(stack) });
    const without = importTable(attributes);
    const granted = importTable(attributes, () => allow('kms:Decrypt', '*'));

    expect(() => without.access.can(READ_ITEM, without.table)).toThrow(
      'It is unknown whether Stack/Role is allowed kms:Decrypt on the key of the table, because that depends on Stack/Key');
    expect(() => granted.access.can(READ_ITEM, granted.table)).not.toThrow();
  });

  test.each<[string, (stack: Stack) => Partial<TableAttributes>]>([
    ['without a key', () => ({})],
    ['with the key of AWS', (stack) => ({ encryptionKey: Alias.fromAliasName(stack, 'Key', 'alias/aws/dynamodb') })],
  ])('needs no key for an import %s', (_what, attributes) => {
    const { access, table } = importTable(attributes);

    expect(() => access.can(READ_ITEM, table)).not.toThrow();
  });

  test('needs no key for a feature without items', () => {
    const { access, table } = importTable((stack) => ({ encryptionKey: new Key(stack, 'Key') }));

    expect(() => access.can(DESCRIBE_TABLE, table)).not.toThrow();
  });

  test('needs the key of an imported TableV2', () => {
    const stack = newStack({}, ENV);
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(ITEMS);
    const table = TableV2.fromTableAttributes(stack, 'Import', { tableArn: TABLE, encryptionKey: new Key(stack, 'Key') });

    expect(() => AccessAssertions.fromStack(stack).of(role).can(READ_ITEM, table)).toThrow('is not allowed kms:Decrypt on Stack/Key');
  });

  test.each<[string, Partial<TableAttributes>]>([
    ['globalIndexes', { globalIndexes: ['byDate'] }],
    ['localIndexes', { localIndexes: ['byDate'] }],
    ['grantIndexPermissions', { grantIndexPermissions: true }],
  ])('is unknown for the indexes of an import with %s, unless they are named or the role may use all', (_what, attributes) => {
    const { access, table } = importTable(() => attributes);
    const named = importTable(() => attributes, () => allow('dynamodb:Query', `${TABLE}/index/byDate`));
    const all = importTable(() => attributes, () => allow('dynamodb:Query', `${TABLE}/index/*`));
    const unknown = 'It is unknown whether Stack/Role is allowed dynamodb:Query on the indexes of the imported table, '
      + 'because that depends on their names, which CDK does not keep\nName the indexes with onIndexes(...), or use onTable().';

    expect(() => access.can(QUERY, table)).toThrow(unknown);
    expect(() => named.access.can(QUERY, named.table)).toThrow(unknown);
    expect(() => access.can(QUERY.onTable(), table)).not.toThrow();
    expect(() => named.access.can(QUERY.onIndexes('byDate'), named.table)).not.toThrow();
    expect(() => all.access.can(QUERY, all.table)).not.toThrow();
  });

  test('needs no index if the import has none', () => {
    const { access, table } = importTable(() => ({}));

    expect(() => access.can(QUERY, table)).not.toThrow();
  });
});
