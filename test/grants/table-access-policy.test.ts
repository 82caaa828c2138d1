import { App, PhysicalName, Stack } from 'aws-cdk-lib';
import { AttributeType, CfnTable, ITableRef, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, ArnPrincipal, IPrincipal, PolicyDocument, PolicyStatement, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { TableAccessPolicy, TableAccessPolicyProps, TableFeature } from '../../src';
import { newCfnTable, newGlobalTable, newTableV2 } from '../resources/tables';
import { addIndexes, ENV, FLAG_SETTINGS, newStack, newTable, permissionsOf } from '../support/app';
import { synthesisError } from '../support/messages';
import { streamPolicy, tablePolicy } from '../support/resource-policies';
import '../support/quiet';

const PARTNER = '222222222222';
const ROOT = `arn:aws:iam::${PARTNER}:root`;
const ORDERS = 'arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/orders';
const STREAM_ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

function policy(table: ITableRef, props: Partial<TableAccessPolicyProps> = {}): TableAccessPolicy {
  return new TableAccessPolicy(Stack.of(table), props.principals ? 'Others' : 'Partners', {
    table, principals: [new AccountPrincipal(PARTNER)], features: [TableFeature.READ_ITEM], ...props,
  });
}

const reads = (...resources: string[]) => [{ principals: [ROOT], actions: ['dynamodb:GetItem'], resources }];

/** What CloudFormation asks of a table, which CDK checks of L1s in its later versions. */
const L1 = {
  attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
  billingMode: 'PAY_PER_REQUEST',
  streamSpecification: { streamViewType: 'NEW_IMAGE' },
};

/** One of each kind of table, in one Region. */
const TABLES: [string, (stack: Stack, tableName?: string) => ITableRef, string | undefined][] = [
  ['a Table', (stack, tableName) => newTable(stack, 'Table', { tableName, stream: StreamViewType.NEW_IMAGE }), undefined],
  ['a TableV2', (stack, tableName) => newTableV2(stack, { tableName, dynamoStream: StreamViewType.NEW_IMAGE }), 'eu-west-1'],
  ['a CfnTable', (stack, tableName) => newCfnTable(stack, { tableName, ...L1 }), undefined],
  ['a CfnGlobalTable', (stack, tableName) => newGlobalTable(stack, { tableName, ...L1 }), 'eu-west-1'],
];

describe.each(FLAG_SETTINGS)('%s', (_flags, flags) => {
  describe.each(TABLES)('the policy of %s', (_kind, makeTable, region) => {
    test('names the table where it has a name', () => {
      const stack = newStack(flags, ENV);
      policy(makeTable(stack, 'orders'));

      expect(tablePolicy(stack, region)).toEqual(reads(ORDERS));
    });

    test('says * where CloudFormation chooses the name, as it can\'t refer to its own table', () => {
      const stack = newStack(flags, ENV);
      policy(makeTable(stack));

      expect(tablePolicy(stack, region)).toEqual(reads('*'));
    });

    test('has a stream feature in the policy of the stream alone', () => {
      const stack = newStack(flags, ENV);
      policy(makeTable(stack, 'orders'), { features: [TableFeature.STREAM_READ] });

      expect(tablePolicy(stack, region)).toEqual([]);
      expect(streamPolicy(stack, region)).toEqual([{ principals: [ROOT], actions: STREAM_ACTIONS, resources: ['*'] }]);
    });

    test('holds those of several TableAccessPolicies', () => {
      const stack = newStack(flags, ENV);
      const table = makeTable(stack, 'orders');
      policy(table, { features: [TableFeature.READ_ITEM, TableFeature.STREAM_READ] });
      policy(table, { principals: [new AccountPrincipal('333333333333')], features: [TableFeature.PUT_ITEM, TableFeature.STREAM_READ] });

      expect(tablePolicy(stack, region).map(({ actions }) => actions)).toEqual([['dynamodb:GetItem'], ['dynamodb:PutItem']]);
      expect(streamPolicy(stack, region).map(({ principals }) => principals)).toEqual([[ROOT], ['arn:aws:iam::333333333333:root']]);
    });
  });

  test('stands beside what a Table has in its resource policy, before and after', () => {
    const stack = newStack(flags, ENV);
    const own = (action: string) => new PolicyStatement({ actions: [action], principals: [new AccountPrincipal(PARTNER)], resources: ['*'] });
    const table = newTable(stack, 'Table', { tableName: 'orders', resourcePolicy: new PolicyDocument({ statements: [own('dynamodb:Scan')] }) });
    policy(table);
    table.addToResourcePolicy(own('dynamodb:Query'));

    expect(tablePolicy(stack).flatMap(({ actions }) => actions).sort()).toEqual(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan']);
  });

  test('stands beside what a TableV2 has in the policies of its replicas and streams', () => {
    const stack = newStack(flags, ENV);
    const document = (action: string) => new PolicyDocument({
      statements: [new PolicyStatement({ actions: [action], principals: [new AccountPrincipal(PARTNER)], resources: ['*'] })],
    });
    const table = newTableV2(stack, {
      tableName: 'orders',
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      resourcePolicy: document('dynamodb:Scan'),
      replicas: [{ region: 'us-east-1', resourcePolicy: document('dynamodb:Query') }],
    });
    table.addToStreamResourcePolicy(new PolicyStatement({
      actions: ['dynamodb:DescribeStream'], principals: [new AccountPrincipal(PARTNER)], resources: ['*'],
    }));
    policy(table, { features: [TableFeature.READ_ITEM, TableFeature.STREAM_READ], regions: ['us-east-1'] });

    const actions = (statements: { actions: string[] }[]) => statements.map((statement) => statement.actions);
    expect(actions(tablePolicy(stack, 'eu-west-1'))).toEqual([['dynamodb:Scan'], ['dynamodb:GetItem']]);
    expect(actions(tablePolicy(stack, 'us-east-1'))).toEqual([['dynamodb:Query'], ['dynamodb:GetItem']]);
    expect(actions(streamPolicy(stack, 'eu-west-1'))).toEqual([['dynamodb:DescribeStream'], STREAM_ACTIONS]);
    expect(actions(streamPolicy(stack, 'us-east-1'))).toEqual([STREAM_ACTIONS]);
  });
});

describe('the policy of a CfnTable', () => {
  test('stands beside one that is written as JSON', () => {
    const stack = newStack({}, ENV);
    const statement = { Effect: 'Allow', Principal: { AWS: PARTNER }, Action: 'dynamodb:Scan', Resource: '*' };
    policy(newCfnTable(stack, { tableName: 'orders', resourcePolicy: { policyDocument: { Version: '2012-10-17', Statement: statement } } }));

    expect(tablePolicy(stack)).toEqual([{ principals: [PARTNER], actions: ['dynamodb:Scan'], resources: ['*'] }, ...reads(ORDERS)]);
  });
});

describe('a table with a name', () => {
  function indexed(stack: Stack): Table {
    const table = newTable(stack, 'Table', { tableName: 'orders' });
    addIndexes(table, 'byDate');
    return table;
  }

  test.each<[string, TableFeature, string[]]>([
    ['QUERY', TableFeature.QUERY, [ORDERS, `${ORDERS}/index/byDate`, `${ORDERS}/index/byLate`]],
    ['QUERY.onTable()', TableFeature.QUERY.onTable(), [ORDERS]],
    ["QUERY.onIndexes('byDate')", TableFeature.QUERY.onIndexes('byDate'), [`${ORDERS}/index/byDate`]],
    ['QUERY.onAnyIndex()', TableFeature.QUERY.onAnyIndex(), [`${ORDERS}/index/*`]],
  ])('has exactly the indexes that %s means, those that are added later among them', (_name, feature, resources) => {
    const stack = newStack({}, ENV);
    const table = indexed(stack);
    policy(table, { features: [feature] });
    addIndexes(table, 'byLate');

    expect(tablePolicy(stack)).toEqual([{ principals: [ROOT], actions: ['dynamodb:Query'], resources }]);
  });

  test('has transactions within transactions only', () => {
    const stack = newStack({}, ENV);
    policy(indexed(stack), { features: [TableFeature.TRANSACT_READ] });

    expect(tablePolicy(stack)).toEqual([{
      ...reads(ORDERS)[0], conditions: { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactGetItems'] } },
    }]);
  });

  test('has the ARN of the account and Region that it is deployed to, where the app knows neither', () => {
    const stack = newStack();
    policy(indexed(stack));

    expect(tablePolicy(stack)).toEqual(reads('arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/orders'));
  });
});

test('a table without a name has * for features on all of its indexes', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  addIndexes(table, 'byDate');
  policy(table, { features: [TableFeature.CRUD] });

  expect(tablePolicy(stack).map(({ resources }) => resources)).toEqual([['*']]);
});

describe('a table with replicas', () => {
  const replicated = (stack: Stack): TableV2 => newTableV2(stack, {
    tableName: 'orders',
    replicas: [{ region: 'us-east-1' }, { region: 'ap-south-1' }],
    globalSecondaryIndexes: [{ indexName: 'byDate', partitionKey: { name: 'date', type: AttributeType.STRING } }],
  });
  const there = 'arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/orders';

  test('has the policy in its own Region alone by default', () => {
    const stack = newStack({}, ENV);
    policy(replicated(stack));

    expect(['eu-west-1', 'us-east-1', 'ap-south-1'].map((region) => tablePolicy(stack, region))).toEqual([reads(ORDERS), [], []]);
  });

  test('has it in each of the Regions that are named, by the ARNs of that Region', () => {
    const stack = newStack({}, ENV);
    policy(replicated(stack), { regions: ['us-east-1'], features: [TableFeature.QUERY] });

    expect(tablePolicy(stack, 'us-east-1')).toEqual([
      { principals: [ROOT], actions: ['dynamodb:Query'], resources: [there, `${there}/index/byDate`] },
    ]);
    expect(tablePolicy(stack, 'ap-south-1')).toEqual([]);
  });

  test('has it on a replica that is added later', () => {
    const stack = newStack({}, ENV);
    const table = newTableV2(stack, { tableName: 'orders' });
    policy(table, { regions: ['us-east-1'] });
    table.addReplica({ region: 'us-east-1' });

    expect(tablePolicy(stack, 'us-east-1')).toEqual(reads(there));
  });

  test('has it on one replica alone', () => {
    const stack = newStack({}, ENV);
    const table = replicated(stack).replica('us-east-1');
    new TableAccessPolicy(stack, 'Partners', { table, principals: [new AccountPrincipal(PARTNER)], features: [TableFeature.READ_ITEM] });

    expect([tablePolicy(stack, 'eu-west-1'), tablePolicy(stack, 'us-east-1')]).toEqual([[], reads(there)]);
  });

  test('of a CfnGlobalTable, has it on the only replica in a stack without a Region', () => {
    const stack = newStack();
    policy(newGlobalTable(stack, { tableName: 'orders' }));

    expect(tablePolicy(stack, 'eu-west-1')).toHaveLength(1);
  });
});

describe('principals', () => {
  test.each<[string, (stack: Stack) => IPrincipal, string]>([
    ['a role of another account by its ARN', () => new ArnPrincipal(`arn:aws:iam::${PARTNER}:role/reader`), `arn:aws:iam::${PARTNER}:role/reader`],
    ['an imported role', (stack) => Role.fromRoleArn(stack, 'R', `arn:aws:iam::${PARTNER}:role/reader`), `arn:aws:iam::${PARTNER}:role/reader`],
    ['an imported user', (stack) => User.fromUserArn(stack, 'U', `arn:aws:iam::${PARTNER}:user/jane`), `arn:aws:iam::${PARTNER}:user/jane`],
  ])('can be %s', (_name, make, arn) => {
    const stack = newStack({}, ENV);
    policy(newTable(stack, 'Table', { tableName: 'orders' }), { principals: [make(stack)] });

    expect(tablePolicy(stack)[0].principals).toEqual([arn]);
  });
});

describe('a role of the same app in another account', () => {
  function stacks(flags: Record<string, unknown> = {}): { owner: Stack; partner: Stack } {
    const app = new App({ context: flags });
    return { owner: new Stack(app, 'Owner', { env: ENV }), partner: new Stack(app, 'Partner', { env: { ...ENV, account: PARTNER } }) };
  }

  const role = (stack: Stack, roleName: string = 'reader') =>
    new Role(stack, 'Role', { roleName, path: '/jobs/', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

  test.each(TABLES)('gets both sides on %s, with the real ARNs and no reference between the stacks', (_kind, makeTable, region) => {
    const { owner, partner } = stacks();
    policy(makeTable(owner, 'orders'), { principals: [role(partner)], features: [TableFeature.READ_ITEM, TableFeature.STREAM_READ] });

    expect(tablePolicy(owner, region)).toEqual([{ ...reads(ORDERS)[0], principals: [`arn:aws:iam::${PARTNER}:role/jobs/reader`] }]);
    expect(permissionsOf(partner)).toEqual([
      ...STREAM_ACTIONS.slice(0, 1).map((action) => `${action} on ${ORDERS}/stream/*`),
      `dynamodb:GetItem on ${ORDERS}`,
      ...STREAM_ACTIONS.slice(1).map((action) => `${action} on ${ORDERS}/stream/*`),
    ]);
    expect(partner.dependencies).toEqual([]);
  });

  test('gets both sides where CDK chooses the names', () => {
    const { owner, partner } = stacks();
    const table = newTable(owner, 'Table', { tableName: PhysicalName.GENERATE_IF_NEEDED });
    policy(table, { principals: [role(partner, PhysicalName.GENERATE_IF_NEEDED)] });

    const arn = 'arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/ownerownertablead9ecd63990cd22f4732';
    expect(tablePolicy(owner)[0].resources).toEqual([arn]);
    expect(permissionsOf(partner)).toEqual([`dynamodb:GetItem on ${arn}`]);
  });

  test('is deployed before the policy that names it', () => {
    const { owner, partner } = stacks();
    policy(newTable(owner, 'Table', { tableName: 'orders' }), { principals: [role(partner)] });

    expect(owner.dependencies).toEqual([partner]);
  });

  test('fails on an L1 table without a name, which its stack can\'t refer to', () => {
    const { owner, partner } = stacks();
    expect(() => policy(new CfnTable(owner, 'Table', { keySchema: [] }), { principals: [role(partner)] })).toThrow(new Error(
      '[Owner/Others] CloudFormation chooses the name of Owner/Table, so the stack of Partner/Role cannot name the table; expected a table '
        + 'with a name; set tableName of the table [cdk-dynamo-access:tableWithoutName]',
    ));
  });

  test('fails for a Table without a name, as CDK says', () => {
    const { owner, partner } = stacks();
    policy(newTable(owner, 'Table'), { principals: [role(partner)] });

    expect(synthesisError(owner)).toMatch(
      /Cannot use resource 'Owner\/Table' in a cross-environment fashion, the resource's physical name must be explicit set/,
    );
  });
});
