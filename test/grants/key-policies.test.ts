import { App, Stack, Token } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountPrincipal, AccountRootPrincipal, AnyPrincipal, ArnPrincipal, Effect, Group, IGrantable, IPrincipal, PolicyDocument, PolicyStatement, Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnKey, IKeyRef, Key } from 'aws-cdk-lib/aws-kms';
import { FieldEncryption, TableAccessGrants, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newStack, newTable } from '../support/app';
import { messageMatching, warningsOf } from '../support/messages';
import '../support/quiet';

const OTHER_ACCOUNT = '444455556666';
const ROLE = 'arn:aws:iam::111122223333:role/orders';

const newRole = (stack: Stack) => new Role(stack, 'Role', { roleName: 'orders', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

function policyFor(principal: IPrincipal, ...actions: string[]): PolicyDocument {
  return new PolicyDocument({ statements: [new PolicyStatement({ principals: [principal], actions, resources: ['*'] })] });
}

/** The warnings of a role that reads encrypted fields. */
function warnings(makeKey: (stack: Stack) => IKeyRef, stack = newStack({}, ENV)): string[] {
  TableAccessGrants.fromTable(newTable(stack, 'Table'), { fieldEncryption: FieldEncryption.direct(makeKey(stack)) })
    .features(newRole(stack), TableFeature.READ_ITEM);
  return warningsOf(stack);
}

describe.each(FLAG_SETTINGS)('a key of the app, %s,', (_name, flags) => {
  const withPolicy = (policy: PolicyDocument) => warnings((stack) => new Key(stack, 'Key', { policy }), newStack(flags, ENV));

  test('whose policy names others alone has a warning with the statement, ready to paste', () => {
    expect(withPolicy(policyFor(new ServicePrincipal('sns.amazonaws.com'), 'kms:*'))).toEqual([
      '/Stack/Table: the policy of the key Stack/Key does not allow Stack/Role to use the key; expected this policy: '
        + `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${ROLE}"},"Action":["kms:Decrypt","kms:Encrypt"],"Resource":"*"}]}; `
        + 'add the statement to the policy of the key [ack: cdk-dynamo-access:keyPolicy]',
    ]);
  });

  test('whose policy leaves only some actions to IAM has a warning with the others', () => {
    expect(withPolicy(policyFor(new AccountRootPrincipal(), 'kms:Enc*'))).toEqual([expect.stringContaining('"Action":"kms:Decrypt","Resource"')]);
  });

  test('with the policy that CDK writes has none', () => {
    expect(warnings((stack) => new Key(stack, 'Key'), newStack(flags, ENV))).toEqual([]);
  });

  test('without an account of its own has none', () => {
    expect(warnings((stack) => new Key(stack, 'Key'), newStack(flags))).toEqual([]);
  });
});

test.each<[string, IPrincipal]>([
  ['its account', new AccountRootPrincipal()],
  ['its account by the number', new AccountPrincipal(ENV.account)],
  ['everybody', new AnyPrincipal()],
])('a key whose policy names %s has no warning', (_name, principal) => {
  expect(warnings((stack) => new Key(stack, 'Key', { policy: policyFor(principal, 'kms:*') }))).toEqual([]);
});

test('a key whose policy names the role has no warning', () => {
  const stack = newStack({}, ENV);
  const role = newRole(stack);
  const key = new Key(stack, 'Key', { policy: policyFor(role, 'kms:Decrypt', 'kms:Encrypt') });
  TableAccessGrants.fromTable(newTable(stack, 'Table'), { fieldEncryption: FieldEncryption.direct(key) }).features(role, TableFeature.READ_ITEM);

  expect(warningsOf(stack)).toEqual([]);
});

test('an L1 key without a policy, which gets one from KMS, has no warning', () => {
  expect(warnings((stack) => new CfnKey(stack, 'Key'))).toEqual([]);
});

test('a key whose policy is overridden has the warning of the override', () => {
  expect(warnings((stack) => {
    const key = new Key(stack, 'Key');
    (key.node.defaultChild as CfnKey).addPropertyOverride('KeyPolicy', { Statement: [] });
    return key;
  })).toEqual([messageMatching('Stack/Table', 'keyPolicy', 'Stack/Key', 'Stack/Role')]);
});

test('the key of a table counts as well', () => {
  const stack = newStack({}, ENV);
  const encryptionKey = new Key(stack, 'Key', { policy: policyFor(new ServicePrincipal('sns.amazonaws.com'), 'kms:*') });
  TableAccessGrants.fromTable(newTable(stack, 'Table', { encryptionKey })).features(newRole(stack), TableFeature.READ_ITEM);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('"Condition":{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}')]);
});

