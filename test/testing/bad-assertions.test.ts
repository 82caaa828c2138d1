import { App, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ITableRef, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AccessAssertions, DynamoAccessRole, PrincipalAssertions, TableFamily, TableFeature } from '../../src';
import { addIndexes, ENV, newTable } from '../support/app';
import '../support/quiet';

const { QUERY, READ_ITEM, SCAN, SEARCH_VECTORS, STREAM_READ } = TableFeature;
const TEMPLATE = Template.fromJSON({ Resources: {} });
const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const LOG_GROUP = 'arn:aws:logs:eu-west-1:111122223333:log-group:/orders';

interface Given {
  readonly stack: Stack;
  readonly orders: Table;
  readonly plain: ITableRef;
  readonly imported: ITableRef;
  readonly family: ITableRef;
  readonly all: AccessAssertions;
  readonly access: PrincipalAssertions;
}

let given: Given;

beforeAll(() => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const orders = newTable(stack, 'Orders', { tableName: 'orders' });
  addIndexes(orders, 'byCustomer', 'byDate');
  const role = new DynamoAccessRole(stack, 'Access', { table: orders, features: [READ_ITEM] });
  const plain = newTable(stack, 'Plain', { tableName: 'plain' });
  const imported = Table.fromTableName(stack, 'Import', 'elsewhere');
  const family = TableFamily.withPrefix(stack, 'Family', 'orders-');
  const all = AccessAssertions.fromStack(stack);
  given = { stack, orders, plain, imported, family, all, access: all.of(role) };
});

/** What is written as somebody might who has no TypeScript, and how the error begins and what it is called. */
type Row = readonly [name: string, write: (given: any) => unknown, message: string, id: string];

const CUSTOM = (options: object) => TableFeature.custom({ name: 'OWN', why: 'a test', ...options });

