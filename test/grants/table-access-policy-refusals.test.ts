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
import { problemsOf } from '../support/messages';
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
      '[Stack/Partners] the table Stack/Table, which this app imports; expected a table that this app declares, as the resource policy of '
      + 'another app\'s isn\'t this app\'s to change; declare the TableAccessPolicy where the table is declared [cdk-dynamo-access:importedTable]',
    ));
  });

  test('fails for what is no table', () => {
    const stack = newStack({}, ENV);
    expect(() => policy(stack, 'orders' as any)).toThrow(/^\[Stack\/Partners\] table 'orders'; expected a table: /);
  });

  test.each<[string, (stack: Stack) => ITableRef]>([
    ['a Table', (stack) => newTable(stack, 'Table', { encryption: TableEncryption.AWS_MANAGED })],
    ['a TableV2', (stack) => newTableV2(stack, { encryption: TableEncryptionV2.awsManagedKey() })],
    ['a CfnTable that names the alias', (stack) => new CfnTable(stack, 'Table', {
      keySchema: [], sseSpecification: { sseEnabled: true, kmsMasterKeyId: 'alias/aws/dynamodb' },
    })],
  ])('fails for %s under the key aws/dynamodb', (_name, table) => {
    expect(problems({}, table)).toEqual([
      '[Stack/Partners] the table Stack/Table, which is encrypted under the key aws/dynamodb; expected a customer managed key or the key '
      + 'that AWS owns, as other accounts can\'t use aws/dynamodb; change the encryption of the table [cdk-dynamo-access:awsManagedKey]',
    ]);
  });

  test('fails in another Stage', () => {
    const stage = new Stage(new App(), 'Stage');
    const stack = new Stack(stage.node.root as App, 'Stack', { env: ENV });
    expect(() => policy(stack, newTable(new Stack(stage, 'Owner', { env: ENV }), 'Table'))).toThrow(new Error(
      '[Stack/Partners] the table Stage/Owner/Table, which is of another Stage; expected a table of the same Stage, as its template may be '
      + 'written before this construct is asked; declare the TableAccessPolicy in the Stage of the table [cdk-dynamo-access:otherStage]',
    ));
  });

  test('fails for an override that replaces the policy of its key', () => {
    expect(problems({}, (stack) => {
      const encryptionKey = new Key(stack, 'Key');
      (encryptionKey.node.defaultChild as CfnKey).addPropertyOverride('KeyPolicy', { Statement: [] });
      return newTable(stack, 'Table', { encryptionKey });
    })).toEqual([
      '[Stack/Partners] an override of KeyPolicy on Stack/Key/Resource; expected the policy in the properties of the key, where what this '
      + 'construct adds can stand beside it; set it by the property [cdk-dynamo-access:policyOverridden]',
    ]);
  });

  test('fails for an override that replaces the policy', () => {
    expect(problems({}, (stack) => {
      const table = newTable(stack, 'Table');
      (table.node.defaultChild as CfnTable).addPropertyOverride('ResourcePolicy.PolicyDocument', { Statement: [] });
      return table;
    })).toEqual([
      '[Stack/Partners] an override of ResourcePolicy on Stack/Table; expected the policy in the properties of the table, where what this '
      + 'construct adds can stand beside it; set it by the property [cdk-dynamo-access:policyOverridden]',
    ]);
  });
});

