import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction, IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { DynamoAccessRole, LambdaTableAccess, TableFeature } from '../../src';
import { addIndexes, FLAG_SETTINGS, newFunction, newStack, newTable, RECOMMENDED_FLAGS } from '../support/app';
import { dependenciesOf, dependencyGraph, DependencyGraph, findCycle } from '../support/dependency-graph';
import '../support/quiet';
import { FUNCTIONS, lambdaRole } from '../support/functions';

const FEATURES = [TableFeature.CRUD, TableFeature.STREAM_TRIGGER];

function encryptedTable(scope: Construct): Table {
  const table = newTable(scope, 'Table', {
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    encryption: TableEncryption.CUSTOMER_MANAGED,
  });
  addIndexes(table, 'byCustomer');
  return table;
}

function graphOf(stack: Stack): DependencyGraph {
  return dependencyGraph(Template.fromStack(stack).toJSON());
}

/** The logical id of the only resource of a type whose logical id begins so. */
function idOf(stack: Stack, type: string, prefix = ''): string {
  const ids = Object.keys(Template.fromStack(stack).findResources(type)).filter((id) => id.startsWith(prefix));
  if (ids.length !== 1) throw new Error(`expected one ${type} ${prefix}*, found ${ids.join(', ')}`);
  return ids[0];
}

/** The logical id of the only policy that holds an action. */
function policyAllowing(stack: Stack, action: string): string {
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([, policy]) => JSON.stringify(policy).includes(`"${action}"`));
  if (policies.length !== 1) throw new Error(`expected one policy with ${action}, found ${policies.map(([id]) => id).join(', ')}`);
  return policies[0][0];
}

describe('the graph itself', () => {
  test('finds a cycle through Ref, Fn::GetAtt, Fn::Sub and DependsOn', () => {
    const graph = dependencyGraph({
      Resources: {
        A: { Properties: { Name: { Ref: 'B' } } },
        B: { Properties: { Arn: { 'Fn::GetAtt': ['C', 'Arn'] } } },
        C: { Properties: { Text: { 'Fn::Sub': 'arn:${AWS::Partition}:${D.Arn}' } } },
        D: { DependsOn: ['A'] },
      },
    });

    expect(findCycle(graph)).toEqual(['A', 'B', 'C', 'D', 'A']);
  });

  test('finds none where two resources need the same third one', () => {
    const graph = dependencyGraph({
      Resources: { A: { DependsOn: ['B', 'C'] }, B: { DependsOn: 'C' }, C: { Properties: { Name: { Ref: 'AWS::Region' } } } },
    });

    expect(findCycle(graph)).toBeUndefined();
  });
});

describe.each(FLAG_SETTINGS)('%s', (_flags, flags) => {
  describe.each(FUNCTIONS)('a function %s', (_kind, makeFunction) => {
    function access(stack: Stack): { table: Table; fn: IFunction } {
      const table = encryptedTable(stack);
      const fn = makeFunction(stack);
      new LambdaTableAccess(stack, 'Access', { function: fn, table, features: FEATURES });
      return { table, fn };
    }

    test('has no cycle with an event source mapping', () => {
      const stack = newStack(flags);
      const { table, fn } = access(stack);
      fn.addEventSourceMapping('Stream', { eventSourceArn: table.tableStreamArn, startingPosition: StartingPosition.LATEST });

      expect(findCycle(graphOf(stack))).toBeUndefined();
    });

    test('has no cycle with a DynamoEventSource', () => {
      const stack = newStack(flags);
      const { table, fn } = access(stack);
      fn.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST }));

      expect(findCycle(graphOf(stack))).toBeUndefined();
    });

    test('has no cycle where it depends on its access', () => {
      const stack = newStack(flags);
      const fn = makeFunction(stack);
      fn.node.addDependency(new LambdaTableAccess(stack, 'Access', { function: fn, table: encryptedTable(stack), features: FEATURES }));

      const graph = graphOf(stack);
      expect(findCycle(graph)).toBeUndefined();
      expect(dependenciesOf(graph, idOf(stack, 'AWS::Lambda::Function', 'Fn'))).toContain(policyAllowing(stack, 'dynamodb:GetItem'));
    });

    test('is created when the policy on the table and the key is there', () => {
      const stack = newStack(flags);
      access(stack);

      const fn = dependenciesOf(graphOf(stack), idOf(stack, 'AWS::Lambda::Function', 'Fn'));
      expect(fn).toContain(policyAllowing(stack, 'dynamodb:GetItem'));
      expect(fn).toContain(policyAllowing(stack, 'kms:Decrypt'));
    });

    test('has its event source mapping wait for the policies on the stream, the key and the account', () => {
      const stack = newStack(flags);
      const { table, fn } = access(stack);
      fn.addEventSourceMapping('Stream', { eventSourceArn: table.tableStreamArn, startingPosition: StartingPosition.LATEST });

      const mapping = dependenciesOf(graphOf(stack), idOf(stack, 'AWS::Lambda::EventSourceMapping'));
      expect(mapping).toContain(policyAllowing(stack, 'dynamodb:GetRecords'));
      expect(mapping).toContain(policyAllowing(stack, 'dynamodb:ListStreams'));
      expect(mapping).toContain(policyAllowing(stack, 'kms:Decrypt'));
    });
  });
});

test.each<[string, (fn: LambdaFunction) => IConstruct[]]>([
  ['a role', (fn) => [fn.role!]],
  ['an L1', (fn) => [fn.node.defaultChild!]],
  ['an L1 and a role', (fn) => [fn.node.defaultChild!, fn.role!]],
])('%s that must wait for the access makes no cycle', (_name, listWaiting) => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  const access = new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });
  for (const waiting of listWaiting(fn)) waiting.node.addDependency(access);

  expect(findCycle(graphOf(stack))).toBeUndefined();
});