const PRINCIPAL: readonly Row[] = [
  // features
  ['an index that the table doesn\'t declare', ({ access, orders }) => access.cannot(QUERY.onIndexes('byCustmer'), orders),
    '[PrincipalAssertions.cannot] index \'byCustmer\' in QUERY.onIndexes(\'byCustmer\'); expected one of the indexes of the table orders: '
    + 'byCustomer, byDate; correct the name, or add the index to the table', 'indexNotDeclared'],
  ['an index of a table without any', ({ access, plain }) => access.cannot(QUERY.onIndexes('byDate'), plain),
    '[PrincipalAssertions.cannot] index \'byDate\' in QUERY.onIndexes(\'byDate\'); expected no index, as the table plain has none', 'indexNotDeclared'],
  ['no index', ({ access, orders }) => access.cannot(QUERY.onIndexes(), orders),
    '[PrincipalAssertions.cannot] feature QUERY.onIndexes(); expected the names of indexes; name the indexes, or use onAnyIndex()', 'indexNames'],
  ['a stream that is off', ({ access, orders }) => access.cannot(STREAM_READ, orders),
    '[PrincipalAssertions.cannot] feature STREAM_READ on the table orders, which has no stream; expected a table whose stream is on, or an '
    + 'import that names its tableStreamArn; turn the stream of the table on, or remove the assertion', 'tableWithoutStream'],
  ['vector indexes that aren\'t there', ({ access, orders }) => access.cannot(SEARCH_VECTORS, orders),
    '[PrincipalAssertions.cannot] feature SEARCH_VECTORS reaches nothing of the table orders; expected a table of the app with an index that '
    + 'the feature is for; add the index to the table, or remove the assertion', 'tableWithoutIndex'],
  ['a feature that doesn\'t exist', ({ access, orders }) => access.cannot((TableFeature as any).SCANS, orders),
    '[PrincipalAssertions.cannot] feature is undefined; expected a TableFeature, such as TableFeature.SCAN; look the names up in the '
      + 'documentation of TableFeat', 'wrongType'],
  ['a list of features', ({ access, orders }) => access.cannot([SCAN], orders),
    '[PrincipalAssertions.cannot] feature is [SCAN]; expected a TableFeature, such as TableFeature.SCAN; write an assertion for each of the',
    'wrongType'],
  ['a misspelt action of a custom feature', ({ access, orders }) => access.cannot(CUSTOM({ tableActions: ['dynamodb:getItem'] }), orders),
    "[PrincipalAssertions.cannot] the custom feature OWN has the action 'dynamodb:getItem', which AWS spells differently; expec", 'customAction'],
  ['a custom feature without actions', ({ access, orders }) => access.cannot(CUSTOM({}), orders),
    '[PrincipalAssertions.cannot] the custom feature OWN has no actions; expected actions in tableActions, ', 'emptyList'],
  ['an option of a custom feature that doesn\'t exist', ({ access, orders }) => access.cannot(CUSTOM({ actions: [] }), orders),
    "[PrincipalAssertions.cannot] the options object of the custom feature has no option 'actions'; ex", 'unknownOption'],

  // tables
  ['the name of a table', ({ access }) => access.cannot(SCAN, 'orders'),
    "[PrincipalAssertions.cannot] table is 'orders'; expected a Table, a TableV2, a CfnTable or an imported table; ", 'wrongType'],
  ['no table', ({ access }) => access.can(SCAN), '[PrincipalAssertions.can] table is undefined; expected a Ta', 'wrongType'],
  ['a family of tables', ({ access, family }) => access.cannot(SCAN, family),
    `[PrincipalAssertions.cannot] table ${ARN}-*; expected one table`, 'familyInPlaceOfTable'],

  // actions
  ...['dynamodb:Get', 'dynamodb:GetItems', 'dynamodb:getItem'].map((action): Row => [`the action ${action}`, ({ access }) => access.denies(action, ARN),
    `[PrincipalAssertions.denies] action '${action}'; expected an IAM action of DynamoDB; write `, 'customAction']),
  ...['GetItem', '', 'dynamodb:*', 'dynamodb:Get*', 's3', 's3:', 'S3:GetObject'].map((action): Row => [
    `the action '${action}'`, ({ access }) => access.denies(action, ARN),
    `[PrincipalAssertions.denies] action '${action}'; expected the form service:Action, without wildcards; write `, 'customAction',
  ]),
  ['an action without its service', ({ access }) => access.allows('GetItem', ARN),
    '[PrincipalAssertions.allows] action \'GetItem\'; expected the form service:Action, without wildcards; write dynamodb:GetItem', 'customAction'],
  ['a misspelt action of KMS', ({ access }) => access.denies('kms:Decrpyt', 'arn:aws:kms:eu-west-1:111122223333:key/1'),
    "[PrincipalAssertions.denies] action 'kms:Decrpyt'; expected an IAM action of AWS KMS; write kms:Decrypt", 'customAction'],
  ['a misspelt action of CloudWatch Logs', ({ access }) => access.denies('logs:PutLogEvent', `${LOG_GROUP}:log-stream:x`),
    "[PrincipalAssertions.denies] action 'logs:PutLogEvent'; expected an IAM action of CloudWatch Logs; write logs:PutLogEvents", 'customAction'],
  ['a misspelt token as action', ({ access }) => access.denies(Lazy.string({ produce: () => 'dynamodb:Scann' }), ARN),
    "[PrincipalAssertions.denies] action 'dynamodb:Scann'; expected an IAM action of DynamoDB; write dynamodb:Scan", 'customAction'],
  ['an operation that is no action', ({ access }) => access.denies('dynamodb:TransactGetItems', ARN),
    '[PrincipalAssertions.denies] action \'dynamodb:TransactGetItems\'; expected an IAM action; this is an API operation that has none of its '
    + 'own; assert it by the feature: TableFeature.TRANSACT_READ', 'customAction'],
  ['no action', ({ access }) => access.denies(undefined, ARN),
    '[PrincipalAssertions.denies] action is undefined; expected an action, such as dynamodb:GetItem; write it in quo', 'wrongType'],

  // resources
  ['a name as resource', ({ access }) => access.denies('dynamodb:GetItem', 'orders'),
    '[PrincipalAssertions.denies] resource \'orders\'; expected an ARN, such as table.tableArn, or * for actions that have no resource; '
    + 'write the whole ARN [cdk-dynamo-access:resourceArn]', 'resourceArn'],
  ['a token of a name as resource', ({ access, orders }) => access.denies('dynamodb:GetItem', orders.tableName),
    '[PrincipalAssertions.denies] resource \'orders\'; expected an ARN', 'resourceArn'],
  ['no resource', ({ access }) => access.denies('dynamodb:GetItem'),
    '[PrincipalAssertions.denies] resource is undefined; expected an ARN, such as table.tableArn, or * for actions that have no resource; pass '
      + 'the ARN as t', 'wrongType'],
  ['a table as resource', ({ access, orders }) => access.denies('dynamodb:GetItem', orders),
    '[PrincipalAssertions.denies] resource is Stack/Orders; expected an ARN, such as table.tableArn, or * for actions that have no resource; '
      + 'pass its ARN: table.table', 'wrongType'],
  ['all indexes as resource', ({ access }) => access.denies('dynamodb:Query', `${ARN}/index/*`),
    `[PrincipalAssertions.denies] resource '${ARN}/index/*' of dynamodb:Query; expected the ARN of one index or table, without wildcards`, 'wildcard'],
  ['all resources of an action that has some', ({ access }) => access.denies('dynamodb:GetItem', '*'),
    '[PrincipalAssertions.denies] resource \'*\' of dynamodb:GetItem; expected the ARN of one table, without wildcards', 'wildcard'],
  ['all keys as resource', ({ access }) => access.denies('kms:Decrypt', '*'),
    '[PrincipalAssertions.denies] resource \'*\' of kms:Decrypt; expected the ARN of one key, without wildcards; name the re', 'wildcard'],
  ['the keys of a Region as resource', ({ access }) => access.denies('kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/*'),
    '[PrincipalAssertions.denies] resource \'arn:aws:kms:eu-west-1:111122223333:key/*\' of kms:Decrypt; expected the ARN of one key, ', 'wildcard'],
  ['all streams of a log group as resource', ({ access }) => access.denies('logs:PutLogEvents', `${LOG_GROUP}:*`),
    `[PrincipalAssertions.denies] resource '${LOG_GROUP}:*' of logs:PutLogEvents; expected the ARN of one log stream, without wildcards; name the `
    + 'resource; for all log groups but one, use writesOnlyLogGroup(logGroup)', 'wildcard'],
  ['a table as resource of an action on streams', ({ access }) => access.allows('dynamodb:GetRecords', ARN),
    `[PrincipalAssertions.allows] resource '${ARN}' of dynamodb:GetRecords; expected the ARN of one stream; name a resource of that type, or use `
    + 'can(feature, table) and cannot(feature, table)', 'resourceOfOtherType'],
  ['an alias as resource of an action on keys', ({ access }) => access.denies('kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:alias/a'),
    "[PrincipalAssertions.denies] resource 'arn:aws:kms:eu-west-1:111122223333:alias/a' of kms:Decrypt; expected the ARN of one key; ",
    'resourceOfOtherType'],
  ['a log group as resource of an action on log streams', ({ access }) => access.denies('logs:PutLogEvents', LOG_GROUP),
    `[PrincipalAssertions.denies] resource '${LOG_GROUP}' of logs:PutLogEvents; expected the ARN of one log stream; `, 'resourceOfOtherType'],
  ['a table as resource of an action without resources', ({ access }) => access.denies('dynamodb:ListTables', ARN),
    `[PrincipalAssertions.denies] resource '${ARN}' of dynamodb:ListTables; expected *, because AWS authorizes the action on no resource; write * `
    + '[cdk-dynamo-access:resourceOfOtherType]', 'resourceOfOtherType'],

  // requests
  ['a row that is not there', ({ access, orders }) => access.cannot(READ_ITEM, orders, { rows: [undefined] }),
    '[PrincipalAssertions.cannot] rows of options[0] is undefined; expected the value of a partition key, as text; write it in quo', 'wrongType'],
  ['no rows', ({ access, orders }) => access.cannot(READ_ITEM, orders, { rows: [] }),
    '[PrincipalAssertions.cannot] rows of options without a value; expected a list of partition key values, such as [\'TENANT#7\']; '
    + 'name at least one, or leave it out', 'emptyList'],
  ['an empty row', ({ access, orders }) => access.cannot(READ_ITEM, orders, { rows: [''] }),
    '[PrincipalAssertions.cannot] rows of options[0] \'\'; expected the value of a partition key, which is neither empty nor *', 'rowsOfAll'],
  ['no attributes', ({ access, orders }) => access.cannot(READ_ITEM, orders, { attributes: [] }),
    '[PrincipalAssertions.cannot] attributes of options without a value; expected a list of attributes', 'emptyList'],
  ['a condition key without value', ({ access, orders }) => access.cannot(READ_ITEM, orders, { conditionKeys: { 'aws:SourceIp': 1 } }),
    "[PrincipalAssertions.cannot] conditionKeys of options['aws:SourceIp'] is 1; expected the value of a condition ", 'wrongType'],
  ['condition keys in a list', ({ access }) => access.denies('dynamodb:GetItem', ARN, { conditionKeys: ['aws:SourceIp'] }),
    "[PrincipalAssertions.denies] conditionKeys of options is ['aws:SourceIp']; expected values by conditi", 'wrongType'],
  ['a misspelt option', ({ access, orders }) => access.reachesOnlyRows(orders, ['TENANT#7'], { conditonKeys: {} }),
    "[PrincipalAssertions.reachesOnlyRows] options has no option 'conditonKeys'; expected the option conditionKeys; write conditionKeys, or "
      + 'remove the option [', 'unknownOption'],
  ['all rows', ({ access, orders }) => access.reachesOnlyRows(orders, ['*']),
    '[PrincipalAssertions.reachesOnlyRows] partitionKeys[0] \'*\'; expected the value of a partition key, which is neither empty nor *', 'rowsOfAll'],
  ['no partition keys', ({ access, orders }) => access.reachesOnlyRows(orders, []),
    '[PrincipalAssertions.reachesOnlyRows] partitionKeys without a value; expected a list of partition key values', 'emptyList'],
  ['partition keys that are no list', ({ access, orders }) => access.reachesOnlyRows(orders, 'TENANT#7'),
    "[PrincipalAssertions.reachesOnlyRows] partitionKeys is 'TENANT#7'; expected a list of partition key val", 'wrongType'],
  ['the name of a log group', ({ access }) => access.writesOnlyLogGroup('/aws/lambda/fn'),
    "[PrincipalAssertions.writesOnlyLogGroup] logGroup is '/aws/lambda/fn'; expected a LogGro", 'wrongType'],
];