describe('the principals', () => {
  const everybody = 'expected accounts, or roles and users of other accounts; name the accounts [cdk-dynamo-access:principal]';
  const service = 'expected accounts, or roles and users of other accounts; '
    + 'give the access to a role that it assumes; what services read a table by its policy say themselves how [cdk-dynamo-access:principal]';
  const own = 'expected principals of other accounts, as within an account the identity policy is enough; grant it by TableAccessGrants '
    + '[cdk-dynamo-access:principalOfOwnAccount]';

  test.each<[string, (stack: Stack) => IPrincipal[], string]>([
    ['none', () => [], 'principals []; expected at least one principal of another account; '
      + "list who may use the table, for example new AccountPrincipal('222222222222') [cdk-dynamo-access:emptyList]"],
    ['everybody', () => [new AnyPrincipal()], `principal *, which is everybody; ${everybody}`],
    ['a star', () => [new StarPrincipal()], `principal StarPrincipal(), which is everybody; ${everybody}`],
    ['an organization, which is everybody under a condition', () => [new OrganizationPrincipal('o-a1b2c3d4e5')],
      `principal OrganizationPrincipal(o-a1b2c3d4e5), which is everybody; ${everybody}`],
    ['a service', () => [new ServicePrincipal('lambda.amazonaws.com')],
      `principal ServicePrincipal(lambda.amazonaws.com), which is of the kind Service; ${service}`],
    ['a web identity', () => [new WebIdentityPrincipal('accounts.example.com')],
      `principal WebIdentityPrincipal(accounts.example.com), which is of the kind Federated; ${service}`],
    ['a group', (stack) => [new Group(stack, 'Group')],
      'principal Stack/Group; expected accounts, or roles and users of other accounts; name its users: AWS takes no group as a principal '
        + '[cdk-dynamo-access:principal]'],
    ['one with conditions', () => [PARTNER.withConditions({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
      'principal AccountPrincipal(222222222222) with conditions; expected accounts, or roles and users of other accounts without conditions, as '
      + 'DynamoDB\'s use of the key for them doesn\'t carry what they rest on; name the roles or accounts that meet the conditions, or write '
      + 'the statement with addToResourcePolicy of the table [cdk-dynamo-access:principal]'],
    ['the table\'s own account', () => [new AccountPrincipal(ENV.account)],
      `principal account 111122223333, which is of the table's own account; ${own}`],
    ['the root of the stack\'s account', () => [new AccountRootPrincipal()],
      `principal AccountRootPrincipal(), which is of the table's own account; ${own}`],
    ['a role of the table\'s own account', (stack) => [new Role(stack, 'Role', { assumedBy: PARTNER })],
      `principal Stack/Role, which is of the table's own account; ${own}`],
    ['an ARN of the table\'s own account', () => [PARTNER, new ArnPrincipal(`arn:aws:iam::${ENV.account}:role/reader`)],
      `principal arn:aws:iam::111122223333:role/reader, which is of the table's own account; ${own}`],
    ['an ARN with session tags, of the table\'s own account',
      () => [new ArnPrincipal(`arn:aws:iam::${ENV.account}:role/reader`).withSessionTags()],
      `principal {"AWS":["arn:aws:iam::111122223333:role/reader"]}, which is of the table's own account; ${own}`],
    ['an account by its number alone', () => [new ArnPrincipal(ENV.account)], `principal 111122223333, which is of the table's own account; ${own}`],
    ['a composite', () => [new CompositePrincipal(PARTNER, new AccountPrincipal(ENV.account))],
      'principal CompositePrincipal(AccountPrincipal(222222222222),AccountPrincipal(111122223333)); '
      + 'expected accounts, or roles and users of other accounts; list its principals one by one [cdk-dynamo-access:principal]'],
    ['a part of an ARN with a wildcard', () => [new ArnPrincipal('arn:aws:iam::222222222222:role/*')],
      'principal arn:aws:iam::222222222222:role/* with a wildcard; expected accounts, or roles and users of other accounts; '
      + 'name each of them, or the account: AWS takes no part of an ARN with a wildcard [cdk-dynamo-access:principal]'],
    ['a group by its ARN', () => [new ArnPrincipal('arn:aws:iam::222222222222:group/readers')],
      'principal arn:aws:iam::222222222222:group/readers; expected accounts, or roles and users of other accounts; '
      + 'name its users: AWS takes no group as a principal [cdk-dynamo-access:principal]'],
  ])('fails for %s', (_name, principals, message) => {
    const stack = newStack({}, ENV);
    expect(() => policy(stack, newTable(stack, 'Table'), { principals: principals(stack) })).toThrow(new Error(`[Stack/Partners] ${message}`));
  });

  test('fails for a role of the same stack where the app knows no account', () => {
    const stack = newStack();
    const role = new Role(stack, 'Role', { assumedBy: PARTNER });
    expect(() => policy(stack, newTable(stack, 'Table'), { principals: [role] })).toThrow(new Error(
      `[Stack/Partners] principal Stack/Role, which is of the table's own account; ${own}`,
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
      /^\[Owner\/Partners\] principal Partner\/\S+, whose stack or the table's has no account and Region of its own; expected accounts, and the /,
    );
  });

  test('fails with the remedy', () => {
    const app = new App();
    const [owner, partner] = [new Stack(app, 'Owner', { env: ENV }), new Stack(app, 'Partner')];
    expect(() => policy(owner, newTable(owner, 'Table', { tableName: 'orders' }), { principals: [newRole(partner)] })).toThrow(new Error(
      '[Owner/Partners] principal Partner/Role, whose stack or the table\'s has no account and Region of its own; expected accounts, and the '
      + 'Region of the table, that are known before deployment, as each stack names what the other one declares; give both stacks an env, or '
      + 'name the principal by ArnPrincipal [cdk-dynamo-access:unknownEnvironment]',
    ));
  });
});

test('mutual access of the roles of two stacks fails with the remedy', () => {
  const app = new App();
  const [one, other] = ['111122223333', '222222222222'].map((account) => new Stack(app, `Of${account}`, { env: { ...ENV, account } }));
  const [table, otherTable] = [one, other].map((stack) => newTable(stack, 'Table', { tableName: 'orders' }));
  policy(one, table, { principals: [newRole(other)] });
  expect(() => policy(other, otherTable, { principals: [newRole(one)] })).toThrow(new Error(
    '[Of222222222222/Partners] principal Of111122223333/Role, whose stack Of111122223333 is deployed after the stack Of222222222222; expected a '
    + 'role or user that is there before the policy which names it; put the roles in a stack of their own, or name the account by AccountPrincipal '
    + '[cdk-dynamo-access:stackOrder]',
  ));
});

describe('the features', () => {
  const byRole = 'remove the feature, or let the other account assume a role of this one: RoleTrust.ofAccount '
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
      `[Stack/Partners] feature ${feature} with ${actions}; expected actions that AWS supports in resource policies for other accounts: `
      + `${ACTIONS_PAGE}; ${remedy}`,
    ));
  });

  test('fail for the choice of a key', () => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
    expect(() => policy(stack, table, { features: [TableFeature.CHANGE_TABLE_KEY] })).toThrow(new Error(
      '[Stack/Partners] feature CHANGE_TABLE_KEY, which chooses the key of the table; expected features that use the key that the table has; '
      + 'write UPDATE_TABLE, or let the other account assume a role of this one: RoleTrust.ofAccount [cdk-dynamo-access:unsupportedAcrossAccounts]',
    ));
  });

  test('fail as they do everywhere', () => {
    const stack = newStack({}, ENV);
    expect(() => policy(stack, newTable(stack, 'Table'), { features: [] })).toThrow(/^\[Stack\/Partners\] features \[\]; expected at least one/);
  });

  test('fail for a stream that the table doesn\'t have', () => {
    expect(problems({ features: [TableFeature.STREAM_READ] })).toEqual([
      '[Stack/Partners] feature STREAM_READ on a table without a stream; expected a table whose stream is on, or an import that names its '
      + 'tableStreamArn; turn the stream of the table on, or remove the feature [cdk-dynamo-access:tableWithoutStream]',
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
      `[Stack/Partners] feature ${feature} on Stack/Table, a table whose name CloudFormation chooses; expected a feature on the table and all `
      + `of its indexes, as the policy of such a table can name them by * alone; ${remedy}`,
    ]);
  });
});