describe('a key of another account', () => {
  test('that is imported has a warning', () => {
    const arn = `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/1234`;
    expect(warnings((stack) => Key.fromKeyArn(stack, 'Key', arn))).toEqual([
      messageMatching('Stack/Table', 'keyPolicy', `the policy of the key ${arn} may not allow Stack/Role to use the key; `,
        'add the statement where the key is defined, then acknowledge this warning'),
    ]);
  });

  test('that the app declares has one as well, until its policy names the role\'s account', () => {
    const inApp = (policy?: PolicyDocument) => {
      const stack = new Stack(new App(), 'Stack', { env: ENV });
      return warnings(() => new Key(new Stack(stack.node.root, 'Keys', { env: { ...ENV, account: OTHER_ACCOUNT } }), 'Key', { policy }), stack)
        .filter((text) => text.includes('cdk-dynamo-access'));
    };

    expect(inApp()).toEqual([expect.stringContaining(ROLE)]);
    expect(inApp(policyFor(new AccountPrincipal(ENV.account), 'kms:*'))).toEqual([]);
  });

  test('that encrypts a table of that account is in the warning of the table', () => {
    const stack = newStack({}, ENV);
    const table = Table.fromTableArn(stack, 'Table', `arn:aws:dynamodb:eu-west-1:${OTHER_ACCOUNT}:table/orders`);
    TableAccessGrants.fromTable(table, { tableKey: Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/1234`) })
      .features(newRole(stack), TableFeature.READ_ITEM);

    expect(warningsOf(stack)).toEqual([expect.stringContaining('in the policy of its key')]);
  });

  test('that encrypts a table of the role\'s account has a warning', () => {
    const stack = newStack({}, ENV);
    TableAccessGrants.fromTable(Table.fromTableName(stack, 'Table', 'orders'), {
      tableKey: Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/1234`),
    }).features(newRole(stack), TableFeature.READ_ITEM);

    expect(warningsOf(stack)).toEqual([expect.stringContaining('[ack: cdk-dynamo-access:keyPolicy]')]);
  });
});