const ASSEMBLY: readonly Row[] = [
  ['a misspelt option of an app', ({ stack }) => AccessAssertions.fromStack(stack, { acount: '222222222222' } as any),
    "[AccessAssertions.fromStack] options has no option 'acount'; expected the option account; write account, or remove the option [cdk-dyn",
    'unknownOption'],
  ['a policy that is no document', ({ stack }) => AccessAssertions.fromStack(stack, { managedPolicies: { 'arn:x': {} as any } }),
    "[AccessAssertions.fromStack] managedPolicies of options['arn:x'] is an object; expected a PolicyDocument; w", 'wrongType'],
  ['no stack', () => AccessAssertions.fromStack(undefined as any),
    '[AccessAssertions.fromStack] stack is undefined; expected a Stack; pass the constr', 'wrongType'],
  ['the content of a template', () => AccessAssertions.fromTemplate(TEMPLATE.toJSON() as any),
    '[AccessAssertions.fromTemplate] template is an object; expected a Template of aws-cdk-lib/assertions; pass Template.fromStack(stack), '
      + 'without toJSON() [c', 'wrongType'],
  ['a misspelt option of a template', () => AccessAssertions.fromTemplate(TEMPLATE, { regoin: 'eu-west-1' } as any),
    "[AccessAssertions.fromTemplate] options has no option 'regoin'; expected the option region; write region, or remove the option [cdk-dyna",
    'unknownOption'],
  ['no grantee', ({ all }) => all.of(undefined), '[AccessAssertions.of] grantee is undefined; expected a grantee: a function, a', 'wrongType'],
  ['no logical id', ({ all }) => all.ofLogicalId(undefined),
    '[AccessAssertions.ofLogicalId] logicalId is undefined; expected the logical id of a role, a user or a funct', 'wrongType'],
];

