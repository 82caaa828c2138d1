import { App, Environment, Stack, Stage } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable, ITableRef, StreamViewType, Table, TableEncryption, TableEncryptionV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountPrincipal, AccountRootPrincipal, AnyPrincipal, ArnPrincipal, CompositePrincipal, Group, IPrincipal, OrganizationPrincipal, Role,
  ServicePrincipal, StarPrincipal, WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { TableAccessPolicy, TableAccessPolicyProps, TableFeature, TableRef } from '../../src';
import { ACTIONS } from '../../src/features/actions';
import { CROSS_ACCOUNT_ACTIONS } from '../../src/features/cross-account';
import { newGlobalTable, newTableV2 } from '../resources/tables';
import { addIndexes, ENV, newStack, newTable } from '../support/app';
import { errorMatching, messageMatching, problemsOf } from '../support/messages';
import '../support/quiet';

const PARTNER = new AccountPrincipal('222222222222');
const ACTIONS_PAGE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html';

function policy(stack: Stack, table: ITableRef, props: Partial<TableAccessPolicyProps> = {}): void {
  new TableAccessPolicy(stack, 'Partners', { table, principals: [PARTNER], features: [TableFeature.READ_ITEM], ...props });
}

function newRole(stack: Stack): Role {
  return new Role(stack, 'Role', { roleName: 'reader', assumedBy: PARTNER });
}

/** The problems of a table with the name `orders`, or without one. */
function problems(props: Partial<TableAccessPolicyProps>, table: (stack: Stack) => ITableRef = (stack) => newTable(stack, 'Table')): string[] {
  const stack = newStack({}, ENV);
  policy(stack, table(stack), props);
  return problemsOf(stack);
}

describe('the table', () => {
  test.each<[string, (stack: Stack) => ITableRef]>([
    ['by its name', (stack) => Table.fromTableName(stack, 'Table', 'orders')],
    ['by its ARN', (stack) => Table.fromTableArn(stack, 'Table', 'arn:aws:dynamodb:eu-west-1:444455556666:table/orders')],
  ])('fails for an import %s', (_name, table) => {
    const stack = newStack({}, ENV);
    expect(() => policy(stack, table(stack))).toThrow(new Error(
      '[Stack/Partners] this app imports the table Stack/Table, so it cannot change its resource policy; expected a table that this app '
        + 'declares; declare the TableAccessPolicy in the app that declares the table [cdk-dynamo-access:importedTable]',
    ));
  });

  test('fails for what is no table', () => {
    const stack = newStack({}, ENV);
    expect(() => policy(stack, 'orders' as any)).toThrow(errorMatching('Stack/Partners', 'wrongType', "table is 'orders'"));
  });

  test.each<[string, (stack: Stack) => ITableRef]>([
    ['a Table', (stack) => newTable(stack, 'Table', { encryption: TableEncryption.AWS_MANAGED })],
    ['a TableV2', (stack) => newTableV2(stack, { encryption: TableEncryptionV2.awsManagedKey() })],
    ['a CfnTable that names the alias', (stack) => new CfnTable(stack, 'Table', {
      keySchema: [], sseSpecification: { sseEnabled: true, kmsMasterKeyId: 'alias/aws/dynamodb' },
    })],
  ])('fails for %s under the key aws/dynamodb', (_name, table) => {
    expect(problems({}, table)).toEqual([
      '[Stack/Partners] the table Stack/Table is encrypted under the key aws/dynamodb, which other accounts cannot use; expected a customer '
        + 'managed key or the key that AWS owns; change the encryption of the table [cdk-dynamo-access:awsManagedKey]',
    ]);
  });

  test('fails in another Stage', () => {
    const stage = new Stage(new App(), 'Stage');
    const stack = new Stack(stage.node.root as App, 'Stack', { env: ENV });
    expect(() => policy(stack, newTable(new Stack(stage, 'Owner', { env: ENV }), 'Table'))).toThrow(new Error(
      '[Stack/Partners] the table Stage/Owner/Table belongs to another Stage; expected a table of the same Stage, because CDK synthesizes each '
        + 'Stage on its own; declare the TableAccessPolicy in the Stage of the table [cdk-dynamo-access:otherStage]',
    ));
  });

  test('fails for an override that replaces the policy of its key', () => {
    expect(problems({}, (stack) => {
      const encryptionKey = new Key(stack, 'Key');
      (encryptionKey.node.defaultChild as CfnKey).addPropertyOverride('KeyPolicy', { Statement: [] });
      return newTable(stack, 'Table', { encryptionKey });
    })).toEqual([
      '[Stack/Partners] an override of KeyPolicy on Stack/Key/Resource replaces the statements of this construct; expected the policy in the '
        + 'properties of the key, so that this construct can add its statements; write the policy as a property instead of the override '
        + '[cdk-dynamo-access:policyOverridden]',
    ]);
  });

  test('fails for an override that replaces the policy', () => {
    expect(problems({}, (stack) => {
      const table = newTable(stack, 'Table');
      (table.node.defaultChild as CfnTable).addPropertyOverride('ResourcePolicy.PolicyDocument', { Statement: [] });
      return table;
    })).toEqual([
      '[Stack/Partners] an override of ResourcePolicy on Stack/Table replaces the statements of this construct; expected the policy in the '
        + 'properties of the table, so that this construct can add its statements; write the policy as a property instead of the override '
        + '[cdk-dynamo-access:policyOverridden]',
    ]);
  });
});

