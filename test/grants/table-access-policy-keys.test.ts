import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnTable, ITableRef, StreamViewType, TableEncryption, TableEncryptionV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, ArnPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { TableAccessPolicy, TableAccessPolicyProps, TableFeature } from '../../src';
import { newCfnTable, newTableV2 } from '../resources/tables';
import { addIndexes, ENV, FLAG_SETTINGS, newStack, newTable, statementsOf } from '../support/app';
import { problemsOf, warningsOf } from '../support/messages';
import { keyPolicy } from '../support/resource-policies';
import '../support/quiet';

const PARTNER = '222222222222';
const VIA = 'dynamodb.eu-west-1.amazonaws.com';
const DECRYPTS = {
  principals: [`arn:aws:iam::${PARTNER}:root`],
  actions: ['kms:Decrypt'],
  resources: ['*'],
  conditions: { StringEquals: { 'kms:ViaService': VIA } },
};

function policy(table: ITableRef, props: Partial<TableAccessPolicyProps> = {}): TableAccessPolicy {
  return new TableAccessPolicy(Stack.of(table), 'Partners', {
    table, principals: [new AccountPrincipal(PARTNER)], features: [TableFeature.READ_ITEM], ...props,
  });
}

function infosOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findInfo('*', Match.anyValue()).map(({ entry }) => `${entry.data}`);
}

describe.each(FLAG_SETTINGS)('%s', (_flags, flags) => {
  test('the key that a Table makes lets the principals use it through DynamoDB, beside what its policy had', () => {
    const stack = newStack(flags, ENV);
    policy(newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED }));

    expect(keyPolicy(stack)).toEqual([
      { principals: [`arn:aws:iam::${ENV.account}:root`], actions: ['kms:*'], resources: ['*'] },
      DECRYPTS,
    ]);
  });
});

describe('the key', () => {
  test('of a TableV2 lets them use it in the Regions of the policy', () => {
    const stack = newStack({}, ENV);
    const encryption = TableEncryptionV2.customerManagedKey(new Key(stack, 'Key'), { 'us-east-1': 'arn:aws:kms:us-east-1:111122223333:key/us' });
    policy(newTableV2(stack, { encryption, replicas: [{ region: 'us-east-1' }] }), { regions: ['us-east-1'] });

    expect(keyPolicy(stack)[1].conditions).toEqual({ StringEquals: { 'kms:ViaService': [VIA, 'dynamodb.us-east-1.amazonaws.com'] } });
  });

  test('of an L1 that has no policy keeps the one that KMS gives it', () => {
    const stack = newStack({}, ENV);
    policy(newCfnTable(stack, { sseSpecification: { sseEnabled: true, kmsMasterKeyId: new CfnKey(stack, 'Key').attrArn } }));

    expect(keyPolicy(stack)).toEqual([
      { principals: [`arn:aws:iam::${ENV.account}:root`], actions: ['kms:*'], resources: ['*'] },
      DECRYPTS,
    ]);
  });

  test('lets nobody use it for features that read and write no items', () => {
    const stack = newStack({}, ENV);
    policy(newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED }), { features: [TableFeature.DESCRIBE_TABLE] });

    expect(keyPolicy(stack)).toHaveLength(1);
  });

  test('has both statements where two policies are written', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
    policy(table);
    new TableAccessPolicy(stack, 'Others', { table, principals: [new AccountPrincipal('333333333333')], features: [TableFeature.SCAN] });

    expect(keyPolicy(stack).map(({ principals }) => principals)).toEqual([
      [`arn:aws:iam::${ENV.account}:root`], DECRYPTS.principals, ['arn:aws:iam::333333333333:root'],
    ]);
  });

  test('has a statement once that two policies write', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
    policy(table);
    new TableAccessPolicy(stack, 'Others', { table, principals: [new AccountPrincipal(PARTNER)], features: [TableFeature.SCAN] });

    expect(keyPolicy(stack).map(({ principals }) => principals)).toEqual([[`arn:aws:iam::${ENV.account}:root`], DECRYPTS.principals]);
  });

  test('fails for a policy that is larger than KMS takes, with the numbers', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { tableName: 'orders', encryption: TableEncryption.CUSTOMER_MANAGED });
    const roles = (from: number) => Array.from({ length: 180 }, (_, i) =>
      new ArnPrincipal(`arn:aws:iam::${PARTNER}:role/${'reader'.padEnd(60, 'x')}${from + i}`));
    policy(table, { principals: roles(1000) });
    const other = newTable(stack, 'Other', { tableName: 'other', encryptionKey: table.encryptionKey });
    new TableAccessPolicy(stack, 'Others', { table: other, principals: roles(2000), features: [TableFeature.READ_ITEM] });

    const problem = 'the policy of the key Stack/Table/Key/Resource can have 35,753 characters; expected at most 32,768 characters, the limit '
      + 'of KMS; name accounts instead of their roles [cdk-dynamo-access:policyTooLarge]';
    expect(problemsOf(stack)).toEqual([`[Stack/Partners] ${problem}`, `[Stack/Others] ${problem}`]);
  });

  test.each<[string, (stack: Stack) => ITableRef, string]>([
    ['is imported', (stack) => newTable(stack, 'Table', {
      encryptionKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234'),
    }), 'key arn:aws:kms:eu-west-1:111122223333:key/1234'],
    ['is known by an alias', (stack) => new CfnTable(stack, 'Table', {
      keySchema: [], sseSpecification: { sseEnabled: true, kmsMasterKeyId: 'alias/orders' },
    }), 'key with the alias alias/orders'],
  ])('that %s has a warning with the statement, ready to paste', (_name, table, key) => {
    const stack = newStack({}, ENV);
    policy(table(stack));

    expect(warningsOf(stack)).toEqual([
      `/Stack/Partners: this app cannot change the policy of the ${key}, which encrypts Stack/Table; expected this policy: `
        + `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"${VIA}"}}}]}; `
        + 'add the statement where the key is defined, then acknowledge this warning [ack: cdk-dynamo-access:tableKeyPolicy]',
    ]);
  });
});