describe('the Regions', () => {
  test('fail for one that a TableV2 has no replica in', () => {
    expect(problems({ regions: ['us-east-1'] }, (stack) => newTableV2(stack))).toEqual([
      "[Stack/Partners] region 'us-east-1'; expected one of the Regions that the table has replicas in: eu-west-1; "
      + 'add the replica to the table, or remove the Region from regions [cdk-dynamo-access:regionWithoutReplica]',
    ]);
  });

  test('fail for a Table, whose replicas CloudFormation doesn\'t declare', () => {
    expect(problems({ regions: ['us-east-1'] })).toEqual([
      "[Stack/Partners] region 'us-east-1'; expected a Region that the table declares a replica in, so that the policy has a place; "
      + 'add the replica to the table, or remove the Region from regions [cdk-dynamo-access:regionWithoutReplica]',
    ]);
  });

  test('fail for a CfnGlobalTable with several replicas in a stack without a Region', () => {
    const stack = newStack();
    policy(stack, newGlobalTable(stack, { replicas: [{ region: 'eu-west-1' }, { region: 'us-east-1' }] }));

    expect(problemsOf(stack)).toEqual([
      '[Stack/Partners] a table with several replicas in a stack without a Region; expected a Region that the table declares a replica in, so '
      + 'that the policy has a place; give the stack an env with a Region [cdk-dynamo-access:unknownEnvironment]',
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
      '[Stack/Partners] the resource policy of Stack/Table in eu-west-1 takes 20,270 characters with the longest names; expected at most 20,000, which '
      + 'is what DynamoDB takes (20 KB); name accounts in the place of their roles, features in the place of many, or give the table a '
      + 'shorter name [cdk-dynamo-access:policyTooLarge]',
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
    '[Stack/Partners] feature QUERY on Stack/Table, whose indexes this app doesn\'t know; expected a feature that says which indexes it '
    + "reaches; write QUERY.onTable() or QUERY.onIndexes('name') [cdk-dynamo-access:indexesElsewhere]",
  ]);
});