test('an imported key of the same account is taken to leave it to IAM', () => {
  expect(warnings((stack) => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234'))).toEqual([]);
});

const VIA_DYNAMODB = { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' };

/** The warnings of a grantee that reads items of a table, under a key with further statements in its policy. */
function warningsOfTable(
  statements: PolicyStatement[], stack = newStack({}, ENV), makeGrantee: (stack: Stack) => IGrantable = newRole,
): string[] {
  const encryptionKey = new Key(stack, 'Key', { policy: new PolicyDocument({ statements }) });
  TableAccessGrants.fromTable(newTable(stack, 'Table', { encryptionKey })).features(makeGrantee(stack), TableFeature.READ_ITEM);
  return warningsOf(stack);
}

function statement(effect: Effect, principal: IPrincipal, action: string, conditions = {}): PolicyStatement {
  return new PolicyStatement({ effect, principals: [principal], actions: [action], resources: ['*'], conditions });
}

const ACCOUNT = statement(Effect.ALLOW, new AccountRootPrincipal(), 'kms:*');

describe.each(FLAG_SETTINGS)('a table, %s,', (_name, flags) => {
  test('under a key whose policy denies kms:Decrypt has a warning', () => {
    expect(warningsOfTable([ACCOUNT, statement(Effect.DENY, new AnyPrincipal(), 'kms:Decrypt')], newStack(flags, ENV))).toEqual([
      '/Stack/Table: the policy of the key Stack/Key denies kms:Decrypt, which this access allows Stack/Role; expected no statement that denies '
        + 'the actions of the features, because KMS then denies the requests; narrow or remove the denial in the policy of the key '
        + '[ack: cdk-dynamo-access:keyPolicy]',
    ]);
  });

  test('under a key that only another service may use has a warning', () => {
    const conditions = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };

    expect(warningsOfTable([statement(Effect.ALLOW, new AccountRootPrincipal(), 'kms:*', conditions)], newStack(flags, ENV))).toEqual([
      messageMatching('Stack/Table', 'keyPolicy', 'the policy of the key Stack/Key does not allow Stack/Role to use the key'),
    ]);
  });
});

test.each<[string, PolicyStatement[]]>([
  ['denies another action', [ACCOUNT, statement(Effect.DENY, new AnyPrincipal(), 'kms:Encrypt')]],
  ['denies another role', [ACCOUNT, statement(Effect.DENY, new ArnPrincipal('arn:aws:iam::111122223333:role/other'), 'kms:*')]],
  ['denies requests that do not come through DynamoDB', [ACCOUNT, statement(Effect.DENY, new AnyPrincipal(), 'kms:*', { StringNotEquals: VIA_DYNAMODB })]],
  ['denies requests under a condition that may not be met', [ACCOUNT, statement(Effect.DENY, new AnyPrincipal(), 'kms:*', { Bool: { 'aws:SecureTransport': 'false' } })]],
  ['allows the account through DynamoDB', [statement(Effect.ALLOW, new AccountRootPrincipal(), 'kms:Decrypt', { StringEquals: VIA_DYNAMODB })]],
  ['allows everybody of the account', [statement(Effect.ALLOW, new AnyPrincipal(), 'kms:*', { StringEquals: { 'kms:CallerAccount': ENV.account, ...VIA_DYNAMODB } })]],
  ['allows the account through a service that is a parameter', [statement(Effect.ALLOW, new AccountRootPrincipal(), 'kms:*', {
    StringEquals: { 'kms:ViaService': Token.asString({ Ref: 'Service' }) },
  })]],
])('a table under a key whose policy %s has no warning', (_name, statements) => {
  expect(warningsOfTable(statements)).toEqual([]);
});

test('a key whose policy names DynamoDB in one Region has no warning in a stack of any Region', () => {
  expect(warningsOfTable([statement(Effect.ALLOW, new AccountRootPrincipal(), 'kms:*', { StringEquals: VIA_DYNAMODB })], newStack())).toEqual([]);
});

test('a field key that is for DynamoDB alone has a warning, because the client itself calls KMS', () => {
  const policy = new PolicyDocument({ statements: [statement(Effect.ALLOW, new AccountRootPrincipal(), 'kms:*', { StringEquals: VIA_DYNAMODB })] });

  expect(warnings((stack) => new Key(stack, 'Key', { policy }))).toEqual([messageMatching('Stack/Table', 'keyPolicy', 'Stack/Key')]);
});

test('an imported role whose account is that of its declaration has no warning', () => {
  const importRole = (stack: Stack) => Role.fromRoleArn(stack, 'Import', newRole(stack).roleArn);

  expect(warningsOfTable([ACCOUNT], newStack({}, ENV), importRole)).toEqual([]);
});

describe('a group', () => {
  const newGroup = (stack: Stack) => new Group(stack, 'Group');

  test('has a warning if the policy of the key does not allow the account of its users', () => {
    expect(warningsOfTable([statement(Effect.ALLOW, new ArnPrincipal(ROLE), 'kms:*')], newStack({}, ENV), newGroup)).toEqual([
      messageMatching('Stack/Table', 'keyPolicy', 'does not allow Stack/Group to use the key', '"AWS":"arn:aws:iam::111122223333:root"'),
    ]);
  });

  test.each<[string, IPrincipal]>([
    ['the account', new AccountRootPrincipal()],
    ['a user, who may be in the group', new ArnPrincipal('arn:aws:iam::111122223333:user/clerk')],
  ])('has none if the policy of the key allows %s', (_name, principal) => {
    expect(warningsOfTable([statement(Effect.ALLOW, principal, 'kms:*')], newStack({}, ENV), newGroup)).toEqual([]);
  });
});