describe('a role of the same app in another account', () => {
  function stacks(): { owner: Stack; role: Role } {
    const app = new App();
    const owner = new Stack(app, 'Owner', { env: ENV });
    const partner = new Stack(app, 'Partner', { env: { ...ENV, account: PARTNER } });
    return { owner, role: new Role(partner, 'Role', { roleName: 'reader', assumedBy: new ServicePrincipal('lambda.amazonaws.com') }) };
  }

  test('fails where its stack can\'t refer to the key', () => {
    const { owner, role } = stacks();
    const table = newTable(owner, 'Table', { tableName: 'orders', encryption: TableEncryption.CUSTOMER_MANAGED });
    policy(table, { principals: [role] });

    expect(() => Template.fromStack(owner)).toThrow(new Error(
      '[Owner/Partners] the stack of Partner/Role cannot refer to the key of Owner/Table; expected a key that another account can name; give '
        + "the key an alias, and pass Alias.fromAliasName(tableStack, 'TableKey', 'alias/name') as tableKey "
        + '[cdk-dynamo-access:keyWithoutName]',
    ));
  });

  test('fails for an alias in its own stack, which names no key of the table\'s account', () => {
    const { owner, role } = stacks();
    const table = newTable(owner, 'Table', { tableName: 'orders', encryption: TableEncryption.CUSTOMER_MANAGED });
    const tableKey = Alias.fromAliasName(Stack.of(role), 'TableKey', 'alias/orders');
    expect(() => policy(table, { principals: [role], tableKey })).toThrow(new Error(
      '[Owner/Partners] tableKey is the alias Partner/TableKey in a stack of another account than the table; expected an alias in the stack of '
        + "the table, because an alias belongs to one account; write Alias.fromAliasName(tableStack, 'TableKey', 'alias/name') "
        + '[cdk-dynamo-access:keyWithoutName]',
    ));
  });

  test('uses the key by its alias, and the key lets it', () => {
    const { owner, role } = stacks();
    const table = newTable(owner, 'Table', { tableName: 'orders', encryption: TableEncryption.CUSTOMER_MANAGED });
    table.encryptionKey!.addAlias('alias/orders');
    policy(table, { principals: [role], tableKey: Alias.fromAliasName(owner, 'TableKey', 'alias/orders') });

    expect(keyPolicy(owner)[1]).toEqual({ ...DECRYPTS, principals: [`arn:aws:iam::${PARTNER}:role/reader`] });
    expect(statementsOf(Stack.of(role)).filter(({ actions }) => actions.includes('kms:Decrypt'))).toEqual([{
      actions: ['kms:Decrypt'],
      resources: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-west-1:111122223333:key/*']] }],
      conditions: {
        'StringEquals': { 'kms:ViaService': VIA },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders' },
      },
    }]);
  });

  test('is deployed before the policy of the key, wherever the key is', () => {
    const { owner, role } = stacks();
    const keys = new Stack(owner.node.root as App, 'Keys', { env: ENV });
    const table = newTable(owner, 'Table', { tableName: 'orders', encryptionKey: new Key(keys, 'Key') });
    policy(table, { principals: [role], tableKey: Alias.fromAliasName(owner, 'TableKey', 'alias/orders') });
    Template.fromStack(owner);

    expect(keys.dependencies).toEqual([Stack.of(role)]);
  });
});

describe('the identity policy that principals need in their own accounts', () => {
  const IDENTITY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:Query","Resource":['
    + '"arn:aws:dynamodb:eu-west-1:111122223333:table/orders","arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/byDate"]}]}';

  test('is an info message, once, with the real ARNs', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { tableName: 'orders' });
    policy(table, { principals: [new AccountPrincipal(PARTNER), new AccountPrincipal('333333333333')], features: [TableFeature.QUERY] });
    addIndexes(table, 'byDate');

    expect(infosOf(stack)).toEqual([
      'to use Stack/Table, account 222222222222, account 333333333333 need this identity policy in their own accounts, and clients must pass '
        + `the ARN of the table as its name: ${IDENTITY} [ack: cdk-dynamo-access:identitySide]`,
    ]);
  });

  test('says what only the deployment knows', () => {
    const stack = newStack({}, ENV);
    policy(newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED }));

    expect(infosOf(stack)).toEqual([
      'to use Stack/Table, account 222222222222 need this identity policy in their own accounts, and clients must pass the ARN of the table as '
        + 'its name: '
        + `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"<TableCD117FA1.Arn>"},{"Effect":"Allow","Action":"kms:Decrypt","Resource":"<TableKey25666F95.Arn>","Condition":{"StringEquals":{"kms:ViaService":"${VIA}"}}}]}; `
        + 'the deployment replaces the names in angle brackets: use a CfnOutput with identityPolicy [ack: cdk-dynamo-access:identitySide]',
    ]);
  });

  test('is an attribute for an output, with what the deployment knows', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
    const { identityPolicy } = policy(table, { features: [TableFeature.READ_ITEM, TableFeature.STREAM_READ] });
    new CfnOutput(stack, 'Output', { value: identityPolicy });

    const { Value } = Template.fromStack(stack).toJSON().Outputs.Output;
    const text = Value['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : part['Fn::GetAtt'].join('.')).join('');
    expect(JSON.parse(text).Statement).toEqual([
      { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'TableCD117FA1.Arn' },
      {
        Effect: 'Allow',
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        Resource: 'TableCD117FA1.StreamArn',
      },
    ]);
  });

  test('is no message where the app writes it', () => {
    const app = new App();
    const [owner, partner] = [new Stack(app, 'Owner', { env: ENV }), new Stack(app, 'Partner', { env: { ...ENV, account: PARTNER } })];
    const role = new Role(partner, 'Role', { roleName: 'reader', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    policy(newTable(owner, 'Table', { tableName: 'orders' }), { principals: [role] });

    expect([...infosOf(owner), ...warningsOf(owner), ...warningsOf(partner)]).toEqual([]);
  });
});