test.each([...PRINCIPAL, ...ASSEMBLY])('%s: refused with what is expected', (_name, write, message, id) => {
  let refusal: Error | undefined;
  try {
    write(given);
  } catch (error) {
    refusal = error as Error;
  }

  expect(refusal?.message.slice(0, message.length)).toBe(message);
  expect(refusal?.message.slice(refusal.message.lastIndexOf(' [') + 1)).toBe(`[cdk-dynamo-access:${id}]`);
});

describe('what is meant stays as it is', () => {
  test.each<[string, (given: any) => void]>([
    ['an action of another service', ({ access }) => access.denies('s3:PutObject', 'arn:aws:s3:::bucket/*')],
    ['an action without resource', ({ access }) => access.denies('dynamodb:ListTables', '*')],
    ['an action on a key', ({ access }) => access.denies('kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/1')],
    ['an action on a log stream', ({ access }) => access.denies('logs:PutLogEvents', `${LOG_GROUP}:log-stream:x`)],
    ['an action on the ARN of a log group\'s construct', ({ access }) => access.denies('logs:DeleteLogGroup', `${LOG_GROUP}:*`)],
    ['an action on a stream', ({ access }) => access.denies('dynamodb:GetRecords', `${ARN}/stream/2026-01-01T00:00:00.000`)],
    ['a token as action', ({ access }) => access.denies(Lazy.string({ produce: () => 'dynamodb:Scan' }), ARN)],
    ['a token as row', ({ access, orders, stack }) => access.cannot(SCAN, orders, { rows: [stack.region] })],
    ['a token as index', ({ access, orders }) => access.cannot(QUERY.onIndexes(Lazy.string({ produce: () => 'byDate' })), orders)],
    ['an index of an imported table', ({ access, imported }) =>
      access.cannot(QUERY.onIndexes('byDate'), imported)],
    ['a family of tables that is in reach', ({ access, family }) => {
      expect(() => access.can(SCAN, family)).toThrow('is not allowed dynamodb:Scan');
    }],
  ])('%s', (_name, write) => {
    expect(() => write(given)).not.toThrow();
  });
});

