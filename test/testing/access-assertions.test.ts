import { App, CfnCondition, CfnParameter, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, ITable, ITableRef, StreamViewType, Table, TableEncryption, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AccountRootPrincipal, ArnPrincipal, CfnRole, Group, ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal, User, Effect } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  AccessAssertions, AccessAssertionsOptions, AttributeScope, DynamoAccessRole, LambdaTableAccess, PrincipalAssertions, RowScope, TableAccessGrants,
  TableFeature,
} from '../../src';
import { newApp } from '../policy/assemblies';
import { addIndexes, ENV, newFunction, newTable } from '../support/app';
import { companionOf } from '../support/companions';
import { FEATURES } from '../support/features';
import '../support/quiet';

const { READ_ITEM, PUT_ITEM, QUERY, SCAN, CRUD, TRANSACT_READ, LIST_TABLES, EXPORT, STREAM_READ } = TableFeature;

function newStack(): Stack {
  return new Stack(newApp(), 'Stack', { env: ENV });
}

function ordersOf(stack: Stack): Table {
  const orders = newTable(stack, 'Orders', {
    tableName: 'orders', encryption: TableEncryption.CUSTOMER_MANAGED, stream: StreamViewType.NEW_IMAGE,
  });
  addIndexes(orders, 'byCustomer', 'byDate');
  return orders;
}

/** A role that may do this on a table, and the assertions on it. */
function roleWith(features: TableFeature[], scope: object = {}): { access: PrincipalAssertions; orders: Table } {
  const stack = newStack();
  const orders = ordersOf(stack);
  const granted = new DynamoAccessRole(stack, 'Access', { table: orders, features, ...scope });
  return { access: AccessAssertions.fromStack(stack).of(granted), orders };
}

/** A role with a policy that is written by hand. */
function roleByHand(...statements: ((orders: Table) => PolicyStatement)[]): { access: PrincipalAssertions; orders: Table; role: Role } {
  const stack = newStack();
  const orders = ordersOf(stack);
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  for (const statement of statements) role.addToPolicy(statement(orders));
  return { access: AccessAssertions.fromStack(stack).of(role), orders, role };
}

function allow(actions: string[], resources: string[], conditions?: Record<string, unknown>): PolicyStatement {
  return new PolicyStatement({ actions, resources, conditions });
}

const onOrders = (action: string) => (orders: Table) => allow([action], [orders.tableArn]);
const KEY = (orders: Table) => allow(['kms:Decrypt'], [orders.encryptionKey!.keyArn]);

describe('can', () => {
  test('holds of a feature that is granted', () => {
    const { access, orders } = roleWith([QUERY]);

    expect(() => access.can(QUERY, orders)).not.toThrow();
  });

  test('fails with the statement that is missing', () => {
    const { access, orders } = roleByHand(onOrders('dynamodb:Query'), KEY);

    expect(() => access.can(QUERY, orders)).toThrow(new Error([
      'Stack/Role is not allowed dynamodb:Query on the index byCustomer of Stack/Orders: no statement allows it. This statement is missing',
      '  {"Effect":"Allow","Action":"dynamodb:Query","Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/byCustomer"}',
      'These statements name the action',
      '  statement 0 of policy Stack/Role/DefaultPolicy: {"Action":"dynamodb:Query","Effect":"Allow",'
        + '"Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders"}',
    ].join('\n')));
  });

  test('fails where the key of the table is missing', () => {
    const { access, orders } = roleByHand(onOrders('dynamodb:GetItem'));

    expect(() => access.can(READ_ITEM, orders)).toThrow('Stack/Role is not allowed kms:Decrypt on Stack/Orders/Key: no statement allows it');
  });

  test('fails with the statement that denies', () => {
    const { access, orders } = roleByHand(onOrders('dynamodb:GetItem'), KEY, (table) => new PolicyStatement({
      effect: Effect.DENY, actions: ['dynamodb:*'], resources: [table.tableArn],
    }));

    expect(() => access.can(READ_ITEM, orders))
      .toThrow(/^Stack\/Role is not allowed dynamodb:GetItem on Stack\/Orders: it is denied by\n {2}statement 2 of/);
  });

  test('of an index says nothing of others', () => {
    const { access, orders } = roleWith([QUERY.onIndexes('byDate')]);
    access.can(QUERY.onIndexes('byDate'), orders);

    expect(() => access.can(QUERY.onIndexes('byCustomer'), orders)).toThrow('the index byCustomer of Stack/Orders');
  });

  test('of a transaction holds where the action is allowed in transactions alone', () => {
    const { access, orders } = roleWith([TRANSACT_READ]);

    expect(() => access.can(TRANSACT_READ, orders)).not.toThrow();
  });

  test('of a row-limited feature asks for the rows', () => {
    const { access, orders } = roleWith([READ_ITEM], { rows: RowScope.ofValues('TENANT#1') });
    access.can(READ_ITEM, orders, { rows: ['TENANT#1'] });

    expect(() => access.can(READ_ITEM, orders))
      .toThrow(/unless unknown values make one of these statements match[^]*Give the values of the request in rows, attributes or conditionKeys/);
  });

  test('takes attributes for those of a request that names no others', () => {
    const { access, orders } = roleWith([READ_ITEM], { attributes: AttributeScope.ofAttributes('pk', 'sk', 'name') });
    access.can(READ_ITEM, orders, { attributes: ['pk', 'name'] });

    expect(() => access.can(READ_ITEM, orders, { attributes: ['pk', 'salary'] })).toThrow('"dynamodb:Attributes":["name","pk","sk"]');
  });

  test.each(['GetItem', 'BatchGetItem'])('does not know dynamodb:Select of %s, which has no such parameter', (name) => {
    const feature = TableFeature.custom({ name: 'READ', why: 'a test', tableActions: [`dynamodb:${name}`] });
    const limitedBy = (operator: string) => roleByHand((orders) =>
      allow([`dynamodb:${name}`], [orders.tableArn], { [operator]: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }), KEY);
    const [required, ifExists] = [limitedBy('StringEquals'), limitedBy('StringEqualsIfExists')];

    expect(() => required.access.can(feature, required.orders, { attributes: ['pk'] })).toThrow(`is not allowed dynamodb:${name} on Stack/Orders`);
    expect(() => required.access.cannot(feature, required.orders, { attributes: ['pk'] })).toThrow(`is allowed dynamodb:${name} on Stack/Orders`);
    expect(() => ifExists.access.can(feature, ifExists.orders, { attributes: ['pk'] })).not.toThrow();
  });

  test('knows dynamodb:Select of a query of attributes', () => {
    const { access, orders } = roleByHand((table) =>
      allow(['dynamodb:Query'], [table.tableArn], { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }), KEY);

    expect(() => access.can(QUERY.onTable(), orders, { attributes: ['pk'] })).not.toThrow();
  });

  test('takes other condition keys', () => {
    const { access, orders } = roleWith([READ_ITEM], { rows: RowScope.ofValues('TENANT#${aws:PrincipalTag/TenantId}') });

    expect(() => access.can(READ_ITEM, orders, { rows: ['TENANT#7'], conditionKeys: { 'aws:PrincipalTag/TenantId': '7' } })).not.toThrow();
  });

  test('of what the table doesn\'t have is an error', () => {
    const { access, orders } = roleWith([READ_ITEM]);

    expect(() => access.can(TableFeature.SEARCH_VECTORS, orders)).toThrow('feature SEARCH_VECTORS reaches nothing of the table orders');
  });

  test.each(FEATURES.filter(({ name }) => name !== 'SEARCH_VECTORS').map((feature) => [feature.name, feature] as const))(
    'holds of %s where it is granted', (_name, feature) => {
      const stack = newStack();
      const orders = ordersOf(stack);
      const granted = new DynamoAccessRole(stack, 'Access', {
        table: orders, features: [feature], tableKey: orders.encryptionKey, ...companionOf(feature, stack),
      });

      expect(() => AccessAssertions.fromStack(stack).of(granted).can(feature, orders)).not.toThrow();
    });
});

