import { App, CfnParameter, Fn, Stack, StackProps } from 'aws-cdk-lib';
import { AttributeType, CfnGlobalTable, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountRootPrincipal, AnyPrincipal, ArnPrincipal, CfnGroup, CfnGroupPolicy, CfnManagedPolicy, CfnPolicy, CfnRole, CfnRolePolicy, CfnUserPolicy,
  CfnUserToGroupAddition, Effect, Group, IIdentity, IPrincipal, IRole, ManagedPolicy, PermissionsBoundary, PolicyStatement, Role, ServicePrincipal,
  User,
} from 'aws-cdk-lib/aws-iam';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LambdaTableAccess, RowScope, TableAccessGrants, TableAccessScope, TableFeature, TableRef } from '../../src';
import { addIndexes, ENV, FLAG_SETTINGS, newFunction, newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const HEAD = '/Stack/Table: Stack/Role has more permissions on a table than the features of this access: ';

/** The warnings of a role that reads items, and has more from elsewhere. */
function warnings(
  give: (role: Role, table: Table, stack: Stack) => void,
  scope: TableAccessScope = {},
  stack = newStack({}, ENV),
  makeTable: (stack: Stack) => Table = (where) => newTable(where, 'Table'),
): string[] {
  const [table, role] = [makeTable(stack), lambdaRole(stack)];
  TableAccessGrants.fromTable(table, scope).features(role, TableFeature.READ_ITEM);
  give(role, table, stack);
  return warningsOf(stack);
}

const allow = (actions: string[], resources: string[], more = {}) => new PolicyStatement({ actions, resources, ...more });

describe.each(FLAG_SETTINGS)('a role has a warning, once, with %s,', (_name, flags) => {
  const withFlags = (give: (role: Role, table: Table, stack: Stack) => void, scope?: TableAccessScope) => warnings(give, scope, newStack(flags, ENV));

  test('where a grant of aws-cdk-lib gives it more on the same table', () => {
    expect(withFlags((role, table) => table.grantReadWriteData(role))).toEqual([
      '/Stack/Table: Stack/Role has more permissions on a table than the features of this access: dynamodb:BatchGetItem, '
        + 'dynamodb:BatchWriteItem, dynamodb:ConditionCheckItem and 6 more in Stack/Role/DefaultPolicy; expected no other policy that allows '
        + 'actions on the table or its indexes; remove the other policy and list the features that the function needs, or acknowledge this '
        + 'warning [ack: cdk-dynamo-access:widerElsewhere]',
    ]);
  });

  test('where a statement allows it everything', () => {
    expect(withFlags((role) => role.addToPolicy(allow(['*'], ['*'])))).toEqual([
      expect.stringContaining(' in Stack/Role/DefaultPolicy'),
    ]);
  });

  test('where its rows are lost, as a statement allows the same on all rows', () => {
    expect(withFlags((role, table) => table.grant(role, 'dynamodb:GetItem'), { rows: RowScope.ofValues('a') })).toEqual([
      '/Stack/Table: Stack/Role has more permissions on a table than the features of this access: dynamodb:GetItem in '
        + 'Stack/Role/DefaultPolicy; expected no other policy that allows actions on the table or its indexes; remove the other policy and '
        + 'list the features that the function needs, or acknowledge this warning [ack: cdk-dynamo-access:widerElsewhere]',
    ]);
  });
});

test.each<[string, (role: Role, table: Table, stack: Stack) => void, string]>([
  ['an AWS managed policy', (role) => role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AmazonDynamoDBFullAccess')),
    'dynamodb:BatchGetItem, dynamodb:BatchWriteItem, dynamodb:ConditionCheckItem and 45 more in the managed policy AmazonDynamoDBFullAccess'],
  ['a managed policy of the app', (role, _table, stack) => role.addManagedPolicy(new ManagedPolicy(stack, 'Wide', {
    statements: [allow(['dynamodb:Put*'], ['*'])],
  })), 'dynamodb:PutItem, dynamodb:PutResourcePolicy in Stack/Wide'],
  ['an L1 managed policy that names the role', (role, _table, stack) => new CfnManagedPolicy(stack, 'Wide', {
    roles: [role.roleName], policyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' }] },
  }), 'dynamodb:PutItem in Stack/Wide'],
  ['an L1 inline policy of the role', (role, _table, stack) => new CfnRolePolicy(stack, 'Wide', {
    roleName: role.roleName, policyName: 'wide', policyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' }] },
  }), 'dynamodb:PutItem in Stack/Wide'],
  ['all tables of the account by a wildcard', (role) => role.addToPolicy(allow(['dynamodb:PutItem'], ['arn:aws:dynamodb:*:*:table/*'])),
    'dynamodb:PutItem in Stack/Role/DefaultPolicy'],
  ['all that is not listed', (role) => role.addToPolicy(new PolicyStatement({ notActions: ['iam:*'], resources: ['*'] })),
    'dynamodb:BatchGetItem, dynamodb:BatchWriteItem, dynamodb:ConditionCheckItem and'],
])('a role has a warning where %s allows more', (_name, give, named) => {
  expect(warnings(give)).toEqual([expect.stringContaining(`${HEAD}${named}`)]);
});

test.each<[string, (role: Role, table: Table, stack: Stack) => void]>([
  ['nothing else', () => undefined],
  ['the same by another policy', (role, table) => table.grant(role, 'dynamodb:GetItem')],
  ['more on another table', (role, _table, stack) => newTable(stack, 'Other').grantReadWriteData(role)],
  ['more on tables of another name', (role) => role.addToPolicy(allow(['dynamodb:*'], ['arn:aws:dynamodb:eu-west-1:111122223333:table/x-*']))],
  ['the same under a condition', (role) => role.addToPolicy(allow(['dynamodb:GetItem'], ['*'], { conditions: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }))],
  ['another service', (role) => role.addToPolicy(allow(['s3:*'], ['*']))],
  ['lists of all tables', (role) => role.addToPolicy(allow(['dynamodb:ListTables'], ['*']))],
  ['a denial of what no feature needs', (role) => role.addToPolicy(allow(['dynamodb:Put*'], ['*'], { effect: Effect.DENY }))],
  ['another managed policy', (role) => role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AmazonSQSFullAccess'))],
])('a role that has %s has no warning', (_name, give) => {
  expect(warnings(give)).toEqual([]);
});

test.each([['ReadOnlyAccess', 'ReadOnlyAccess'], ['job-function/DatabaseAdministrator', 'DatabaseAdministrator']])(
  'a role has a warning for the AWS managed policy %s, which is known by its name alone', (path, name) => {
    expect(warnings((role) => role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(path)))).toEqual([
      expect.stringContaining(`${HEAD}all actions of the managed policy ${name};`),
    ]);
  });

test('a role has no warning for a managed policy of the account that has the name of one of AWS', () => {
  expect(warnings((role, _table, stack) => role.addManagedPolicy(ManagedPolicy.fromManagedPolicyName(stack, 'Own', 'ReadOnlyAccess')))).toEqual([]);
});

test('a role has a warning where another policy allows more under a condition', () => {
  const conditions = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

  expect(warnings((role) => role.addToPolicy(allow(['dynamodb:GetItem', 'dynamodb:PutItem'], ['*'], { conditions })))).toEqual([
    expect.stringContaining(`${HEAD}dynamodb:PutItem in Stack/Role/DefaultPolicy;`),
  ]);
});

test('a role has no warning for more that a boundary of the app takes away', () => {
  const stack = newStack({}, ENV);
  const given = warnings((role, table) => {
    PermissionsBoundary.of(role).apply(new ManagedPolicy(stack, 'Boundary', { statements: [allow(['dynamodb:GetItem'], ['*'])] }));
    table.grant(role, 'dynamodb:PutItem');
  }, {}, stack);

  expect(given).toEqual([]);
});

test('a role has no warning for more that another statement denies', () => {
  expect(warnings((role, table) => {
    table.grant(role, 'dynamodb:PutItem');
    role.addToPolicy(allow(['dynamodb:Put*'], ['*'], { effect: Effect.DENY }));
  })).toEqual([]);
});

test('a role has a warning for a managed policy of AWS that reads streams', () => {
  const stack = newStack({}, ENV);
  const given = warnings((role) => role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaDynamoDBExecutionRole')), {}, stack,
    (where) => newTable(where, 'Table', { stream: StreamViewType.NEW_IMAGE }));

  expect(given).toEqual([
    expect.stringContaining(`${HEAD}dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator in the managed policy AWSLambda`),
  ]);
});

describe('a role has a warning for more than its access to a part of a table:', () => {
  const parts = (features: TableFeature[], action: string, listResources: (arn: string) => string[]) => {
    const stack = newStack({}, ENV);
    const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
    addIndexes(table, 'byDate', 'byName');
    const role = lambdaRole(stack);
    TableAccessGrants.fromTable(table).features(role, ...features);
    role.addToPolicy(allow([action], listResources(table.tableArn)));
    return warningsOf(stack);
  };
  const { QUERY, READ_ITEM, SCAN, STREAM_READ } = TableFeature;

  test.each<[string, TableFeature[], string, (arn: string) => string[], boolean]>([
    ['the table beside a named index', [QUERY.onIndexes('byDate')], 'dynamodb:Query', (arn) => [arn], true],
    ['another index', [QUERY.onIndexes('byDate')], 'dynamodb:Query', (arn) => [`${arn}/index/byName`], true],
    ['the same index', [QUERY.onIndexes('byDate')], 'dynamodb:Query', (arn) => [`${arn}/index/byDate`], false],
    ['the indexes beside the table', [QUERY.onTable()], 'dynamodb:Query', (arn) => [`${arn}/index/*`], true],
    ['the table beside any index', [QUERY.onAnyIndex()], 'dynamodb:Query', (arn) => [arn], true],
    ['an index beside any index', [QUERY.onAnyIndex()], 'dynamodb:Query', (arn) => [`${arn}/index/byName`], false],
    ['a scan of an index', [SCAN.onIndexes('byDate')], 'dynamodb:Scan', (arn) => [arn, `${arn}/index/*`], true],
    ['the stream beside items', [READ_ITEM], 'dynamodb:GetRecords', (arn) => [`${arn}/stream/*`], true],
    ['items beside the stream', [STREAM_READ], 'dynamodb:GetItem', (arn) => [arn], true],
    ['a stream action on the table, where it allows nothing', [READ_ITEM], 'dynamodb:GetRecords', (arn) => [arn], false],
    ['an action that this library doesn\'t know', [READ_ITEM], 'dynamodb:FutureAction', (arn) => [arn], true],
  ])('%s', (_name, features, action, listResources, isWider) => {
    expect(parts(features, action, listResources)).toEqual(isWider ? [expect.stringContaining(`${HEAD}${action} in Stack/Role/DefaultPolicy;`)] : []);
  });
});

describe('a role has a warning for an index or stream that the app does not declare:', () => {
  const onImported = (action: string, parts: string[], ...features: TableFeature[]) => {
    const stack = newStack({}, ENV);
    const role = lambdaRole(stack);
    const table = Table.fromTableName(stack, 'Table', 'orders');
    TableAccessGrants.fromTable(table).features(role, ...features);
    role.addToPolicy(allow([action], parts.map((part) => `${table.tableArn}${part}`)));
    return warningsOf(stack).filter((warning) => warning.includes('widerElsewhere'));
  };
  const { QUERY, READ_ITEM } = TableFeature;

  test('an index by its name, of a table of the app', () => {
    expect(warnings((role, table) => role.addToPolicy(allow(['dynamodb:Query'], [`${table.tableArn}/index/byDate`])))).toEqual([
      expect.stringContaining(`${HEAD}dynamodb:Query in Stack/Role/DefaultPolicy;`),
    ]);
  });

  test('any index of a table of the app is none', () => {
    expect(warnings((role, table) => role.addToPolicy(allow(['dynamodb:Query'], [`${table.tableArn}/index/*`])))).toEqual([]);
  });

  test('an index that only the policy of another role names', () => {
    expect(warnings((role, table, stack) => {
      const other = new Role(stack, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      other.addToPolicy(allow(['dynamodb:Query'], [`${table.tableArn}/index/byDate`]));
      role.addToPolicy(allow(['dynamodb:Query'], [`${table.tableArn}/index/*`]));
    })).toEqual([expect.stringContaining(`${HEAD}dynamodb:Query in Stack/Role/DefaultPolicy;`)]);
  });

  test('an index that only the permissions boundary of a user names', () => {
    expect(warnings((role, table, stack) => {
      const boundary = new ManagedPolicy(stack, 'Boundary', { statements: [allow(['dynamodb:Query'], [`${table.tableArn}/index/byDate`])] });
      new User(stack, 'User', { permissionsBoundary: boundary });
      role.addToPolicy(allow(['dynamodb:Query'], [`${table.tableArn}/index/*`]));
    })).toEqual([expect.stringContaining(`${HEAD}dynamodb:Query in Stack/Role/DefaultPolicy;`)]);
  });

  test.each<[string, string, string[], TableFeature[], boolean]>([
    ['an index of an imported table', 'dynamodb:Query', ['/index/byDate'], [READ_ITEM], true],
    ['any index of an imported table', 'dynamodb:Query', ['/index/*'], [READ_ITEM], true],
    ['indexes of an imported table by a prefix', 'dynamodb:Query', ['/index/by*'], [READ_ITEM], true],
    ['any stream of an imported table', 'dynamodb:GetRecords', ['/stream/*'], [READ_ITEM], true],
    ['an index that a feature names', 'dynamodb:Scan', ['', '/index/byDate'], [TableFeature.SCAN.onTable(), QUERY.onIndexes('byDate')], true],
    ['the same index of an imported table', 'dynamodb:Query', ['/index/byDate'], [QUERY.onIndexes('byDate')], false],
    ['any index that a feature allows', 'dynamodb:Query', ['/index/*'], [QUERY.onAnyIndex()], false],
  ])('%s', (_name, action, parts, features, isWider) => {
    expect(onImported(action, parts, ...features)).toEqual(isWider ? [expect.stringContaining(`${HEAD}${action} in Stack/Role/DefaultPolicy;`)] : []);
  });
});

describe('a replica in another Region has the same items, so that a role', () => {
  const onReplica = (action: string, part: string, regions?: string[]) => {
    const stack = newStack({}, ENV);
    const table = new TableV2(stack, 'Table', {
      tableName: 'orders',
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      globalSecondaryIndexes: [{ indexName: 'byDate', partitionKey: { name: 'date', type: AttributeType.STRING } }],
      dynamoStream: StreamViewType.NEW_IMAGE,
      replicas: [{ region: 'us-east-1' }],
    });
    const role = lambdaRole(stack);
    TableAccessGrants.fromTable(table, { regions }).features(role, TableFeature.READ_ITEM);
    role.addToPolicy(allow([action], [`arn:aws:dynamodb:us-east-1:${ENV.account}:table/${part}`]));
    return warningsOf(stack);
  };

  test.each<[string, string, string]>([
    ['another action', 'dynamodb:Scan', 'orders'],
    ['the same action, which the access allows in its own Region alone', 'dynamodb:GetItem', 'orders'],
    ['an index', 'dynamodb:Query', 'orders/index/byDate'],
    ['the stream', 'dynamodb:GetRecords', 'orders/stream/*'],
  ])('has a warning for %s', (_name, action, part) => {
    expect(onReplica(action, part)).toEqual([expect.stringContaining(`${HEAD}${action} in Stack/Role/DefaultPolicy;`)]);
  });

  test('has a warning for another action on a replica that the access covers', () => {
    expect(onReplica('dynamodb:Scan', 'orders', ['us-east-1'])).toEqual([expect.stringContaining(`${HEAD}dynamodb:Scan in Stack/Role/DefaultPolicy;`)]);
  });

  test('has no warning for the same action on a replica that the access covers', () => {
    expect(onReplica('dynamodb:GetItem', 'orders', ['us-east-1'])).toEqual([]);
  });

  test('has no warning for another table in the Region of the replica', () => {
    expect(onReplica('dynamodb:Scan', 'customers')).toEqual([]);
  });
});

describe('replicas that only CloudFormation knows may be in any Region, so that a role', () => {
  const REPLICAS: [string, unknown][] = [
    ['a parameter as the list', { Ref: 'Parameter' }],
    ['a parameter as a replica', [{ Region: ENV.region }, { Ref: 'Parameter' }]],
    ['a parameter as the Region of a replica', [{ Region: ENV.region }, { Region: { Ref: 'Parameter' } }]],
  ];
  const onReplica = (replicas: unknown, action: string, resource: string) => {
    const stack = newStack({}, ENV);
    new CfnParameter(stack, 'Parameter');
    const table = new CfnGlobalTable(stack, 'Table', { tableName: 'orders', keySchema: [], attributeDefinitions: [], replicas: [] });
    table.addPropertyOverride('Replicas', replicas);
    const role = lambdaRole(stack);
    TableAccessGrants.fromTable(TableRef.fromGlobalTable(table)).features(role, TableFeature.READ_ITEM);
    role.addToPolicy(allow([action], [`arn:aws:dynamodb:${resource}`]));
    return warningsOf(stack).filter((warning) => warning.includes('widerElsewhere'));
  };

  test.each(REPLICAS.flatMap(([name, replicas]) => [
    [name, replicas, `us-east-1:${ENV.account}:table/orders`], [name, replicas, `us-*:${ENV.account}:table/orders`],
  ] as const))('has a warning for the same action in another Region with %s', (_name, replicas, resource) => {
    expect(onReplica(replicas, 'dynamodb:GetItem', resource)).toEqual([expect.stringContaining(`${HEAD}dynamodb:GetItem in Stack/Role/DefaultPolicy;`)]);
  });

  test.each<[string, unknown, string]>([
    ['another table', REPLICAS[0][1], `us-east-1:${ENV.account}:table/customers`],
    ['a Region without a replica, as all replicas are known', [{ Region: ENV.region }], `us-east-1:${ENV.account}:table/orders`],
    ['a Region without a replica, as the only one is in that of the stack', [{ Region: { Ref: 'AWS::Region' } }], `us-east-1:${ENV.account}:table/orders`],
  ])('has no warning for %s', (_name, replicas, resource) => {
    expect(onReplica(replicas, 'dynamodb:GetItem', resource)).toEqual([]);
  });

  test('has a warning for the known replica beside an unknown one', () => {
    expect(onReplica([{ Region: 'us-east-1' }, { Ref: 'Parameter' }], 'dynamodb:Scan', `us-east-1:${ENV.account}:table/orders`))
      .toEqual([expect.stringContaining(`${HEAD}dynamodb:Scan in Stack/Role/DefaultPolicy;`)]);
  });
});

describe('a replica has the indexes of its source, so that a role', () => {
  const onIndexes = (source: (stack: Stack) => string | undefined, resource: string) => {
    const stack = newStack({}, ENV);
    const table = new CfnGlobalTable(stack, 'Table', {
      tableName: 'orders', keySchema: [], attributeDefinitions: [], replicas: [{ region: ENV.region }], globalTableSourceArn: source(stack),
    });
    const role = lambdaRole(stack);
    TableAccessGrants.fromTable(TableRef.fromGlobalTable(table)).features(role, TableFeature.READ_ITEM);
    role.addToPolicy(allow(['dynamodb:Query'], [`arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/orders/${resource}`]));
    return warningsOf(stack).filter((warning) => warning.includes('widerElsewhere'));
  };
  const outside = () => 'arn:aws:dynamodb:eu-west-1:444455556666:table/orders';

  test.each(['index/*', 'index/by*', 'index/byDate'])('has a warning for %s if the source is not in the app', (resource) => {
    expect(onIndexes(outside, resource)).toEqual([expect.stringContaining(`${HEAD}dynamodb:Query in Stack/Role/DefaultPolicy;`)]);
  });

  test.each<[string, (stack: Stack) => string | undefined]>([
    ['the source is in the app and has no index', (stack) => newTable(stack, 'Source').tableArn],
    ['the table is no replica', () => undefined],
  ])('has no warning for index/* if %s', (_name, source) => {
    expect(onIndexes(source, 'index/*')).toEqual([]);
  });
});

test('a user has a warning for what its group has more', () => {
  const stack = newStack({}, ENV);
  const [table, user, group] = [newTable(stack, 'Table'), new User(stack, 'User'), new Group(stack, 'Group')];
  TableAccessGrants.fromTable(table).features(user, TableFeature.READ_ITEM);
  user.addToGroup(group);
  table.grant(group, 'dynamodb:PutItem');

  expect(warningsOf(stack)).toEqual([
    expect.stringContaining('/Stack/Table: Stack/User has more permissions on a table than the features of this access: dynamodb:PutItem in Stack/Group/DefaultPolicy;'),
  ]);
});

test.each<[string, (stack: Stack, user: User, group: CfnGroup) => void]>([
  ['that the user names by text', (stack, user) => user.addToGroup(Group.fromGroupName(stack, 'Import', 'clerks'))],
  ['that an addition names', (stack, user, group) => new CfnUserToGroupAddition(stack, 'Addition', { groupName: group.ref, users: [user.userName] })],
  ['that an addition names by text', (stack, user) => new CfnUserToGroupAddition(stack, 'Addition', { groupName: 'clerks', users: [user.userName] })],
  ['that an addition in another stack names', (stack, user) => {
    new CfnUserToGroupAddition(new Stack(stack.node.scope as App, 'Other', { env: ENV }), 'Addition', { groupName: 'clerks', users: [user.userName] });
  }],
  ['to which users are added that only CloudFormation knows', (stack, _user, group) => {
    const users = new CfnParameter(stack, 'Users', { type: 'CommaDelimitedList' }).valueAsList;
    new CfnUserToGroupAddition(stack, 'Addition', { groupName: group.ref, users });
  }],
])('a user has a warning for what a group has more %s', (_name, addUser) => {
  const stack = newStack({}, ENV);
  const [table, user] = [newTable(stack, 'Table'), new User(stack, 'User')];
  TableAccessGrants.fromTable(table).features(user, TableFeature.READ_ITEM);
  const group = new CfnGroup(stack, 'Group', {
    groupName: 'clerks', policies: [{ policyName: 'Inline', policyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' }] } }],
  });
  addUser(stack, user, group);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('dynamodb:PutItem in Stack/Group;')]);
});

test('a role has a warning for a policy in another stack that names the role by text', () => {
  const stack = newStack({}, ENV);
  const [table, role] = [newTable(stack, 'Table'), lambdaRole(stack, { roleName: 'reader' })];
  TableAccessGrants.fromTable(table).features(role, TableFeature.READ_ITEM);
  new CfnPolicy(new Stack(stack.node.scope as App, 'Other', { env: ENV }), 'Policy', {
    policyName: 'wide', roles: ['reader'], policyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' }] },
  });

  expect(warningsOf(stack)).toEqual([expect.stringContaining('dynamodb:PutItem in Other/Policy;')]);
});

test.each<[string, StackProps, string[]]>([
  ['in any account', {}, [expect.stringContaining('dynamodb:PutItem in Other/Policy;')]],
  ['in another account', { env: { ...ENV, account: '444455556666' } }, []],
])('a policy of a stack %s that names the role by text is of the role, unless its account is another', (_name, props, expected) => {
  const stack = newStack({}, ENV);
  const [table, role] = [newTable(stack, 'Table'), lambdaRole(stack, { roleName: 'reader' })];
  TableAccessGrants.fromTable(table).features(role, TableFeature.READ_ITEM);
  new CfnPolicy(new Stack(stack.node.scope as App, 'Other', props), 'Policy', {
    policyName: 'wide', roles: ['reader'], policyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' }] },
  });

  expect(warningsOf(stack)).toEqual(expected);
});

test.each<[string, object, unknown[]]>([
  ['of the newest version', { Version: '2012-10-17' }, [expect.stringContaining('dynamodb:PutItem in Stack/Policy;')]],
  ['of an old version', { Version: '2008-10-17' }, []],
  ['without a version', {}, []],
])('a policy variable in a policy %s may have any value only in the newest', (_name, version, expected) => {
  expect(warnings((role, _table, stack) => new CfnPolicy(stack, 'Policy', {
    policyName: 'wide',
    roles: [role.roleName],
    policyDocument: {
      ...version,
      Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/\${aws:PrincipalTag/Table}` }],
    },
  }))).toEqual(expected);
});

const WIDE = { policyName: 'wide', policyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' }] } };

test.each<[string, (stack: Stack) => IIdentity, (identity: IIdentity, stack: Stack) => void]>([
  ['user', (stack) => new User(stack, 'Grantee'), (user, stack) => new CfnUserPolicy(stack, 'Wide', { ...WIDE, userName: (user as User).userName })],
  ['group', (stack) => new Group(stack, 'Grantee'), (group, stack) => new CfnGroupPolicy(stack, 'Wide', { ...WIDE, groupName: (group as Group).groupName })],
])('a %s has a warning for its L1 inline policy', (_kind, makeIdentity, addPolicy) => {
  const stack = newStack({}, ENV);
  const identity = makeIdentity(stack);
  TableAccessGrants.fromTable(newTable(stack, 'Table')).features(identity, TableFeature.READ_ITEM);
  addPolicy(identity, stack);

  expect(warningsOf(stack)).toEqual([expect.stringContaining('dynamodb:PutItem in Stack/Wide;')]);
});

test('a role has no warning for an L1 inline policy of another role, though it is declared below this one', () => {
  expect(warnings((role, _table, stack) => new CfnRolePolicy(role, 'Wide', { ...WIDE, roleName: new Role(stack, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }).roleName }))).toEqual([]);
});

test('another role that has more is no matter of this one', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  TableAccessGrants.fromTable(table).features(lambdaRole(stack), TableFeature.READ_ITEM);
  table.grantReadWriteData(newFunction(stack, 'Fn'));

  expect(warningsOf(stack)).toEqual([]);
});

test('further accesses by the library are no warning', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  const access = new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn'), table, features: [TableFeature.READ_ITEM] });
  access.addTableAccess({ table, features: [TableFeature.CRUD] });

  expect(warningsOf(stack)).toEqual([]);
});

test('a DynamoEventSource, which grants on the stream, is no warning', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE });
  const fn = newFunction(stack, 'Fn');
  new LambdaTableAccess(stack, 'Access', { function: fn, table, features: [TableFeature.READ_ITEM, TableFeature.STREAM_TRIGGER] });
  fn.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST }));

  expect(warningsOf(stack)).toEqual([]);
});

test('an index counts for what it is', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  addIndexes(table, 'byDate');
  const role = lambdaRole(stack);
  TableAccessGrants.fromTable(table).features(role, TableFeature.QUERY.onIndexes('byDate'));
  role.addToPolicy(allow(['dynamodb:Query', 'dynamodb:PutItem'], [`${table.tableArn}/index/*`]));

  expect(warningsOf(stack)).toEqual([]);
});

test('an imported role has a warning for what the app gives it elsewhere', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table');
  const role: IRole = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/orders');
  TableAccessGrants.fromTable(table).features(role, TableFeature.READ_ITEM);
  table.grant(role, 'dynamodb:PutItem');

  expect(warningsOf(stack)).toEqual(['/Stack/Table: Stack/Role has more permissions on a table than the features of this access: '
    + 'dynamodb:PutItem in Stack/Role/Policy; expected no other policy that allows actions on the table or its indexes; remove the other '
    + 'policy and list the features that the function needs, or acknowledge this warning [ack: cdk-dynamo-access:widerElsewhere]']);
});

test.each<[string, (role: Role, table: Table, stack: Stack) => void]>([
  ['a resource that joins a list which is a parameter', (role, _table, stack) => {
    const { valueAsList } = new CfnParameter(stack, 'Parts', { type: 'CommaDelimitedList' });
    role.addToPolicy(allow(['s3:GetObject'], [Fn.join('', valueAsList)]));
  }],
  ['an attribute that is written as text', (role, _table, stack) => {
    new CfnPolicy(stack, 'Policy', {
      policyName: 'policy',
      roles: [role.roleName],
      policyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::GetAtt': 'Bucket.Arn' } }] },
    });
  }],
  ['managed policies under a condition', (role) => {
    (role.node.defaultChild as CfnRole).managedPolicyArns = Fn.conditionIf('IsProduction', ['arn'], []) as unknown as string[];
  }],
])('a policy with %s is no error', (_what, give) => {
  expect(warnings(give)).toEqual([]);
});

describe('the policies of a stack', () => {
  const roleWithAccess = (stack: Stack, table: Table, id: string) => {
    const role = new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    TableAccessGrants.fromTable(table).features(role, TableFeature.READ_ITEM);
    return role;
  };

  test('are looked for once a synthesis, however many roles have access', () => {
    const walksWith = (roles: number) => {
      const stack = newStack({}, ENV);
      const table = newTable(stack, 'Table');
      for (let index = 0; index < roles; index++) roleWithAccess(stack, table, `Role${index}`);
      const walks = jest.spyOn(stack.node, 'findAll');
      warningsOf(stack);
      return walks.mock.calls.length;
    };
    expect(walksWith(10)).toBe(walksWith(2));
  });

  test('are looked for again by the next synthesis', () => {
    const stack = newStack({}, ENV);
    const role = roleWithAccess(stack, newTable(stack, 'Table'), 'Role');
    expect(warningsOf(stack)).toEqual([]);
    role.addToPolicy(allow(['dynamodb:Scan'], ['*']));
    App.of(stack)!.synth({ force: true });
    expect(stack.node.findAll().flatMap(({ node }) => node.metadata).filter(({ type }) => type === 'aws:cdk:warning')).toEqual([
      expect.objectContaining({ data: expect.stringContaining('dynamodb:Scan in Stack/Role/DefaultPolicy') }),
    ]);
  });
});

describe('the policy of the table', () => {
  const inPolicy = (principals: (role: Role) => IPrincipal[], actions: string[], effect = Effect.ALLOW) => warnings((role, table) =>
    table.addToResourcePolicy(new PolicyStatement({ effect, actions, resources: ['*'], principals: principals(role) })));

  test('has a warning where it names the role with actions that no feature needs', () => {
    expect(inPolicy((role) => [role], ['dynamodb:GetItem', 'dynamodb:PutItem'])).toEqual([
      expect.stringContaining(`${HEAD}dynamodb:PutItem in the resource policy of Stack/Table; `),
    ]);
  });

  test('has a warning where it names everybody', () => {
    expect(inPolicy(() => [new AnyPrincipal()], ['dynamodb:PutItem'])).toEqual([
      expect.stringContaining(`${HEAD}dynamodb:PutItem in the resource policy of Stack/Table; `),
    ]);
  });

  const nameSession = (role: Role) => new ArnPrincipal(`arn:aws:sts::${ENV.account}:assumed-role/${role.roleName}/nightly`);

  test('has a warning where it names a session of the role', () => {
    expect(inPolicy((role) => [nameSession(role)], ['dynamodb:PutItem'])).toEqual([
      expect.stringContaining(`${HEAD}dynamodb:PutItem in the resource policy of Stack/Table; `),
    ]);
  });

  test('has no warning where it denies a session of the role', () => {
    expect(inPolicy((role) => [nameSession(role)], ['dynamodb:GetItem'], Effect.DENY)).toEqual([]);
  });

  test.each<[string, (role: Role) => IPrincipal, unknown[]]>([
    ['a session', nameSession, [expect.stringContaining('dynamodb:PutItem in the resource policy of Stack/Table; ')]],
    ['the role', (role) => role, []],
  ])('allows %s what a permissions boundary lets through', (_name, principal, expected) => {
    expect(warnings((role, table, stack) => {
      PermissionsBoundary.of(role).apply(new ManagedPolicy(stack, 'Boundary', { statements: [allow(['dynamodb:GetItem'], ['*'])] }));
      table.addToResourcePolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['*'], principals: [principal(role)] }));
    })).toEqual(expected);
  });

  test('has no warning where it names the role with the actions of its features', () => {
    expect(inPolicy((role) => [role], ['dynamodb:GetItem'])).toEqual([]);
  });

  test('has no warning where it names another role', () => {
    expect(inPolicy((role) => [new Role(Stack.of(role), 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })], ['dynamodb:PutItem'])).toEqual([]);
  });

  test('has no warning where it names the account, as that leaves the decision to identity policies', () => {
    expect(inPolicy(() => [new AccountRootPrincipal()], ['dynamodb:PutItem'])).toEqual([]);
  });

  test('has no warning for more that it denies the whole account', () => {
    expect(warnings((role, table) => {
      table.addToResourcePolicy(new PolicyStatement({ effect: Effect.DENY, actions: ['dynamodb:PutItem'], resources: ['*'], principals: [new AccountRootPrincipal()] }));
      table.grant(role, 'dynamodb:PutItem');
    })).toEqual([]);
  });

  test('has no warning for actions on the stream, which it is not about', () => {
    expect(warnings((role, table) => {
      table.addToResourcePolicy(new PolicyStatement({ actions: ['dynamodb:GetRecords'], resources: ['*'], principals: [role] }));
    }, {}, newStack({}, ENV), (stack) => newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE }))).toEqual([]);
  });

  test('has no warning where it denies', () => {
    expect(inPolicy((role) => [role], ['dynamodb:PutItem'], Effect.DENY)).toEqual([]);
  });

  test('has no warning on another table than its own', () => {
    expect(warnings((role, _table, stack) =>
      newTable(stack, 'Other').addToResourcePolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: ['*'], principals: [role] })))).toEqual([]);
  });
});