describe('the principals', () => {
  const everybody = 'expected accounts, or roles and users of other accounts; name the accounts [cdk-dynamo-access:principal]';
  const service = 'expected accounts, or roles and users of other accounts; name the role that it assumes [cdk-dynamo-access:principal]';
  const own = 'belongs to the account of the table; expected principals of other accounts, because an identity policy is enough within an '
    + 'account; use TableAccessGrants for this principal [cdk-dynamo-access:principalOfOwnAccount]';

  test.each<[string, (stack: Stack) => IPrincipal[], string]>([
    ['none', () => [], 'principals is an empty list; expected at least one principal of another account; add a principal, such as new '
      + "AccountPrincipal('222222222222') [cdk-dynamo-access:emptyList]"],
    ['everybody', () => [new AnyPrincipal()], `the principal * is everybody; ${everybody}`],
    ['a star', () => [new StarPrincipal()], `the principal StarPrincipal() is everybody; ${everybody}`],
    ['an organization, which is everybody under a condition', () => [new OrganizationPrincipal('o-a1b2c3d4e5')],
      `the principal OrganizationPrincipal(o-a1b2c3d4e5) is everybody; ${everybody}`],
    ['a service', () => [new ServicePrincipal('lambda.amazonaws.com')],
      `the principal ServicePrincipal(lambda.amazonaws.com) is of the kind Service; ${service}`],
    ['a web identity', () => [new WebIdentityPrincipal('accounts.example.com')],
      `the principal WebIdentityPrincipal(accounts.example.com) is of the kind Federated; ${service}`],
    ['a group', (stack) => [new Group(stack, 'Group')],
      'the principal Stack/Group is a group; expected accounts, or roles and users of other accounts; name the users of the group, because AWS '
        + 'accepts no group as a principal [cdk-dynamo-access:principal]'],
    ['one with conditions', () => [PARTNER.withConditions({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
      'the principal AccountPrincipal(222222222222) has conditions; expected accounts, or roles and users of other accounts without '
        + 'conditions, because DynamoDB does not pass their keys on to KMS; name the roles or accounts that meet the conditions, or write '
        + 'the statement with addToResourcePolicy of the table [cdk-dynamo-access:principal]'],
    ['the table\'s own account', () => [new AccountPrincipal(ENV.account)],
      `the principal account 111122223333 ${own}`],
    ['the root of the stack\'s account', () => [new AccountRootPrincipal()],
      `the principal AccountRootPrincipal() ${own}`],
    ['a role of the table\'s own account', (stack) => [new Role(stack, 'Role', { assumedBy: PARTNER })],
      `the principal Stack/Role ${own}`],
    ['an ARN of the table\'s own account', () => [PARTNER, new ArnPrincipal(`arn:aws:iam::${ENV.account}:role/reader`)],
      `the principal arn:aws:iam::111122223333:role/reader ${own}`],
    ['an ARN with session tags, of the table\'s own account',
      () => [new ArnPrincipal(`arn:aws:iam::${ENV.account}:role/reader`).withSessionTags()],
      `the principal {"AWS":["arn:aws:iam::111122223333:role/reader"]} ${own}`],
    ['an account by its number alone', () => [new ArnPrincipal(ENV.account)], `the principal 111122223333 ${own}`],
    ['a composite', () => [new CompositePrincipal(PARTNER, new AccountPrincipal(ENV.account))],
      'the principal CompositePrincipal(AccountPrincipal(222222222222),AccountPrincipal(111122223333)) has several principals; expected '
        + 'accounts, or roles and users of other accounts; list its principals one by one [cdk-dynamo-access:principal]'],
    ['a part of an ARN with a wildcard', () => [new ArnPrincipal('arn:aws:iam::222222222222:role/*')],
      'the principal arn:aws:iam::222222222222:role/* has a wildcard, which AWS does not accept here; expected accounts, or roles and users of '
        + 'other accounts; name each role or user, or the account [cdk-dynamo-access:principal]'],
    ['a group by its ARN', () => [new ArnPrincipal('arn:aws:iam::222222222222:group/readers')],
      'the principal arn:aws:iam::222222222222:group/readers is a group; expected accounts, or roles and users of other accounts; name the '
        + 'users of the group, because AWS accepts no group as a principal [cdk-dynamo-access:principal]'],
  ])('fails for %s', (_name, principals, message) => {
    const stack = newStack({}, ENV);
    expect(() => policy(stack, newTable(stack, 'Table'), { principals: principals(stack) })).toThrow(new Error(`[Stack/Partners] ${message}`));
  });

  test('fails for a role of the same stack where the app knows no account', () => {
    const stack = newStack();
    const role = new Role(stack, 'Role', { assumedBy: PARTNER });
    expect(() => policy(stack, newTable(stack, 'Table'), { principals: [role] })).toThrow(new Error(
      `[Stack/Partners] the principal Stack/Role ${own}`,
    ));
  });
});

describe('a role of the same app', () => {
  const OTHER = { ...ENV, account: '222222222222' };

  test.each<[string, Environment | undefined, Environment | undefined, (stack: Stack) => IPrincipal]>([
    ['its stack has no account', ENV, undefined, newRole],
    ['the stack of the table has no account', undefined, OTHER, newRole],
    ['the stack of the table has no Region', { account: ENV.account }, OTHER, newRole],
    ['its stack has no account, though it is only read', ENV, undefined, (stack) => newRole(stack).withoutPolicyUpdates()],
    ['its stack has no account, though it is only named', ENV, undefined, (stack) => Role.fromRoleName(stack, 'Role', 'reader')],
  ])('fails where %s, as it would be named with the account of another stack', (_name, ownerEnv, partnerEnv, principal) => {
    const app = new App();
    const [owner, partner] = [new Stack(app, 'Owner', { env: ownerEnv }), new Stack(app, 'Partner', { env: partnerEnv })];
    expect(() => policy(owner, newTable(owner, 'Table', { tableName: 'orders' }), { principals: [principal(partner)] })).toThrow(
      errorMatching('Owner/Partners', 'unknownEnvironment', 'Partner/'),
    );
  });

  test('fails with the remedy', () => {
    const app = new App();
    const [owner, partner] = [new Stack(app, 'Owner', { env: ENV }), new Stack(app, 'Partner')];
    expect(() => policy(owner, newTable(owner, 'Table', { tableName: 'orders' }), { principals: [newRole(partner)] })).toThrow(new Error(
      '[Owner/Partners] the stack of the principal Partner/Role or the stack of the table has no account or Region; expected stacks with an '
        + 'account and a Region, because each stack names resources of the other; give both stacks an env, or write new '
        + 'ArnPrincipal(roleArn) [cdk-dynamo-access:unknownEnvironment]',
    ));
  });
});

test('mutual access of the roles of two stacks fails with the remedy', () => {
  const app = new App();
  const [one, other] = ['111122223333', '222222222222'].map((account) => new Stack(app, `Of${account}`, { env: { ...ENV, account } }));
  const [table, otherTable] = [one, other].map((stack) => newTable(stack, 'Table', { tableName: 'orders' }));
  policy(one, table, { principals: [newRole(other)] });
  expect(() => policy(other, otherTable, { principals: [newRole(one)] })).toThrow(new Error(
    '[Of222222222222/Partners] the principal Of111122223333/Role is in the stack Of111122223333, which is deployed after the stack '
      + 'Of222222222222; expected a role or user that exists before the policy that names it; put the roles in a separate stack, or write '
      + 'new AccountPrincipal(accountId) [cdk-dynamo-access:stackOrder]',
  ));
});

describe('the features', () => {
  const byRole = 'remove the feature, or let the other account assume a role of this account with RoleTrust.ofAccount '
    + '[cdk-dynamo-access:unsupportedAcrossAccounts]';

  test.each<[TableFeature, string, string]>([
    [TableFeature.PARTIQL_SELECT, 'dynamodb:PartiQLSelect', byRole],
    [TableFeature.CREATE_TABLE, 'dynamodb:CreateTable', byRole],
    [TableFeature.LIST_TABLES, 'dynamodb:ListTables', byRole],
    [TableFeature.STREAM_TRIGGER, 'dynamodb:ListStreams', 'write STREAM_READ here, and give the role LIST_STREAMS '
      + '[cdk-dynamo-access:unsupportedAcrossAccounts]'],
    [TableFeature.SEARCH_VECTORS, 'dynamodb:SearchVectors', byRole],
    [TableFeature.BACKUP, 'dynamodb:CreateBackup, dynamodb:DescribeBackup, dynamodb:DeleteBackup, dynamodb:ListBackups', byRole],
    [TableFeature.TIME_TO_LIVE, 'dynamodb:DescribeTimeToLive, dynamodb:UpdateTimeToLive', byRole],
    [TableFeature.RESOURCE_POLICY, 'dynamodb:DeleteResourcePolicy, dynamodb:GetResourcePolicy, dynamodb:PutResourcePolicy', byRole],
    [TableFeature.custom({ name: 'FREEZE', why: 'to test it', tableActions: ['dynamodb:FreezeTable'] }), 'dynamodb:FreezeTable', byRole],
  ])('fail for %s, which AWS doesn\'t support across accounts', (feature, actions, remedy) => {
    const stack = newStack({}, ENV);
    expect(() => policy(stack, newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE }), { features: [feature] })).toThrow(new Error(
      `[Stack/Partners] the feature ${feature} has actions that AWS does not support across accounts: ${actions}; expected the actions of `
        + `${ACTIONS_PAGE}; ${remedy}`,
    ));
  });

  test('fail for the choice of a key', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
    expect(() => policy(stack, table, { features: [TableFeature.CHANGE_TABLE_KEY] })).toThrow(new Error(
      '[Stack/Partners] the feature CHANGE_TABLE_KEY chooses the key of the table, which AWS does not support across accounts; expected '
        + 'features that use the existing key of the table; write UPDATE_TABLE, or let the other account assume a role of this account with '
        + 'RoleTrust.ofAccount [cdk-dynamo-access:unsupportedAcrossAccounts]',
    ));
  });

  test('fail as they do everywhere', () => {
    const stack = newStack({}, ENV);
    expect(() => policy(stack, newTable(stack, 'Table'), { features: [] })).toThrow(errorMatching('Stack/Partners', 'emptyList', 'features'));
  });

  test('fail for a stream that the table doesn\'t have', () => {
    expect(problems({ features: [TableFeature.STREAM_READ] })).toEqual([
      messageMatching('Stack/Partners', 'tableWithoutStream', 'STREAM_READ'),
    ]);
  });
});