function newRole(build: (stack: Stack, role: DynamoAccessRole, orders: Table) => void) {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const orders = newTable(stack, 'Orders', { tableName: 'orders', stream: StreamViewType.NEW_IMAGE });
  addIndexes(orders, 'byDate');
  const role = new DynamoAccessRole(stack, 'Access', { table: orders, features: [READ_ITEM] });
  build(stack, role, orders);
  return { orders, stack, access: AccessAssertions.fromStack(stack).of(role) };
}

test('an index that a token names is the one that is asked for', () => {
  const { access, orders } = newRole((_stack, role, table) => role.addTableAccess({ table, features: [QUERY.onIndexes('byDate')] }));

  expect(() => access.cannot(QUERY.onIndexes(Lazy.string({ produce: () => 'byDate' })), orders))
    .toThrow('is allowed dynamodb:Query on the index byDate of Stack/Orders, by');
});

test('the stream of an imported table is the one that is asked for', () => {
  const tableStreamArn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/elsewhere/stream/2026-01-01T00:00:00.000';
  const { access, stack } = newRole((_stack, { role }) => role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['dynamodb:GetRecords'], resources: [tableStreamArn] })));
  const imported = Table.fromTableAttributes(stack, 'Import', { tableName: 'elsewhere', tableStreamArn });

  expect(() => access.cannot(STREAM_READ, imported)).toThrow(`is allowed dynamodb:GetRecords on ${tableStreamArn}, by`);
});

test('an index whose name is a parameter is asked for by its default', () => {
  const { access, orders, stack } = newRole((scope) => { new CfnParameter(scope, 'Index', { default: 'byCustmer' }); });
  const parameter = stack.node.findChild('Index') as CfnParameter;

  expect(() => access.cannot(QUERY.onIndexes(parameter.valueAsString), orders)).toThrow('index \'byCustmer\' in QUERY.onIndexes(');
});