describe('cannot', () => {
  test('holds of a feature that is not granted', () => {
    const { access, orders } = roleWith([QUERY]);

    expect(() => access.cannot(SCAN, orders)).not.toThrow();
  });

  test('fails with the statement that allows', () => {
    const { access, orders } = roleByHand(onOrders('dynamodb:Scan'));

    expect(() => access.cannot(SCAN, orders)).toThrow(new Error([
      'Stack/Role is allowed dynamodb:Scan on Stack/Orders, by',
      '  statement 0 of policy Stack/Role/DefaultPolicy: {"Action":"dynamodb:Scan","Effect":"Allow",'
        + '"Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders"}',
    ].join('\n')));
  });

  test('fails where one index is enough', () => {
    const { access, orders } = roleWith([QUERY.onIndexes('byDate')]);

    expect(() => access.cannot(QUERY, orders)).toThrow('is allowed dynamodb:Query on the index byDate of Stack/Orders, by');
  });

  test('fails where the feature is allowed under a condition', () => {
    const { access, orders } = roleWith([READ_ITEM], { rows: RowScope.ofValues('TENANT#1') });

    expect(() => access.cannot(READ_ITEM, orders)).toThrow('is allowed dynamodb:GetItem on Stack/Orders');
  });

  test('holds of rows that are out of reach', () => {
    const { access, orders } = roleWith([READ_ITEM], { rows: RowScope.ofValues('TENANT#1') });

    expect(() => access.cannot(READ_ITEM, orders, { rows: ['TENANT#2'] })).not.toThrow();
  });

  test('holds of an action that transactions alone may do', () => {
    const { access, orders } = roleWith([TRANSACT_READ]);

    expect(() => access.cannot(READ_ITEM, orders)).not.toThrow();
  });

  test('isn\'t saved by a denial that holds sometimes', () => {
    const { access, orders } = roleByHand(onOrders('dynamodb:Scan'), (table) => new PolicyStatement({
      effect: Effect.DENY, actions: ['dynamodb:Scan'], resources: [table.tableArn], conditions: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    }));

    expect(() => access.cannot(SCAN, orders)).toThrow('is allowed dynamodb:Scan');
  });

  test('holds of an action without resources', () => {
    const { access, orders } = roleWith([READ_ITEM]);

    expect(() => access.cannot(LIST_TABLES, orders)).not.toThrow();
  });

  test('fails where the policy of the table allows it', () => {
    const stack = newStack();
    const orders = ordersOf(stack);
    const role = new Role(stack, 'Role', { roleName: 'reader', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    orders.addToResourcePolicy(new PolicyStatement({
      actions: ['dynamodb:GetItem'], resources: ['*'], principals: [role],
    }));

    expect(() => AccessAssertions.fromStack(stack).of(role).cannot(READ_ITEM, orders)).toThrow('statement 0 of the policy of Stack/Orders');
  });
});

describe('allows and denies', () => {
  test('take ARNs that CDK knows at deployment only', () => {
    const { access, orders } = roleByHand(onOrders('dynamodb:GetItem'));
    access.allows('dynamodb:GetItem', orders.tableArn);
    access.denies('dynamodb:GetItem', `${orders.tableArn}2`);

    expect(() => access.allows('dynamodb:Query', `${orders.tableArn}/index/byDate`)).toThrow('dynamodb:Query on the index byDate of Stack/Orders');
  });

  test('take ARNs of other stacks', () => {
    const app = newApp();
    const orders = ordersOf(new Stack(app, 'Tables', { env: ENV }));
    const stack = new Stack(app, 'Functions', { env: ENV });
    const access = new DynamoAccessRole(stack, 'Access', { table: orders, features: [READ_ITEM] });

    expect(() => AccessAssertions.fromStack(stack).of(access).allows('dynamodb:GetItem', orders.tableArn)).not.toThrow();
  });

  test('take * for actions without resources', () => {
    const { access } = roleWith([LIST_TABLES]);
    access.allows('dynamodb:ListTables', '*');

    expect(() => access.denies('dynamodb:ListTables', '*')).toThrow('is allowed dynamodb:ListTables on *, by');
  });
});

test('denies fails for the ARN of a log group\'s construct if a statement names the group without :*', () => {
  const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:/orders';
  const { access } = roleByHand(() => allow(['logs:DeleteLogGroup'], [group]));

  expect(() => access.denies('logs:DeleteLogGroup', `${group}:*`)).toThrow(`is allowed logs:DeleteLogGroup on ${group}, by`);
});

describe('reachesOnlyRows', () => {
  const ROWS = RowScope.ofValues('TENANT#1');
  const NOT_WITHOUT = { Null: { 'dynamodb:LeadingKeys': 'false' } };
  const oneTenant = (conditions: object) => (orders: Table) => allow(['dynamodb:GetItem', 'dynamodb:Query'], [orders.tableArn], conditions as any);

  test('holds where all actions are limited to the rows', () => {
    const { access, orders } = roleWith([READ_ITEM, PUT_ITEM, QUERY.onTable()], { rows: ROWS });

    expect(() => access.reachesOnlyRows(orders, ['TENANT#1'])).not.toThrow();
  });

  test('holds of rows by prefix', () => {
    const { access, orders } = roleWith([READ_ITEM], { rows: RowScope.ofPrefixes('TENANT#1#') });

    expect(() => access.reachesOnlyRows(orders, ['TENANT#1#*'])).not.toThrow();
  });

  test('holds of the rows of a tag', () => {
    const { access, orders } = roleWith([READ_ITEM], { rows: RowScope.ofValues('TENANT#${aws:PrincipalTag/TenantId}') });

    expect(() => access.reachesOnlyRows(orders, ['TENANT#7'], { conditionKeys: { 'aws:PrincipalTag/TenantId': '7' } })).not.toThrow();
  });

  test('fails where a row is out of reach', () => {
    const { access, orders } = roleWith([READ_ITEM], { rows: ROWS });

    expect(() => access.reachesOnlyRows(orders, ['TENANT#1', 'TENANT#2']))
      .toThrow('Stack/Access/Role is allowed nothing on the row TENANT#2 of Stack/Orders');
  });

  test.each<[string, TableFeature[], object, RegExp]>([
    ['there are no rows', [READ_ITEM], {}, /is allowed dynamodb:GetItem on Stack\/Orders, by/],
    ['another row is in reach', [READ_ITEM], { rows: RowScope.ofValues('TENANT#1', 'TENANT#2') },
      /GetItem on Stack\/Orders for the row TENANT#2, by/],
    ['rows by prefix reach too far', [READ_ITEM], { rows: RowScope.ofPrefixes('TENANT#1') }, /for the row TENANT#1x, by/],
  ])('fails where %s', (_what, features, scope, message) => {
    const { access, orders } = roleWith(features, scope);

    expect(() => access.reachesOnlyRows(orders, ['TENANT#1'])).toThrow(message);
  });

  test.each<[string, (orders: Table) => PolicyStatement, RegExp]>([
    ['Null is missing', oneTenant({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] } }),
      /is allowed dynamodb:\w+ on Stack\/Orders, by/],
    ['one row of several is enough', oneTenant({ 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] } }),
      /for the row \S+ beside TENANT#1, by/],
    ['case doesn\'t count', oneTenant({ 'ForAllValues:StringEqualsIgnoreCase': { 'dynamodb:LeadingKeys': ['TENANT#1'] }, ...NOT_WITHOUT }),
      /for the row tenant#1, by/],
    ['Scan is allowed', onOrders('dynamodb:Scan'), /is allowed dynamodb:Scan on Stack\/Orders, by/],
    ['an index is open', (orders) => allow(['dynamodb:Query'], [`${orders.tableArn}/index/*`]), /is allowed dynamodb:Query on the index byCustomer/],
    ['the stream is open', (orders) => allow(['dynamodb:GetRecords'], [orders.tableStreamArn!]),
      /is allowed dynamodb:GetRecords on the stream of Stack\/Orders, by/],
    ['an export is allowed', onOrders('dynamodb:ExportTableToPointInTime'), /is allowed dynamodb:ExportTableToPointInTime/],
    ['a restore from a backup is allowed', (orders) => allow(['dynamodb:RestoreTableFromBackup'], [`${orders.tableArn}/backup/*`]),
      /is allowed dynamodb:RestoreTableFromBackup on the backup of Stack\/Orders, by/],
    ...['DeleteTable', 'EnableKinesisStreamingDestination', 'PutResourcePolicy', 'ReadDataForReplication', 'UpdateTimeToLive']
      .map((name): [string, (orders: Table) => PolicyStatement, RegExp] => [
        `${name} is allowed`, onOrders(`dynamodb:${name}`), new RegExp(`is allowed dynamodb:${name} on Stack/Orders, by`),
      ]),
  ])('fails where %s', (_what, other, message) => {
    const limited = oneTenant({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] }, ...NOT_WITHOUT });
    const { access, orders } = roleByHand(limited, other);

    expect(() => access.reachesOnlyRows(orders, ['TENANT#1'])).toThrow(message);
  });

  test.each(['CreateBackup', 'DescribeTable', 'GetShardIterator', 'TagResource', 'UpdateTable'])('holds beside %s, which reaches no items', (name) => {
    const limited = oneTenant({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] }, ...NOT_WITHOUT });
    const { access, orders } = roleByHand(limited, (table) => allow([`dynamodb:${name}`], [table.tableArn, `${table.tableArn}/*`]));

    expect(() => access.reachesOnlyRows(orders, ['TENANT#1'])).not.toThrow();
  });

  test('holds beside a restore into the table, which reads another backup', () => {
    const limited = oneTenant({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['TENANT#1'] }, ...NOT_WITHOUT });
    const { access, orders } = roleByHand(limited, onOrders('dynamodb:RestoreTableFromBackup'));

    expect(() => access.reachesOnlyRows(orders, ['TENANT#1'])).not.toThrow();
  });
});

