import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { LambdaTableAccess, LambdaTableAccessProps, TableFeature } from '../../src';
import { addIndexes, newFunction, newStack, newTable, permissionsOf, Statement, statementsOf } from '../support/app';
import { dependencyGraph, findCycle } from '../support/dependency-graph';
import { warningsOf } from '../support/messages';
import '../support/quiet';

/** A function with as many accesses to one table as there are lists of features. */
function accesses(...lists: TableFeature[][]): Stack {
  const stack = newStack();
  const table = newTable(stack, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(table, 'byDate');
  const fn = newFunction(stack, 'Fn');
  lists.forEach((features, index) => new LambdaTableAccess(stack, `Access${index}`, { function: fn, table, features }));
  return stack;
}

const ofTable = (stack: Stack): Statement[] => statementsOf(stack).filter(({ actions }) => !actions[0].startsWith('logs:'));

describe('several accesses of a function to a table', () => {
  const { READ_ITEM, PUT_ITEM, QUERY, DELETE_ITEM } = TableFeature;

  test('have the statements of one access with all of their features', () => {
    expect(ofTable(accesses([READ_ITEM], [PUT_ITEM, QUERY], [DELETE_ITEM]))).toEqual(ofTable(accesses([READ_ITEM, PUT_ITEM, QUERY, DELETE_ITEM])));
  });

  test('have one statement for each set of actions that resources share', () => {
    expect(ofTable(accesses([READ_ITEM], [PUT_ITEM], [QUERY]))).toHaveLength(3);
  });

  test('change nothing where one is the same as another', () => {
    expect(Template.fromStack(accesses([READ_ITEM, QUERY], [READ_ITEM, QUERY])).toJSON())
      .toEqual(Template.fromStack(accesses([READ_ITEM, QUERY])).toJSON());
  });

  test('change nothing where one says less than another', () => {
    expect(ofTable(accesses([TableFeature.CRUD], [READ_ITEM, QUERY.onIndexes('byDate')]))).toEqual(ofTable(accesses([TableFeature.CRUD])));
  });

  test('lose exactly what one of them alone asked for when it is removed', () => {
    const [before, after] = [accesses([READ_ITEM, QUERY], [QUERY, PUT_ITEM]), accesses([READ_ITEM, QUERY])].map(permissionsOf);

    expect(before.filter((permission) => !after.includes(permission))).toEqual(['dynamodb:PutItem on <TableCD117FA1.Arn>']);
    expect(after.filter((permission) => !before.includes(permission))).toEqual([]);
  });

  test('have no warning', () => {
    expect(warningsOf(accesses([READ_ITEM], [READ_ITEM], [PUT_ITEM]))).toEqual([]);
  });
});

describe('a table and a function in two stacks', () => {
  const table = (scope: Stack) => newTable(scope, 'Table', { encryption: TableEncryption.CUSTOMER_MANAGED });
  const access = (scope: Stack, props: Pick<LambdaTableAccessProps, 'function' | 'table'>) =>
    new LambdaTableAccess(scope, 'Access', { ...props, features: [TableFeature.READ_ITEM], environmentVariable: 'TABLE' });

  /** What a stack exports, without the hashes of logical ids. */
  const exportsOf = (stack: Stack) => Object.values(Template.fromStack(stack).toJSON().Outputs ?? {})
    .map(({ Export }: any) => Export.Name.replace(/[0-9A-F]{8}/g, '')).sort();

  function stacks(beside: 'Tables' | 'Functions'): { app: App; tables: Stack; functions: Stack } {
    const app = new App();
    const [tables, functions] = [new Stack(app, 'Tables'), new Stack(app, 'Functions')];
    access(beside === 'Tables' ? tables : functions, { function: newFunction(functions, 'Fn'), table: table(tables) });
    return { app, tables, functions };
  }

  test.each(['Tables', 'Functions'] as const)('export the table and its key, and nothing of the function, with the access in %s', (beside) => {
    const { tables, functions } = stacks(beside);

    expect(exportsOf(tables)).toEqual([
      'Tables:ExportsOutputFnGetAttTableArn', 'Tables:ExportsOutputFnGetAttTableKeyArn', 'Tables:ExportsOutputRefTable',
    ]);
    expect(exportsOf(functions)).toEqual([]);
  });

  test.each(['Tables', 'Functions'] as const)('depend one way, with the access in %s', (beside) => {
    const { app, tables, functions } = stacks(beside);
    app.synth();

    expect(tables.dependencies).toEqual([]);
    expect(functions.dependencies).toEqual([tables]);
  });

  test('of a stage each have a policy of their own in each stage', () => {
    const app = new App();
    const functions = ['Test', 'Production'].map((name) => {
      const stage = new Stage(app, name);
      const [own, other] = [new Stack(stage, 'Functions'), new Stack(stage, 'Tables')];
      access(own, { function: newFunction(own, 'Fn'), table: table(other) });
      return own;
    });
    app.synth();

    expect(functions.map((stack) => permissionsOf(stack).filter((each) => each.startsWith('dynamodb:')).length)).toEqual([1, 1]);
    expect(functions.map((stack) => stack.dependencies.map(({ node }) => node.path))).toEqual([['Test/Tables'], ['Production/Tables']]);
  });

  test('one nested in the other have no cycle and no exports', () => {
    const app = new App();
    const parent = new Stack(app, 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    access(nested, { function: newFunction(nested, 'Fn'), table: table(parent) as Table });

    expect([parent, nested].map((stack) => findCycle(dependencyGraph(Template.fromStack(stack).toJSON())))).toEqual([undefined, undefined]);
    expect(exportsOf(parent)).toEqual([]);
  });
});
