import { Stack } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { User } from 'aws-cdk-lib/aws-iam';
import { AccessCondition, DynamoAccessRole, LambdaTableAccess, TableAccessGrants, TableFeature } from '../../src';
import { newFunction, newStack, newTable } from '../support/app';
import { lambdaRole } from '../support/functions';
import '../support/quiet';

/** Values that TypeScript refuses, as those who write JavaScript may pass them. */
describe('an access in JavaScript fails if', () => {
  test.each<[string, any, string, string]>([
    ['a feature does not exist', [(TableFeature as any).GET_ITEM],
      'features[0] is undefined', 'write [TableFeature.READ_ITEM], or correct the name of a feature: a misspelt name is undefined'],
    ['a feature is text', [TableFeature.QUERY, 'READ_ITEM'], "features[1] is 'READ_ITEM'", 'write TableFeature.READ_ITEM without quotes'],
    ['a feature is a similar text', ['READ_ITEMS'], "features[0] is 'READ_ITEMS'", 'write TableFeature.READ_ITEM without quotes'],
    ['a feature is an IAM action', ['dynamodb:GetItem'], "features[0] is 'dynamodb:GetItem'", 'write TableFeature.READ_ITEM without quotes'],
    ['a feature is an operation', ['BatchGetItem'], "features[0] is 'BatchGetItem'", 'write TableFeature.BATCH_READ without quotes'],
    ['a feature is a number', [42], 'features[0] is 42', 'write TableFeature.READ_ITEM or another constant of TableFeature'],
    ['there are no features', undefined, 'features is undefined',
      'write [TableFeature.READ_ITEM], or correct the name of a feature: a misspelt name is undefined'],
    ['a feature is not in a list', TableFeature.QUERY, 'features is QUERY', 'write [TableFeature.QUERY]'],
  ])('%s', (_name, features, value, remedy) => {
    const stack = newStack();

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features }))
      .toThrow(new Error(`[Stack/Access] ${value}; expected a list of features, such as [TableFeature.READ_ITEM] for GetItem; ${remedy} `
        + '[cdk-dynamo-access:wrongType]'));
  });

  test('a list is granted in the place of features', () => {
    const stack = newStack();
    const grants: any = TableAccessGrants.fromTable(newTable(stack, 'Table'));

    expect(() => grants.features(newFunction(stack, 'Fn'), [TableFeature.QUERY]))
      .toThrow(new Error('[Stack/Table] features[0] is [QUERY]; expected a list of features, such as [TableFeature.READ_ITEM] for GetItem; '
        + 'spread the list: write ... before it [cdk-dynamo-access:wrongType]'));
  });

  test.each<[string, (stack: any) => any, string, string]>([
    ['the table is a name', () => 'orders', "table is 'orders'",
      "pass the table itself, or import it: Table.fromTableName(this, 'Orders', 'orders')"],
    ['there is no table', () => undefined, 'table is undefined', 'pass the construct itself'],
    ['the table is a CfnGlobalTable', (stack) => new CfnGlobalTable(stack, 'Global', {
      keySchema: [], attributeDefinitions: [], replicas: [],
    }), 'table is Stack/Global', 'write TableRef.fromGlobalTable(table)'],
  ])('%s', (_name, makeTable, value, remedy) => {
    const stack = newStack();

    expect(() => new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn'), table: makeTable(stack), features: [TableFeature.QUERY],
    })).toThrow(new Error(`[Stack/Access] ${value}; expected a Table, a TableV2, a CfnTable or an imported table; ${remedy} [cdk-dynamo-access:wrongType]`));
  });

  const LIST = 'write a list: [...] [cdk-dynamo-access:wrongType]';

  test.each<[string, any, string]>([
    ['rows are text', { rows: 'TENANT#1' }, "rows is 'TENANT#1'; expected a RowScope; write RowScope.ofValues('TENANT#1'), for example [cdk-dynamo-access:wrongType]"],
    ['rows are a list', { rows: ['TENANT#1'] }, "rows is ['TENANT#1']; expected a RowScope; write RowScope.ofValues('TENANT#1'), for example [cdk-dynamo-access:wrongType]"],
    ['rows are null', { rows: null }, "rows is null; expected a RowScope; write RowScope.ofValues('TENANT#1'), for example [cdk-dynamo-access:wrongType]"],
    ['attributes are a list', { attributes: ['pk'] }, "attributes is ['pk']; expected an AttributeScope; write "
      + "AttributeScope.ofAttributes('pk', 'status'), for example [cdk-dynamo-access:wrongType]"],
    ['attributes are rows', { attributes: {} }, "attributes is an object; expected an AttributeScope; write AttributeScope.ofAttributes('pk', "
      + "'status'), for example [cdk-dynamo-access:wrongType]"],
    ['conditions are an object', { conditions: {} }, `conditions is an object; expected a list of AccessCondition; ${LIST}`],
    ['conditions are null', { conditions: null }, `conditions is null; expected a list of AccessCondition; ${LIST}`],
    ['a condition does not exist', { conditions: [undefined] }, 'conditions[0] is undefined; expected an AccessCondition; write '
      + 'AccessCondition.tlsOnly(), for example [cdk-dynamo-access:wrongType]'],
    ['a condition stands without a list', { conditions: AccessCondition.tlsOnly() },
      `conditions is an object of the class AccessCondition; expected a list of AccessCondition; ${LIST}`],
  ])('%s', (_name, scope, message) => {
    const stack = newStack();

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], ...scope }))
      .toThrow(new Error(`[Stack/Access] ${message}`));
  });
});

test.each<[string, (stack: Stack) => unknown, string]>([
  ['a role', (stack) => lambdaRole(stack), 'write TableAccessGrants.fromTable(table).features(grantee, ...) for another grantee than a function, or pass a new '
    + 'DynamoAccessRole to the function'],
  ['a user', (stack) => new User(stack, 'User'), 'write TableAccessGrants.fromTable(table).features(grantee, ...) for another grantee than a function'],
  ['a name', () => 'orders', 'pass the construct itself'],
])('a LambdaTableAccess for %s names the call that the grantee needs', (_kind, make, remedy) => {
  const stack = newStack();
  const fn: any = make(stack);

  expect(() => new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.QUERY] }))
    .toThrow(`; expected a Lambda function: a Function, an imported function, an alias or a version; ${remedy} [cdk-dynamo-access:wrongType]`);
});

test.each<[string, (stack: Stack) => unknown[]]>([
  ['as a construct', (stack) => [stack, 'Grants', { table: newTable(stack, 'Table') }]],
  ['with a table', (stack) => [newTable(stack, 'Table')]],
  ['without arguments', () => []],
])('TableAccessGrants made %s names the static method', (_kind, makeArguments) => {
  const constructor: any = TableAccessGrants;

  expect(() => new constructor(...makeArguments(newStack()))).toThrow('[new TableAccessGrants] TableAccessGrants is a facade of a table and no construct; '
    + 'expected a call of one of its static methods; write TableAccessGrants.fromTable(table).features(grantee, TableFeature.READ_ITEM), for example '
    + '[cdk-dynamo-access:wrongType]');
});