describe('reachesOnlyRows compares the conditions', () => {
  const limitedTo = (operator: string, ...values: string[]) => ({
    [operator]: { 'dynamodb:LeadingKeys': values }, Null: { 'dynamodb:LeadingKeys': 'false' },
  });
  const limited = (operator: string, ...values: string[]) => roleByHand((table) =>
    allow(['dynamodb:GetItem'], [table.tableArn], limitedTo(operator, ...values)));
  const conditionKeys = { 'aws:PrincipalTag/T': '7' };
  const UNKNOWN = 'It is unknown whether Stack/Role is allowed dynamodb:GetItem on Stack/Orders for other rows, because that depends on the '
    + 'condition on dynamodb:LeadingKeys in statement 0 of policy Stack/Role/DefaultPolicy';

  test('and fails for a row that a variable gives beside another one', () => {
    const { access, orders } = limited('ForAllValues:StringEquals', '${aws:PrincipalTag/T}', 'ADMIN-${aws:PrincipalTag/T}');

    expect(() => access.reachesOnlyRows(orders, ['7'], { conditionKeys })).toThrow('dynamodb:GetItem on Stack/Orders for the row ADMIN-7, by');
    expect(() => access.reachesOnlyRows(orders, ['7', 'ADMIN-7'], { conditionKeys })).not.toThrow();
  });

  test('and names a row that is possible, not a value of another operator', () => {
    const { access, orders } = limited('ForAllValues:StringNotEquals', 'B');

    expect(() => access.reachesOnlyRows(orders, ['A'])).toThrow('is allowed dynamodb:GetItem on Stack/Orders for the row Ax, by');
  });

  test('and fails for a row that the policy of the table allows', () => {
    const stack = newStack();
    const orders = ordersOf(stack);
    const role = new Role(stack, 'Role', { roleName: 'reader', assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(allow(['dynamodb:GetItem'], [orders.tableArn], limitedTo('ForAllValues:StringEquals', '7')));
    orders.addToResourcePolicy(new PolicyStatement({
      actions: ['dynamodb:GetItem'], resources: ['*'], principals: [role], conditions: limitedTo('ForAllValues:StringEquals', 'ADMIN'),
    }));
    const access = AccessAssertions.fromStack(stack).of(role);

    expect(() => access.reachesOnlyRows(orders, ['7'])).toThrow('dynamodb:GetItem on Stack/Orders for the row ADMIN, by\n  statement 0 of the policy of');
    expect(() => access.reachesOnlyRows(orders, ['7', 'ADMIN'])).not.toThrow();
  });

  test.each<[string, string[], string[]]>([
    ['ForAllValues:NumericLessThan', ['100'], ['7']],
    ['ForAllValues:StringLike', ['1*9'], ['1x9', '1X9', '19']],
  ])('and fails for %s %p', (operator, values, rows) => {
    const { access, orders } = limited(operator, ...values);

    expect(() => access.reachesOnlyRows(orders, rows)).toThrow(UNKNOWN);
  });

  test.each<[string, string[], string[]]>([
    ['ForAllValues:StringLike', ['TENANT#1x*'], ['TENANT#1*']],
    ['ForAllValues:StringEquals', ['${aws:PrincipalTag/T}#1'], ['7#1']],
  ])('and passes for %s %p', (operator, values, rows) => {
    const { access, orders } = limited(operator, ...values);

    expect(() => access.reachesOnlyRows(orders, rows, { conditionKeys })).not.toThrow();
  });

  test('but not those of a statement for another tenant', () => {
    const { access, orders } = roleByHand(...['7', '8'].map((tenant) => (table: Table) => allow(['dynamodb:GetItem'], [table.tableArn], {
      ...limitedTo('ForAllValues:StringLike', `${tenant}#*`), StringEquals: { 'aws:PrincipalTag/T': tenant },
    })));

    expect(() => access.reachesOnlyRows(orders, ['7#*'], { conditionKeys })).not.toThrow();
    expect(() => access.reachesOnlyRows(orders, ['8#*'], { conditionKeys })).toThrow('is allowed nothing on the row 8#* of Stack/Orders');
  });

  test('but not those of a statement on another table', () => {
    const { access, orders } = roleByHand(
      (table) => allow(['dynamodb:GetItem'], [table.tableArn], limitedTo('ForAllValues:StringEquals', '7')),
      () => allow(['dynamodb:GetItem'], ['arn:aws:dynamodb:eu-west-1:111122223333:table/others'], limitedTo('ForAllValues:StringLike', '*')),
    );

    expect(() => access.reachesOnlyRows(orders, ['7'])).not.toThrow();
  });
});

describe('a table with a replica', () => {
  const ROWS = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['7'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' } };

  function assertWith(...replicaStatements: ((replica: string) => PolicyStatement)[]) {
    const stack = newStack();
    const orders = new TableV2(stack, 'Orders', {
      tableName: 'orders', partitionKey: { name: 'pk', type: AttributeType.STRING }, replicas: [{ region: 'us-east-1' }, { region: 'us-west-2' }],
    });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(allow(['dynamodb:GetItem'], [orders.tableArn], ROWS));
    for (const statement of replicaStatements) role.addToPolicy(statement('arn:aws:dynamodb:us-east-1:111122223333:table/orders'));
    return { access: AccessAssertions.fromStack(stack).of(role), orders };
  }

  test('has the same rows in all Regions', () => {
    const { access, orders } = assertWith((replica) => allow(['dynamodb:GetItem'], [replica]));

    expect(() => access.reachesOnlyRows(orders, ['7'])).toThrow('Stack/Role is allowed dynamodb:GetItem on Stack/Orders in us-east-1, by');
  });

  test('is scanned in any Region', () => {
    const { access, orders } = assertWith((replica) => allow(['dynamodb:Scan'], [replica]));

    expect(() => access.cannot(SCAN, orders)).toThrow('Stack/Role is allowed dynamodb:Scan on Stack/Orders in us-east-1, by');
  });

  test('is not scanned in the Region of another replica', () => {
    const { access, orders } = assertWith((replica) => allow(['dynamodb:Scan'], [replica]));

    expect(() => access.cannot(SCAN, orders.replica('us-west-2'))).not.toThrow();
  });

  test('may have the rows in all Regions', () => {
    const { access, orders } = assertWith((replica) => allow(['dynamodb:GetItem'], [replica], ROWS));

    expect(() => access.reachesOnlyRows(orders, ['7'])).not.toThrow();
    expect(() => access.cannot(SCAN, orders)).not.toThrow();
  });
});

describe('writesOnlyLogGroup', () => {
  function functionWith(build: (stack: Stack) => void): PrincipalAssertions {
    const stack = newStack();
    build(stack);
    newFunction(stack, 'Other');
    return AccessAssertions.fromStack(stack).of(stack.node.findChild('Fn') as any);
  }

  test('holds of a function with a LambdaTableAccess', () => {
    const access = functionWith((stack) => {
      new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn'), table: ordersOf(stack), features: [READ_ITEM] });
    });

    expect(() => access.writesOnlyLogGroup()).not.toThrow();
  });

  test('fails of a function as CDK makes it', () => {
    const access = functionWith((stack) => { newFunction(stack, 'Fn'); });

    expect(() => access.writesOnlyLogGroup())
      .toThrow('by\n  statement 0 of policy AWSLambdaBasicExecutionRole: {"Effect":"Allow","Action":["logs:CreateLogGroup",');
  });

  test('fails of a function that can\'t write its log group', () => {
    const stack = newStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const fn = newFunction(stack, 'Fn', { role });

    expect(() => AccessAssertions.fromStack(stack).of(fn).writesOnlyLogGroup()).toThrow('Stack/Role is not allowed logs:CreateLogStream on');
  });

  test('holds of the log group of a role', () => {
    const stack = newStack();
    const granted = new DynamoAccessRole(stack, 'Access', { table: ordersOf(stack), features: [READ_ITEM] });

    expect(() => AccessAssertions.fromStack(stack).of(granted).writesOnlyLogGroup(granted.logGroup!)).not.toThrow();
  });

  test('fails of another log group', () => {
    const stack = newStack();
    const granted = new DynamoAccessRole(stack, 'Access', { table: ordersOf(stack), features: [READ_ITEM] });
    const other = new LogGroup(stack, 'Other');

    expect(() => AccessAssertions.fromStack(stack).of(granted).writesOnlyLogGroup(other))
      .toThrow('Stack/Access/Role is not allowed logs:CreateLogStream on Stack/Other');
  });

  test.each<[string, string, string]>([
    ['in all Regions', '*', '111122223333'],
    ['in all Regions of all accounts', '*', '*'],
    ['in Regions that begin in the same way', 'eu-*', '111122223333'],
  ])('fails for a statement on the log group %s', (_what, region, account) => {
    const access = functionWith((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [`arn:aws:logs:${region}:${account}:log-group:/aws/lambda/F:*`]));
      newFunction(stack, 'Fn', { functionName: 'F', role });
    });

    expect(() => access.writesOnlyLogGroup()).toThrow(/is allowed logs:CreateLogStream on arn:aws:logs:\S+:111122223333:log-group:\/aws\/lambda\/F:\S+, by/);
  });

  test.each([
    'log-group:*:log-stream:app-*', 'log-group:/other:log-stream:app', 'log-group:*:*:app', '*:log-stream:app-*', 'log-group:/aws/lambda/F*:log-stream:app',
  ])('fails for a statement on the streams %s of other log groups', (resource) => {
    const access = functionWith((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/F:*']));
      role.addToPolicy(allow(['logs:PutLogEvents'], [`arn:aws:logs:eu-west-1:111122223333:${resource}`]));
      newFunction(stack, 'Fn', { functionName: 'F', role });
    });

    expect(() => access.writesOnlyLogGroup()).toThrow(/is allowed logs:PutLogEvents on \S+, by\n {2}statement 1 of policy Stack\/Role/);
  });

  test.each<[string, string, string]>([
    ['logs:CreateLogStream', 'log-group:app-${aws:PrincipalTag/group}:*', 'log-group:app-x:log-stream:stream'],
    ['logs:PutLogEvents', 'log-group:/other:log-stream:${aws:PrincipalTag/stream}', 'log-group:/other:log-stream:stream'],
    ['logs:CreateLogGroup', 'log-group:audit:*', 'log-group:audit'],
    ['logs:CreateLogGroup', 'log-group:audit', 'log-group:audit'],
  ])('names a log group or stream on which %s is possible by a statement on %s', (action, resource, named) => {
    const access = functionWith((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/F:*']));
      role.addToPolicy(allow([action], [`arn:aws:logs:eu-west-1:111122223333:${resource}`]));
      newFunction(stack, 'Fn', { functionName: 'F', role });
    });

    expect(() => access.writesOnlyLogGroup()).toThrow(`is allowed ${action} on arn:aws:logs:eu-west-1:111122223333:${named}, by`);
  });

  test('holds for a statement on some streams of the log group', () => {
    const access = functionWith((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [
        'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/F:*', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/F:log-stream:app-*',
      ]));
      newFunction(stack, 'Fn', { functionName: 'F', role });
    });

    expect(() => access.writesOnlyLogGroup()).not.toThrow();
  });

  test('holds for a statement on the log group in one Region', () => {
    const access = functionWith((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/F:*']));
      newFunction(stack, 'Fn', { functionName: 'F', role });
    });

    expect(() => access.writesOnlyLogGroup()).not.toThrow();
  });

  test('of a role without function asks for the log group', () => {
    const { access } = roleWith([READ_ITEM]);

    expect(() => access.writesOnlyLogGroup()).toThrow('Stack/Access/Role is the role of no function; expected the log group that it writes to');
  });

  test('counts every log group that a condition may give the function', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    new LambdaTableAccess(stack, 'Access', { function: fn, table: ordersOf(stack), features: [READ_ITEM] });
    const condition = new CfnCondition(stack, 'Central', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Value'), 'yes') });
    (fn.node.defaultChild as CfnFunction).addPropertyOverride('LoggingConfig', { 'Fn::If': [condition.logicalId, { LogGroup: 'central' }, { Ref: 'AWS::NoValue' }] });

    expect(() => AccessAssertions.fromStack(stack).of(fn).writesOnlyLogGroup()).not.toThrow();
  });

  test('fails for a function whose log group a parameter names', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn');
    (fn.node.defaultChild as CfnFunction).addPropertyOverride('LoggingConfig.LogGroup', new CfnParameter(stack, 'Value').value);

    expect(() => AccessAssertions.fromStack(stack).of(fn).writesOnlyLogGroup())
      .toThrow('only CloudFormation knows the log group of Stack/Fn; expected the log group that Stack/Fn/ServiceRole writes to');
  });
});

