import { CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnKey, CfnReplicaKey, Key } from 'aws-cdk-lib/aws-kms';
import { AccessAssertions, PrincipalAssertions, TableFeature } from '../../src';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';
import '../support/quiet';

const KEYS = `arn:aws:kms:${ENV.region}:${ENV.account}:key`;
const THEIRS = `${KEYS}/11111111-2222-3333-4444-555555555555`;
const UNKNOWN = 'It is unknown whether Stack/Role is allowed kms:Decrypt on the key of the table, because that depends on '
  + 'Stack/Orders.Properties.SSESpecification';

/** A role that may read items of a table, and use these keys. */
function build(specification: (stack: Stack, key: Key) => unknown, ...statements: ((key: Key) => PolicyStatement)[]) {
  const stack = new Stack(newApp(), 'Stack', { env: ENV });
  const key = new Key(stack, 'Key');
  const expression = Fn.conditionEquals(new CfnParameter(stack, 'Environment').valueAsString, 'dev');
  new CfnCondition(stack, 'IsDev', { expression });
  const table = new CfnTable(stack, 'Orders', {
    tableName: 'orders', keySchema: [{ attributeName: 'pk', keyType: 'HASH' }], attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
  });
  table.addPropertyOverride('SSESpecification', specification(stack, key));
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [table.attrArn] }));
  for (const write of statements) role.addToPolicy(write(key));
  return { table, access: AccessAssertions.fromStack(stack).of(role) };
}

function canRead({ access, table }: { readonly access: PrincipalAssertions; readonly table: CfnTable }) {
  return () => access.can(TableFeature.READ_ITEM, table);
}

const decrypt = (...resources: string[]) => () => new PolicyStatement({ actions: ['kms:Decrypt'], resources });
const decryptOwn = (key: Key) => new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] });

function encrypt(id: unknown) {
  return { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: id };
}

function ownKey(stack: Stack, key: Key): unknown {
  return encrypt(stack.resolve(key.keyArn));
}

describe('can of a table whose key only the deployment knows', () => {
  test.each<[string, (stack: Stack) => unknown, string]>([
    ['a parameter', (stack) => encrypt({ Ref: new CfnParameter(stack, 'KeyArn').logicalId }), '.KMSMasterKeyId'],
    ['an import', () => encrypt({ 'Fn::ImportValue': 'KeyArn' }), '.KMSMasterKeyId'],
    ['an alias from outside of the app', () => encrypt('alias/theirs'), '.KMSMasterKeyId'],
    ['an alias of another account', () => encrypt('arn:aws:kms:eu-west-1:444455556666:alias/theirs'), '.KMSMasterKeyId'],
    ['a parameter in one branch of a condition', () => ({ 'Fn::If': ['IsDev', { SSEEnabled: false }, encrypt({ 'Fn::ImportValue': 'KeyArn' })] }), '.KMSMasterKeyId'],
  ])('fails for %s', (_what, specification, property) => {
    expect(canRead(build(specification, decryptOwn))).toThrow(UNKNOWN + property);
  });

  test.each<[string, unknown]>([
    ['an import', encrypt({ 'Fn::ImportValue': 'KeyArn' })],
    ['an alias from outside of the app', encrypt('alias/theirs')],
  ])('passes for %s if the role may use all keys', (_what, specification) => {
    expect(canRead(build(() => specification, decrypt('*')))).not.toThrow();
  });

  test('fails for an import if the role may use the keys of its own account', () => {
    expect(canRead(build(() => encrypt({ 'Fn::ImportValue': 'KeyArn' }), decrypt(`${KEYS}/*`)))).toThrow(UNKNOWN);
  });

  test.each<[string, boolean]>([['alias/theirs', true], ['alias/others', false]])('knows that the key has the alias alias/theirs: %s', (alias, passes) => {
    const condition = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } };
    const given = build(() => encrypt('alias/theirs'), () => new PolicyStatement({ actions: ['kms:Decrypt'], resources: [`${KEYS}/*`], conditions: condition }));

    if (passes) expect(canRead(given)).not.toThrow();
    else expect(canRead(given)).toThrow(UNKNOWN);
  });
});

describe('can of a table that has a customer managed key in one branch of a condition', () => {
  test.each<[string, (stack: Stack, key: Key) => unknown]>([
    ['the first branch', (stack, key) => ({ 'Fn::If': ['IsDev', ownKey(stack, key), { SSEEnabled: false }] })],
    ['the second branch', (stack, key) => ({ 'Fn::If': ['IsDev', { SSEEnabled: false }, ownKey(stack, key)] })],
    ['a branch of the key', (stack, key) => encrypt({ 'Fn::If': ['IsDev', { Ref: 'AWS::NoValue' }, stack.resolve(key.keyArn)] })],
  ])('needs the key of %s', (_what, specification) => {
    expect(canRead(build(specification))).toThrow('Stack/Role is not allowed kms:Decrypt on Stack/Key: no statement allows it');
    expect(canRead(build(specification, decryptOwn))).not.toThrow();
  });

  test('needs the keys of both branches', () => {
    const both = (stack: Stack, key: Key) => ({ 'Fn::If': ['IsDev', encrypt(THEIRS), ownKey(stack, key)] });

    expect(canRead(build(both, decryptOwn))).toThrow(`is not allowed kms:Decrypt on ${THEIRS}`);
    expect(canRead(build(both, decryptOwn, decrypt(THEIRS)))).not.toThrow();
  });
});