test('a function that depends on two accesses makes no cycle', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  for (const id of ['One', 'Other']) {
    fn.node.addDependency(new LambdaTableAccess(stack, id, { function: fn, table: newTable(stack, `${id}Table`), features: [TableFeature.READ_ITEM] }));
  }

  expect(findCycle(graphOf(stack))).toBeUndefined();
});

test('a function waits for the managed policies that its access overflows into', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn');
  const access = new LambdaTableAccess(stack, 'Access', { function: fn, table: newTable(stack, 'Table0'), features: [TableFeature.READ_ITEM] });
  for (let i = 1; i < 60; i++) access.addTableAccess({ table: newTable(stack, `Table${i}`), features: [TableFeature.READ_ITEM] });

  const managed = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  expect(managed).toEqual(['FnServiceRoleTableAccess1E4AEE2B9', 'FnServiceRoleTableAccess2455CE638']);
  expect([...dependenciesOf(graphOf(stack), idOf(stack, 'AWS::Lambda::Function'))]).toEqual(expect.arrayContaining(managed));
});

describe('a table and a function in different stacks', () => {
  test.each(['the table', 'the function'])('synthesize without a cycle with the access declared beside %s', (beside) => {
    const app = new App({ context: RECOMMENDED_FLAGS });
    const tables = new Stack(app, 'Tables');
    const functions = new Stack(app, 'Functions');
    const table = encryptedTable(tables);
    const fn = newFunction(functions, 'Fn');
    fn.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST }));
    new LambdaTableAccess(beside === 'the table' ? tables : functions, 'Access', { function: fn, table, features: FEATURES });

    expect([tables, functions].map((stack) => findCycle(graphOf(stack)))).toEqual([undefined, undefined]);
    expect(functions.dependencies).toEqual([tables]);
  });

  test('synthesize without a cycle where the stack of the function is the first', () => {
    const app = new App({ context: RECOMMENDED_FLAGS });
    const functions = new Stack(app, 'Functions');
    const fn = newFunction(functions, 'Fn');
    const table = encryptedTable(new Stack(app, 'Tables'));
    new LambdaTableAccess(functions, 'Access', { function: fn, table, features: FEATURES });

    expect(findCycle(graphOf(functions))).toBeUndefined();
  });

  test('synthesize without a cycle with the role and its logs beside the table', () => {
    const app = new App({ context: RECOMMENDED_FLAGS });
    const tables = new Stack(app, 'Tables');
    const functions = new Stack(app, 'Functions');
    const access = new DynamoAccessRole(tables, 'Access', { table: encryptedTable(tables), features: FEATURES });
    newFunction(functions, 'Fn', { role: access.role, logGroup: access.logGroup });

    expect([tables, functions].map((stack) => findCycle(graphOf(stack)))).toEqual([undefined, undefined]);
  });

  test('synthesize without a cycle with a role from the stack of the table', () => {
    const app = new App({ context: RECOMMENDED_FLAGS });
    const tables = new Stack(app, 'Tables');
    const functions = new Stack(app, 'Functions');
    const fn = newFunction(functions, 'Fn', { role: lambdaRole(tables) });
    new LambdaTableAccess(functions, 'Access', { function: fn, table: encryptedTable(tables), features: FEATURES });

    expect([tables, functions].map((stack) => findCycle(graphOf(stack)))).toEqual([undefined, undefined]);
  });
});

describe('a table and a function in nested stacks', () => {
  const PLACES: [string, (parent: Stack) => [Stack, Stack]][] = [
    ['the table in the parent', (parent) => [parent, new NestedStack(parent, 'Functions')]],
    ['the function in the parent', (parent) => [new NestedStack(parent, 'Tables'), parent]],
    ['both in nested stacks', (parent) => [new NestedStack(parent, 'Tables'), new NestedStack(parent, 'Functions')]],
  ];

  test.each(PLACES)('synthesize without a cycle with %s', (_places, stacksIn) => {
    const parent = newStack(RECOMMENDED_FLAGS);
    const [tables, functions] = stacksIn(parent);
    const table = encryptedTable(tables);
    const fn = newFunction(functions, 'Fn');
    fn.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST }));
    new LambdaTableAccess(functions, 'Access', { function: fn, table, features: FEATURES });

    expect([...new Set([parent, tables, functions])].map((stack) => findCycle(graphOf(stack))).filter(Boolean)).toEqual([]);
  });
});

test('a log group that the function declares itself is there before the policy that names it', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn', { logGroup: new LogGroup(stack, 'Group') });
  new LambdaTableAccess(stack, 'Access', { function: fn, table: encryptedTable(stack), features: FEATURES });

  expect(dependenciesOf(graphOf(stack), idOf(stack, 'AWS::IAM::Policy', 'FnServiceRoleTableAccess'))).toContain(idOf(stack, 'AWS::Logs::LogGroup'));
});

test('a function that names its log group is created when it may write there', () => {
  const stack = newStack();
  const fn = newFunction(stack, 'Fn', { logGroup: new LogGroup(stack, 'Group') });
  new LambdaTableAccess(stack, 'Access', { function: fn, table: encryptedTable(stack), features: FEATURES });

  expect(dependenciesOf(graphOf(stack), idOf(stack, 'AWS::Lambda::Function'))).toContain(policyAllowing(stack, 'logs:PutLogEvents'));
});