test('the actions that AWS supports across accounts are these of the catalogue, and no others', () => {
  expect(Object.keys(ACTIONS).filter((action) => action.startsWith('dynamodb:') && !CROSS_ACCOUNT_ACTIONS.has(action)).sort()).toEqual([
    'dynamodb:CreateBackup',
    'dynamodb:CreateGlobalTableWitness',
    'dynamodb:CreateTable',
    'dynamodb:CreateTableReplica',
    'dynamodb:DeleteBackup',
    'dynamodb:DeleteGlobalTableWitness',
    'dynamodb:DeleteResourcePolicy',
    'dynamodb:DeleteTableReplica',
    'dynamodb:DescribeBackup',
    'dynamodb:DescribeContinuousBackups',
    'dynamodb:DescribeContributorInsights',
    'dynamodb:DescribeExport',
    'dynamodb:DescribeImport',
    'dynamodb:DescribeKinesisStreamingDestination',
    'dynamodb:DescribeTimeToLive',
    'dynamodb:DisableKinesisStreamingDestination',
    'dynamodb:EnableKinesisStreamingDestination',
    'dynamodb:ExportTableToPointInTime',
    'dynamodb:GetResourcePolicy',
    'dynamodb:ImportTable',
    'dynamodb:ListBackups',
    'dynamodb:ListContributorInsights',
    'dynamodb:ListExports',
    'dynamodb:ListImports',
    'dynamodb:ListStreams',
    'dynamodb:ListTables',
    'dynamodb:PartiQLDelete',
    'dynamodb:PartiQLInsert',
    'dynamodb:PartiQLSelect',
    'dynamodb:PartiQLUpdate',
    'dynamodb:PutResourcePolicy',
    'dynamodb:RestoreTableFromBackup',
    'dynamodb:RestoreTableToPointInTime',
    'dynamodb:SearchVectors',
    'dynamodb:UpdateContinuousBackups',
    'dynamodb:UpdateContributorInsights',
    'dynamodb:UpdateKinesisStreamingDestination',
    'dynamodb:UpdateTimeToLive',
  ]);
  expect([...CROSS_ACCOUNT_ACTIONS].filter((action) => !(action in ACTIONS))).toEqual([]);
});

