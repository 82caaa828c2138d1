import { CfnParameter, Stack } from 'aws-cdk-lib';
import { ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import { DynamoAccessRole, TableFamily, TableFeature } from '../../src';
import { findFamily } from '../../src/resources/table-family';
import { TableResources } from '../../src/resources/table-resources';
import { ENV, newStack, newTable, readable } from '../support/app';
import { warningsOf } from '../support/messages';
import '../support/quiet';

const NOTHING = { names: [], isComplete: false };

const FAMILIES: [string, (stack: Stack) => ITableRef, string][] = [
  ['by prefix', (stack) => TableFamily.withPrefix(stack, 'Tables', 'demo-dev_'), 'demo-dev_*'],
  ['by tag', (stack) => TableFamily.withTag(stack, 'Tables', 'team', 'orders'), '*'],
];

describe.each(FAMILIES)('a family %s', (_kind, makeTable, name) => {
  test('has a name and an ARN that end in a wildcard', () => {
    const stack = newStack({}, ENV);
    const { tableName, tableArn } = makeTable(stack).tableRef;

    expect([tableName, readable(stack.resolve(tableArn))]).toEqual([name, `arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/${name}`]);
  });

  test('belongs to the account and Region of its stack', () => {
    expect(makeTable(newStack({}, ENV)).env).toEqual({ account: '111122223333', region: 'eu-west-1' });
  });

  test('declares no indexes, keys and attributes that an app could know', () => {
    const resources = TableResources.of(makeTable(newStack({}, ENV)));

    expect([resources.indexNames(), resources.vectorIndexNames(), resources.keyAttributes([]), resources.keys(['eu-west-1']), resources.replicaRegions()])
      .toEqual([NOTHING, NOTHING, NOTHING, [], undefined]);
  });

  test('has any stream of its tables', () => {
    const stack = newStack({}, ENV);

    expect(readable(stack.resolve(TableResources.of(makeTable(stack)).streamArn())))
      .toBe(`arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/${name}/stream/*`);
  });
});

describe('what makes tables a family is', () => {
  test('the tag and its values', () => {
    expect(findFamily(TableFamily.withTag(newStack(), 'Tables', 'team', 'orders', 'billing')))
      .toEqual({ tag: { key: 'team', values: ['orders', 'billing'] }, findsTableKeys: false });
  });

  test('the prefix alone, whose keys are not found by default', () => {
    expect(findFamily(TableFamily.withPrefix(newStack(), 'Tables', 'demo_'))).toEqual({ findsTableKeys: false });
  });

  test('the prefix, whose keys are found where that is asked for', () => {
    expect(findFamily(TableFamily.withPrefix(newStack(), 'Tables', 'demo_', { findTableKeys: true }))).toEqual({ findsTableKeys: true });
  });

  test('nothing for one table', () => {
    expect(findFamily(newTable(newStack(), 'Table'))).toBeUndefined();
  });
});

test('a prefix may be known at deployment alone', () => {
  const stack = newStack({}, ENV);
  const prefix = new CfnParameter(stack, 'Prefix').valueAsString;
  const table = TableFamily.withPrefix(stack, 'Tables', prefix);
  new DynamoAccessRole(stack, 'Access', { table, features: [TableFeature.READ_ITEM] });

  expect([readable(stack.resolve(table.tableRef.tableArn)), warningsOf(stack)])
    .toEqual(['arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/<Prefix>*', []]);
});
