import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { AccessCondition, DynamoAccessRole, LambdaTableAccess, TableAccessGrants, TableFeature } from '../../src';
import { newFunction, newStack, newTable } from '../support/app';
import '../support/quiet';

/** Values that TypeScript refuses, as those who write JavaScript may pass them. */
describe('fails when, in JavaScript,', () => {
  const EXPECTED = 'expected a list of TableFeature, such as [TableFeature.READ_ITEM], which is what GetItem takes; '
    + 'look the names up in the documentation of TableFeature [cdk-dynamo-access:wrongType]';

  test.each<[string, any, string]>([
    ['a feature does not exist', [(TableFeature as any).GET_ITEM], 'features[0] undefined'],
    ['a feature is text', [TableFeature.QUERY, 'READ_ITEM'], "features[1] 'READ_ITEM'"],
    ['there are no features', undefined, 'features undefined'],
    ['a feature stands without a list', TableFeature.QUERY, 'features QUERY'],
  ])('%s', (_name, features, value) => {
    const stack = newStack();

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features }))
      .toThrow(new Error(`[Stack/Access] ${value}; ${EXPECTED}`));
  });

  test('a list is granted in the place of features', () => {
    const stack = newStack();
    const grants: any = TableAccessGrants.fromTable(newTable(stack, 'Table'));

    expect(() => grants.features(newFunction(stack, 'Fn'), [TableFeature.QUERY]))
      .toThrow(new Error('[Stack/Table] features[0] QUERY; expected a list of TableFeature, such as [TableFeature.READ_ITEM], which is '
        + 'what GetItem takes; spread the list: write ... before it [cdk-dynamo-access:wrongType]'));
  });

  test.each<[string, (stack: any) => any, string]>([
    ['the table is a name', () => 'orders', "table 'orders'"],
    ['there is no table', () => undefined, 'table undefined'],
    ['the table is a CfnGlobalTable', (stack) => new CfnGlobalTable(stack, 'Global', {
      keySchema: [], attributeDefinitions: [], replicas: [],
    }), 'table Stack/Global'],
  ])('%s', (_name, makeTable, value) => {
    const stack = newStack();

    expect(() => new LambdaTableAccess(stack, 'Access', {
      function: newFunction(stack, 'Fn'), table: makeTable(stack), features: [TableFeature.QUERY],
    })).toThrow(new Error(`[Stack/Access] ${value}; expected a table: a Table, TableV2, CfnTable, or an import of one; `
      + 'pass the construct, a CfnGlobalTable by TableRef.fromGlobalTable(...) [cdk-dynamo-access:wrongType]'));
  });

  const LIST = 'write a list: [...] [cdk-dynamo-access:wrongType]';
  const BY_CLASS = 'make it by one of the static methods of that class [cdk-dynamo-access:wrongType]';

  test.each<[string, any, string]>([
    ['rows are text', { rows: 'TENANT#1' }, `rows 'TENANT#1'; expected a RowScope; ${BY_CLASS}`],
    ['rows are a list', { rows: ['TENANT#1'] }, `rows TENANT#1; expected a RowScope; ${BY_CLASS}`],
    ['rows are null', { rows: null }, `rows null; expected a RowScope; ${BY_CLASS}`],
    ['attributes are a list', { attributes: ['pk'] }, `attributes pk; expected an AttributeScope; ${BY_CLASS}`],
    ['attributes are rows', { attributes: {} }, `attributes [object Object]; expected an AttributeScope; ${BY_CLASS}`],
    ['conditions are an object', { conditions: {} }, `conditions [object Object]; expected a list of AccessCondition; ${LIST}`],
    ['conditions are null', { conditions: null }, `conditions null; expected a list of AccessCondition; ${LIST}`],
    ['a condition does not exist', { conditions: [undefined] }, `conditions[0] undefined; expected an AccessCondition; ${BY_CLASS}`],
    ['a condition stands without a list', { conditions: AccessCondition.tlsOnly() },
      `conditions [object Object]; expected a list of AccessCondition; ${LIST}`],
  ])('%s', (_name, scope, message) => {
    const stack = newStack();

    expect(() => new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM], ...scope }))
      .toThrow(new Error(`[Stack/Access] ${message}`));
  });
});