describe('a table without a name', () => {
  const custom = (options: object) => TableFeature.custom({ name: 'QUERY_TABLE', why: 'to test it', ...options });

  test.each<[string, TableFeature, string]>([
    ['onTable()', TableFeature.QUERY.onTable(), 'give the table a name, or write QUERY [cdk-dynamo-access:tableWithoutName]'],
    ['onIndexes()', TableFeature.CRUD.onIndexes('byDate'), 'give the table a name, or write CRUD [cdk-dynamo-access:tableWithoutName]'],
    ['onAnyIndex()', TableFeature.SCAN.onAnyIndex(), 'give the table a name, or write SCAN [cdk-dynamo-access:tableWithoutName]'],
    ['a custom feature on the table alone', custom({ tableActions: ['dynamodb:Query'] }), 'give the table a name '
      + '[cdk-dynamo-access:tableWithoutName]'],
    ['a custom feature on indexes alone', custom({ indexActions: ['dynamodb:Query'] }), 'give the table a name [cdk-dynamo-access:tableWithoutName]'],
  ])('fails for %s, as * means more', (_name, feature, remedy) => {
    expect(problems({ features: [feature] }, (stack) => {
      const table = newTable(stack, 'Table');
      addIndexes(table, 'byDate');
      return table;
    })).toEqual([
      `[Stack/Partners] CloudFormation chooses the name of Stack/Table, so its policy cannot name the table or the indexes of ${feature}; `
        + `expected a table with a name, or features on the table and all its indexes; ${remedy}`,
    ]);
  });
});