describe('a policy that the app doesn\'t declare', () => {
  const ARN = 'arn:aws:iam::111122223333:policy/Elsewhere';
  const DOCUMENT = new PolicyDocument({ statements: [allow(['dynamodb:Scan'], ['*'])] });

  function withPolicy(options: AccessAssertionsOptions = {}) {
    const stack = newStack();
    const orders = newTable(stack, 'Orders');
    const role = new Role(stack, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', ARN)],
    });
    return { access: AccessAssertions.fromStack(stack, options).of(role), orders };
  }

  test('leaves open what isn\'t allowed otherwise', () => {
    const { access, orders } = withPolicy();

    expect(() => access.cannot(SCAN, orders)).toThrow(new Error(
      `It is unknown whether Stack/Role is allowed dynamodb:Scan on Stack/Orders, because that depends on ${ARN}\n`
      + 'The app does not declare that policy. Give its content in managedPolicies.'));
  });

  test('leaves open what is asked for', () => {
    const { access, orders } = withPolicy();

    expect(() => access.can(SCAN, orders)).toThrow(`Stack/Role is not allowed dynamodb:Scan on Stack/Orders, unless ${ARN} allows it`);
  });

  function withBoundary() {
    const stack = newStack();
    const orders = newTable(stack, 'Orders');
    const role = new Role(stack, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', ARN),
    });
    orders.grant(role, 'dynamodb:GetItem');
    return { orders, access: AccessAssertions.fromStack(stack).of(role) };
  }

  test('leaves open what it limits', () => {
    const { access, orders } = withBoundary();

    expect(() => access.can(READ_ITEM, orders)).toThrow(`unless ${ARN} allows it`);
    expect(() => access.cannot(READ_ITEM, orders)).toThrow(new Error(
      `It is unknown whether Stack/Role is allowed dynamodb:GetItem on Stack/Orders, because that depends on ${ARN}\n`
      + 'The app does not declare that policy. Give its content in managedPolicies.'));
  });

  test('allows nothing as a permissions boundary', () => {
    const { access, orders } = withBoundary();

    expect(() => access.cannot(SCAN, orders)).not.toThrow();
    expect(() => access.denies('dynamodb:DeleteTable', orders.tableArn)).not.toThrow();
    expect(() => access.can(SCAN, orders)).toThrow('Stack/Role is not allowed dynamodb:Scan on Stack/Orders: no statement allows it');
  });

  test('counts where its content is given', () => {
    const { access, orders } = withPolicy({ managedPolicies: { [ARN]: DOCUMENT } });
    access.cannot(READ_ITEM, orders);

    expect(() => access.cannot(SCAN, orders)).toThrow(`statement 0 of policy ${ARN}`);
  });

  test.each([
    ['of its stack', (orders: Table) => [orders.tableArn], SCAN.onTable()],
    ['of all its indexes', (orders: Table) => [`${orders.tableArn}/index/*`], SCAN.onIndexes('byDate')],
  ])('may refer to tables %s', (_name, resources, feature) => {
    const stack = newStack();
    const orders = ordersOf(stack);
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', ARN)] });
    const document = new PolicyDocument({ statements: [allow(['dynamodb:Scan'], resources(orders)), KEY(orders)] });
    const access = AccessAssertions.fromStack(stack, { managedPolicies: { [ARN]: document } }).of(role);
    access.cannot(QUERY.onTable(), orders);

    expect(() => access.can(feature, orders)).not.toThrow();
  });

  test('may refer to tables of a template that is read on its own', () => {
    const stack = newStack();
    const orders = newTable(stack, 'Orders');
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', ARN)] });
    const document = new PolicyDocument({ statements: [allow(['dynamodb:Scan'], [orders.tableArn])] });
    const access = AccessAssertions.fromTemplate(Template.fromStack(stack), { ...ENV, managedPolicies: { [ARN]: document } }).of(role);

    expect(() => access.can(SCAN, orders)).not.toThrow();
  });
});