describe('can of a table needs', () => {
  test.each<[string, unknown]>([
    ['the key of AWS', { SSEEnabled: true }],
    ['the alias of the key of AWS', encrypt('alias/aws/dynamodb')],
    ['encryption that is off', { SSEEnabled: false }],
  ])('no key permission for %s', (_what, specification) => {
    expect(canRead(build(() => specification))).not.toThrow();
  });

  test.each<[string, unknown]>([['its ARN', THEIRS], ['its id', '11111111-2222-3333-4444-555555555555']])('a key from outside of the app that it names by %s', (_what, id) => {
    expect(canRead(build(() => encrypt(id)))).toThrow(`is not allowed kms:Decrypt on ${THEIRS}`);
    expect(canRead(build(() => encrypt(id), decrypt(THEIRS)))).not.toThrow();
  });

  test('the key of an alias that the app declares', () => {
    const aliased = (stack: Stack, key: Key) => {
      new Alias(stack, 'Alias', { aliasName: 'alias/own', targetKey: key });
      return encrypt('alias/own');
    };

    expect(canRead(build(aliased))).toThrow('is not allowed kms:Decrypt on Stack/Key');
    expect(canRead(build(aliased, decryptOwn))).not.toThrow();
  });

  test('a key that nothing denies', () => {
    const denied = (key: Key) => new PolicyStatement({ effect: Effect.DENY, actions: ['kms:*'], resources: [key.keyArn] });

    expect(canRead(build(ownKey, decryptOwn, denied))).toThrow('is not allowed kms:Decrypt on Stack/Key: it is denied by');
  });
});

describe('a replica key of a multi-Region key', () => {
  /** A role that may use the key with the id of the primary key in a Region. */
  function useKeyIn(region: string) {
    const app = newApp();
    const primary = new CfnKey(new Stack(app, 'Primary', { env: { ...ENV, region: 'us-east-1' }, crossRegionReferences: true }), 'Key', { multiRegion: true });
    const stack = new Stack(app, 'Stack', { env: ENV, crossRegionReferences: true });
    const replica = new CfnReplicaKey(stack, 'Replica', { primaryKeyArn: primary.attrArn, keyPolicy: OPEN_POLICY });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const id = Fn.select(1, Fn.split('/', primary.attrArn));
    role.addToPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [`arn:aws:kms:${region}:${ENV.account}:key/${id}`] }));
    return { access: AccessAssertions.fromStack(stack).of(role), arn: replica.attrArn };
  }

  const OPEN_POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: ENV.account }, Action: 'kms:*', Resource: '*' }] };

  test.each(['*', ENV.region])('is meant by the id of its primary key in the Region %s', (region) => {
    const { access, arn } = useKeyIn(region);

    expect(() => access.denies('kms:Decrypt', arn)).toThrow('Stack/Role is allowed kms:Decrypt on Stack/Replica, by');
    expect(() => access.allows('kms:Decrypt', arn)).not.toThrow();
  });

  test('isn\'t meant by the id of its primary key in another Region', () => {
    const { access, arn } = useKeyIn('us-east-1');

    expect(() => access.denies('kms:Decrypt', arn)).not.toThrow();
  });
});

describe('a key of another account', () => {
  const THEIR_ENV = { ...ENV, account: '444455556666' };

  /** A role that may read a table of another account, whose key serves callers of an account. */
  function readTheirs(callerAccount: string) {
    const app = newApp();
    const theirs = new Stack(app, 'Theirs', { env: THEIR_ENV });
    const allow = (Action: string, Condition?: object) => ({ Statement: [{ Effect: 'Allow', Principal: { AWS: ENV.account }, Action, Resource: '*', Condition }] });
    const key = new CfnKey(theirs, 'Key', { keyPolicy: allow('kms:Decrypt', { StringEquals: { 'kms:CallerAccount': callerAccount } }) });
    const table = new CfnTable(theirs, 'Orders', {
      tableName: 'orders',
      keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
      sseSpecification: { sseEnabled: true, kmsMasterKeyId: key.attrArn },
      resourcePolicy: { policyDocument: allow('dynamodb:GetItem') },
    });
    const stack = new Stack(app, 'Stack', { env: ENV });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const resources = [`arn:aws:dynamodb:${ENV.region}:${THEIR_ENV.account}:table/orders`, `arn:aws:kms:${ENV.region}:${THEIR_ENV.account}:key/*`];
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem', 'kms:Decrypt'], resources }));
    return { table, access: AccessAssertions.fromStack(stack).of(role) };
  }

  test('is called by the account of the role', () => {
    expect(canRead(readTheirs(ENV.account))).not.toThrow();
  });

  test('isn\'t called by the account of the table', () => {
    expect(canRead(readTheirs(THEIR_ENV.account))).toThrow('Stack/Role is not allowed kms:Decrypt on Theirs/Key: the policy of the resource does not allow it');
  });
});