describe('the Regions', () => {
  test('fail for one that a TableV2 has no replica in', () => {
    expect(problems({ regions: ['us-east-1'] }, (stack) => newTableV2(stack))).toEqual([
      "[Stack/Partners] the table has no replica in 'us-east-1'; expected one of the Regions with a replica: eu-west-1; add the replica to the "
        + 'table, or remove the Region from regions [cdk-dynamo-access:regionWithoutReplica]',
    ]);
  });

  test('fail for a Table, whose replicas CloudFormation doesn\'t declare', () => {
    expect(problems({ regions: ['us-east-1'] })).toEqual([
      "[Stack/Partners] the table declares no replica in 'us-east-1'; expected a Region in which the table declares a replica, because each "
        + 'replica has its own policy; add the replica to the table, or remove the Region from regions '
        + '[cdk-dynamo-access:regionWithoutReplica]',
    ]);
  });

  test('fail for a CfnGlobalTable with several replicas in a stack without a Region', () => {
    const stack = newStack();
    policy(stack, newGlobalTable(stack, { replicas: [{ region: 'eu-west-1' }, { region: 'us-east-1' }] }));

    expect(problemsOf(stack)).toEqual([
      '[Stack/Partners] the table has several replicas, but its stack has no Region; expected a Region in which the table declares a replica, '
        + 'because each replica has its own policy; give the stack an env with a Region [cdk-dynamo-access:unknownEnvironment]',
    ]);
  });
});

