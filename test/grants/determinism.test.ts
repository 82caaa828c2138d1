import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StreamViewType, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DynamoAccessRole, LambdaTableAccess, TableFeature } from '../../src';
import { addIndexes, FLAG_SETTINGS, newFunction, newStack, newTable, permissionsOf, RECOMMENDED_FLAGS } from '../support/app';
import '../support/quiet';

const FEATURES = [TableFeature.CRUD, TableFeature.STREAM_TRIGGER, TableFeature.TRANSACTIONS, TableFeature.QUERY.onIndexes('byDate')];

function stackWith(features: TableFeature[], flags: Record<string, unknown> = {}): Stack {
  const stack = newStack(flags);
  const table = newTable(stack, 'Table', { stream: StreamViewType.NEW_IMAGE, encryption: TableEncryption.CUSTOMER_MANAGED });
  addIndexes(table, 'byDate', 'byCustomer');
  const fn = newFunction(stack, 'Fn', { logGroup: new LogGroup(stack, 'Logs') });
  new LambdaTableAccess(stack, 'Access', { function: fn, table, features });
  return stack;
}

function bytesOf(stack: Stack): string {
  return JSON.stringify((stack.node.root as App).synth().getStackArtifact('Stack').template);
}

function permutations<T>(items: T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((others) => [item, ...others]));
}

describe.each(FLAG_SETTINGS)('%s', (_name, flags) => {
  const expected = bytesOf(stackWith(FEATURES, flags));

  test.each(permutations(FEATURES).map((features) => [features.map(String).join(', '), features] as const))(
    'the features %s give the same bytes', (_features, features) => {
      expect(bytesOf(stackWith(features, flags))).toBe(expected);
    });

  test('the same app gives the same bytes twice', () => {
    expect(bytesOf(stackWith(FEATURES, flags))).toBe(bytesOf(stackWith(FEATURES, flags)));
  });

  test('other features give other bytes, so the comparison sees them', () => {
    expect(bytesOf(stackWith([TableFeature.CRUD], flags))).not.toBe(expected);
  });
});

test('the order in which indexes are added does not change the permissions', () => {
  const [one, other] = [['byDate', 'byCustomer'], ['byCustomer', 'byDate']].map((names) => {
    const stack = newStack();
    const table = newTable(stack, 'Table');
    addIndexes(table, ...names);
    new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.QUERY] });
    return Template.fromStack(stack).toJSON().Resources.AccessRoleTableAccess5ABEAAFB;
  });

  expect(JSON.stringify(one)).toBe(JSON.stringify(other));
});

test('the order of Regions does not change the permissions', () => {
  const [one, other] = [['us-east-1', 'ap-south-1'], ['ap-south-1', 'us-east-1']].map((regions) => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.QUERY], regions });
    return bytesOf(stack);
  });

  expect(one).toBe(other);
});

test('the recommended feature flags change no permission', () => {
  expect(permissionsOf(stackWith(FEATURES, RECOMMENDED_FLAGS))).toEqual(permissionsOf(stackWith(FEATURES)));
});

describe('logical ids are a contract:', () => {
  /** The logical ids of the stack that the library brings, in the order of the template. */
  function idsOf(stack: Stack, ...types: string[]): string[] {
    return types.flatMap((type) => Object.keys(Template.fromStack(stack).findResources(type)));
  }

  test('those of a DynamoAccessRole', () => {
    const stack = newStack();
    new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM, TableFeature.LIST_TABLES] });

    expect(idsOf(stack, 'AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::Logs::LogGroup')).toEqual([
      'AccessRoleE6825E38',
      'AccessRoleTableAccess5ABEAAFB',
      'AccessRoleAccountAccess874898C4',
      'AccessLogGroupA6C70CD6',
    ]);
  });

  test('those of a LambdaTableAccess', () => {
    const stack = stackWith([TableFeature.READ_ITEM, TableFeature.LIST_TABLES]);

    expect(idsOf(stack, 'AWS::IAM::Policy').sort()).toEqual(['FnServiceRoleAccountAccess8540DC27', 'FnServiceRoleTableAccessB1255E3B']);
  });

  test('that of the logs of a function whose log group is named after it', () => {
    const stack = newStack();
    new LambdaTableAccess(stack, 'Access', { function: newFunction(stack, 'Fn'), table: newTable(stack, 'Table'), features: [TableFeature.READ_ITEM] });

    expect(idsOf(stack, 'AWS::IAM::Policy').sort()).toEqual(['FnRuntimeAccess3382859A', 'FnServiceRoleTableAccessB1255E3B']);
  });

  test('those of managed policies that an access overflows into', () => {
    const stack = newStack();
    const access = new DynamoAccessRole(stack, 'Access', { table: newTable(stack, 'Table0'), features: [TableFeature.READ_ITEM] });
    for (let i = 1; i < 60; i++) access.addTableAccess({ table: newTable(stack, `Table${i}`), features: [TableFeature.READ_ITEM] });

    expect(idsOf(stack, 'AWS::IAM::ManagedPolicy')).toEqual(['AccessRoleTableAccess10AE22C87', 'AccessRoleTableAccess2C1AE195E']);
  });
});