describe('tokens in the values of a request are resolved', () => {
  function withCondition(conditions: (role: Role) => object) {
    const stack = newStack();
    const orders = newTable(stack, 'Orders');
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(allow(['dynamodb:GetItem'], [orders.tableArn], conditions(role) as Record<string, unknown>));
    return { access: AccessAssertions.fromStack(stack).of(role), orders, role, stack };
  }

  test('in condition keys', () => {
    const { access, orders, role } = withCondition(({ roleArn }) => ({ ArnEquals: { 'aws:PrincipalArn': roleArn } }));
    const conditionKeys = { 'aws:PrincipalArn': role.roleArn };
    access.cannot(READ_ITEM, orders, { conditionKeys: { 'aws:PrincipalArn': `${role.roleArn}2` } });

    expect(() => access.can(READ_ITEM, orders, { conditionKeys })).not.toThrow();
    expect(() => access.cannot(READ_ITEM, orders, { conditionKeys })).toThrow('Stack/Role is allowed dynamodb:GetItem');
  });

  test('in rows', () => {
    const { access, orders, stack } = withCondition(() => ({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['eu-west-1'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' },
    }));

    expect(() => access.can(READ_ITEM, orders, { rows: [stack.region] })).not.toThrow();
    expect(() => access.reachesOnlyRows(orders, [stack.region])).not.toThrow();
    expect(() => access.cannot(READ_ITEM, orders, { rows: [Fn.ref('AWS::Region')] })).toThrow('Stack/Role is allowed dynamodb:GetItem');
  });
});

describe('what isn\'t known before deployment', () => {
  function withImport() {
    const stack = newStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const orders = newTable(stack, 'Orders');
    role.addToPolicy(allow(['dynamodb:Scan'], [Fn.importValue('Table')]));
    return { access: AccessAssertions.fromStack(stack).of(role), orders };
  }

  test('may be anything to what should not be allowed', () => {
    const { access, orders } = withImport();

    expect(() => access.cannot(SCAN, orders)).toThrow('{"Fn::ImportValue":"Table"}');
  });

  test('is nothing to what should be allowed', () => {
    const { access, orders } = withImport();

    expect(() => access.can(SCAN, orders)).toThrow('Stack/Role is not allowed dynamodb:Scan on Stack/Orders, unless unknown values');
  });

  test('is no ARN to ask for', () => {
    const { access } = withImport();

    expect(() => access.allows('dynamodb:Scan', Fn.importValue('Table'))).toThrow('{"Fn::ImportValue":"Table"} is known only after deployment');
  });
});

describe('grantees', () => {
  test('may be users', () => {
    const stack = newStack();
    const user = new User(stack, 'User');
    const orders = newTable(stack, 'Orders');
    orders.grantReadData(user);

    expect(() => AccessAssertions.fromStack(stack).of(user).can(READ_ITEM, orders)).not.toThrow();
  });

  test('can\'t be groups, but the permissions of a group are those of its users', () => {
    const stack = newStack();
    const group = new Group(stack, 'Group');
    const user = new User(stack, 'User', { groups: [group] });
    const orders = newTable(stack, 'Orders');
    orders.grantReadData(group);
    const access = AccessAssertions.fromStack(stack);

    expect(() => access.of(group)).toThrow('Stack/Group is a group, which sends no requests; expected a role or user; assert each user of the group');
    expect(() => access.of(user).can(READ_ITEM, orders)).not.toThrow();
  });

  test('of the app must be declared by it', () => {
    const stack = newStack();
    const role = Role.fromRoleName(stack, 'Role', 'elsewhere');

    expect(() => AccessAssertions.fromStack(stack).of(role)).toThrow(
      'the app does not declare the role or user Stack/Role; expected one whose policies the app has; create it in the app');
  });

  test('may be of nested stacks', () => {
    const stack = newStack();
    const orders = ordersOf(stack);
    const granted = new DynamoAccessRole(new NestedStack(stack, 'Nested'), 'Access', { table: orders, features: [READ_ITEM] });

    expect(() => AccessAssertions.fromStack(stack).of(granted).can(READ_ITEM, orders)).not.toThrow();
  });
});

describe('a table', () => {
  test('may be imported', () => {
    const stack = newStack();
    const orders: ITableRef = Table.fromTableName(stack, 'Orders', 'orders');
    const granted = new DynamoAccessRole(stack, 'Access', { table: orders, features: [READ_ITEM] });

    expect(() => AccessAssertions.fromStack(stack).of(granted).can(READ_ITEM, orders)).not.toThrow();
  });

  describe('that is imported', () => {
    function imported(give: (orders: ITable, role: Role) => void) {
      const stack = newStack();
      const orders = Table.fromTableAttributes(stack, 'Orders', {
        tableName: 'orders', tableStreamArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2024-01-01T00:00:00.000',
      });
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      give(orders, role);
      return { orders, access: AccessAssertions.fromStack(stack).of(role) };
    }
    const grant = (feature: TableFeature) => (orders: ITable, role: Role) => {
      TableAccessGrants.fromTable(orders).features(role, feature);
    };

    test.each([['byCustomer', QUERY.onIndexes('byCustomer')], ['x', QUERY.onAnyIndex()]])('has the index %s that policies name', (name, feature) => {
      const { access, orders } = imported(grant(feature));

      expect(() => access.cannot(QUERY, orders)).toThrow(`is allowed dynamodb:Query on arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/${name}, by`);
    });

    test('has its stream', () => {
      const { access, orders } = imported(grant(STREAM_READ));

      access.can(STREAM_READ, orders);
      expect(() => access.cannot(STREAM_READ, orders)).toThrow('is allowed dynamodb:DescribeStream on ');
    });

    test('reaches rows on the indexes, too, that policies name', () => {
      const { access, orders } = imported((table, role) => {
        TableAccessGrants.fromTable(table, { rows: RowScope.ofValues('a') }).features(role, READ_ITEM);
        TableAccessGrants.fromTable(table).features(role, QUERY.onIndexes('byCustomer'));
      });

      expect(() => access.reachesOnlyRows(orders, ['a'])).toThrow('index/byCustomer');
    });
  });
});

describe('a template', () => {
  function template() {
    const stack = new Stack(new App(), 'Stack');
    const orders = ordersOf(stack);
    const fn = newFunction(stack, 'Fn');
    new LambdaTableAccess(stack, 'Access', { function: fn, table: orders, features: [CRUD] });
    return { orders, fn, access: AccessAssertions.fromTemplate(Template.fromStack(stack)) };
  }

  test('is read on its own, by constructs', () => {
    const { access, fn, orders } = template();
    access.of(fn).can(CRUD, orders);

    expect(() => access.of(fn).can(EXPORT, orders)).toThrow('is not allowed dynamodb:ExportTableToPointInTime');
  });

  test.each(['Fn9270CBC0', 'FnServiceRoleB9001A96'])('is read by the logical id %s', (logicalId) => {
    const { access, orders } = template();

    expect(() => access.ofLogicalId(logicalId).can(CRUD, orders)).not.toThrow();
  });

  test('names what it has where there is no such logical id', () => {
    expect(() => template().access.ofLogicalId('Nobody')).toThrow('there is no role or user Nobody; there are: Template/FnServiceRoleB9001A96 (');
  });
});

test('a function that the template gives a role under a condition is an error, because another role may be allowed more', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  const other = new Role(stack, 'Other', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const condition = new CfnCondition(stack, 'Maybe', { expression: Fn.conditionEquals(new CfnParameter(stack, 'Flag').valueAsString, 'yes') });
  (fn.node.defaultChild as CfnFunction).addPropertyOverride('Role', Fn.conditionIf(condition.logicalId, other.roleArn, fn.role!.roleArn));

  expect(() => AccessAssertions.fromStack(stack).of(fn)).toThrow('only CloudFormation knows which role the function');
});

describe('sts:AssumeRole', () => {
  const stack = newStack();
  const lambda = new ServicePrincipal('lambda.amazonaws.com');
  const [named, trusted] = ['Named', 'Trusted'].map((id) => new Role(stack, id, { assumedBy: lambda }));
  const target = new Role(stack, 'Target', { assumedBy: new ArnPrincipal(named.roleArn) });
  const open = new Role(stack, 'Open', { assumedBy: new AccountRootPrincipal() });
  trusted.addToPolicy(allow(['sts:AssumeRole'], [target.roleArn, open.roleArn]));
  const access = AccessAssertions.fromStack(stack);

  test('is allowed a role that the trust policy names', () => {
    access.of(named).allows('sts:AssumeRole', target.roleArn);

    expect(() => access.of(named).denies('sts:AssumeRole', target.roleArn))
      .toThrow('Stack/Named is allowed sts:AssumeRole on arn:aws:iam::111122223333:role/Stack-Target3191CF44-XXXXXXXXXXXX, by\n  statement 0 of the trust policy of Stack/Target: ');
  });

  test('is allowed by its own policy if the trust policy names the account', () => {
    expect(() => access.of(trusted).allows('sts:AssumeRole', open.roleArn)).not.toThrow();
  });

  test('is not known to be denied if a macro may change the trust policy', () => {
    const other = newStack();
    const [caller, changed] = ['Caller', 'Changed'].map((id) => new Role(other, id, { assumedBy: lambda }));
    (changed.node.defaultChild as CfnRole).addPropertyOverride('Fn::Transform', { Name: 'Trusting' });

    expect(() => AccessAssertions.fromStack(other).of(caller).denies('sts:AssumeRole', changed.roleArn)).toThrow('Trusting');
  });

  test('is denied without the trust of the role', () => {
    expect(() => access.of(trusted).denies('sts:AssumeRole', target.roleArn)).not.toThrow();
  });

  describe('of a role from outside the app', () => {
    const [outside, silent] = ['outside', 'silent'].map((name) => `arn:aws:iam::${ENV.account}:role/${name}`);
    const other = newStack();
    const role = new Role(other, 'Role', { assumedBy: lambda });
    role.addToPolicy(allow(['sts:AssumeRole'], [outside]));
    const asserted = AccessAssertions.fromStack(other).of(role);
    const unknown = `It is unknown whether Stack/Role is allowed sts:AssumeRole on ${outside}, because that depends on the trust policy of ${outside}, `
      + 'which the app does not declare';

    test('is neither known to be allowed nor to be denied', () => {
      expect(() => asserted.denies('sts:AssumeRole', outside)).toThrow(unknown);
      expect(() => asserted.allows('sts:AssumeRole', outside)).toThrow(unknown);
    });

    test('is denied where no policy of the app allows it', () => {
      expect(() => asserted.denies('sts:AssumeRole', silent)).not.toThrow();
    });
  });
});