describe('the size', () => {
  const roles = (count: number) => Array.from({ length: count }, (_, i) =>
    new ArnPrincipal(`arn:aws:iam::222222222222:role/${'reader'.padEnd(60, 'x')}${`${i}`.padStart(4, '0')}`));

  test('may be what AWS takes', () => {
    const stack = newStack({}, ENV);
    policy(stack, newTable(stack, 'Table', { tableName: 'orders' }), { principals: roles(200) });

    expect(() => (stack.node.root as any).synth()).not.toThrow();
  });

  test('fails above that, with the numbers', () => {
    expect(problems({ principals: roles(205) }, (stack) => newTable(stack, 'Table', { tableName: 'orders' }))).toEqual([
      '[Stack/Partners] the resource policy of Stack/Table in eu-west-1 can have 20,270 characters; expected at most 20,000 characters, the '
        + 'limit of DynamoDB; name accounts instead of their roles, write bundles instead of single features, or give the table a shorter '
        + 'name [cdk-dynamo-access:policyTooLarge]',
    ]);
  });

  test('counts what stands there already', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { tableName: 'orders' });
    for (const feature of [TableFeature.READ_ITEM, TableFeature.SCAN]) {
      new TableAccessPolicy(stack, feature.name, { table, principals: roles(150), features: [feature] });
    }

    expect(problemsOf(stack)).toHaveLength(2);
  });
});

test('fails for all indexes of a replica whose indexes another account declares', () => {
  const replica = (stack: Stack) => TableRef.fromGlobalTable(new CfnGlobalTable(stack, 'Table', {
    tableName: 'orders',
    globalTableSourceArn: 'arn:aws:dynamodb:us-east-1:333333333333:table/orders',
    replicas: [{ region: ENV.region }],
  }));

  expect(problems({ features: [TableFeature.QUERY] }, replica)).toEqual([
    '[Stack/Partners] this app does not know the indexes of Stack/Table, so QUERY would be allowed on no index; expected a feature that names '
      + "its indexes; write QUERY.onTable() or QUERY.onIndexes('name') [cdk-dynamo-access:indexesElsewhere]",
  ]);
});
