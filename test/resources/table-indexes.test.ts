import { Stack } from 'aws-cdk-lib';
import { ITableRef, Table, TableV2, TableV2MultiAccountReplica } from 'aws-cdk-lib/aws-dynamodb';
import { attribute, FAR_ARN, index, MakeTable, newCfnTable, newGlobalTable, newReplica, newTableV2 } from './tables';
import { TableResources } from '../../src/resources/table-resources';
import { addIndexes, ENV, newStack, newTable } from '../support/app';
import '../support/quiet';

describe('the indexes of a table', () => {
  const globalSecondaryIndexes = [{ indexName: 'byDate', partitionKey: attribute('date') }];
  const localSecondaryIndexes = [{ indexName: 'byStatus', sortKey: attribute('status') }];
  const sortKey = attribute('sk');

  test.each<[string, MakeTable, string[]]>([
    ['a Table without indexes', (stack) => newTable(stack, 'Table'), []],
    ['a TableV2 without indexes', newTableV2, []],
    ['a CfnTable without indexes', newCfnTable, []],
    ['a TableV2', (stack) => newTableV2(stack, { sortKey, globalSecondaryIndexes, localSecondaryIndexes }), ['byDate', 'byStatus']],
    ['a replica', (stack) => newReplica(stack, { sortKey, globalSecondaryIndexes, localSecondaryIndexes }), ['byDate', 'byStatus']],
    ['a CfnTable', (stack) => newCfnTable(stack, { globalSecondaryIndexes: [index('byDate')], localSecondaryIndexes: [index('byStatus')] }),
      ['byDate', 'byStatus']],
    ['a CfnGlobalTable', (stack) => newGlobalTable(stack, { globalSecondaryIndexes: [index('byDate')], localSecondaryIndexes: [index('byStatus')] }),
      ['byDate', 'byStatus']],
  ])('are those that it declares: %s', (_name, make, expected) => {
    expect(TableResources.of(make(newStack({}, ENV))).indexNames()).toEqual({ names: expected, isComplete: true });
  });

  test('are, of a Table, the global and the local ones', () => {
    const table = newTable(newStack(), 'Table');
    addIndexes(table, 'byDate');
    table.addLocalSecondaryIndex(localSecondaryIndexes[0]);

    expect(TableResources.of(table).indexNames().names).toEqual(['byDate', 'byStatus']);
  });

  test.each<[string, (stack: Stack) => { table: ITableRef; addIndex: () => void }]>([
    ['a Table', (stack) => {
      const table = newTable(stack, 'Table');
      return { table, addIndex: () => addIndexes(table, 'byDate') };
    }],
    ['a TableV2', (stack) => {
      const table = newTableV2(stack);
      return { table, addIndex: () => table.addGlobalSecondaryIndex(globalSecondaryIndexes[0]) };
    }],
    ['a CfnTable', (stack) => {
      const table = newCfnTable(stack);
      return { table, addIndex: () => { table.globalSecondaryIndexes = [index('byDate')]; } };
    }],
  ])('count when they are added later: %s', (_name, make) => {
    const { table, addIndex } = make(newStack());
    const resources = TableResources.of(table);
    addIndex();

    expect(resources.indexNames().names).toEqual(['byDate']);
  });

  test.each<[string, MakeTable]>([
    ['an import by name', (stack) => Table.fromTableName(stack, 'Table', 'Orders')],
    ['an import that names its indexes, of which CDK keeps none', (stack) =>
      Table.fromTableAttributes(stack, 'Table', { tableArn: FAR_ARN, globalIndexes: ['byDate'] })],
    ['a replica of another account, which has those of its source', (stack) => new TableV2MultiAccountReplica(stack, 'Table', {
      replicaSourceTable: TableV2.fromTableArn(stack, 'Source', 'arn:aws:dynamodb:us-east-1:999988887777:table/Orders'),
    })],
  ])('are unknown: %s', (_name, make) => {
    expect(TableResources.of(make(newStack({}, ENV))).indexNames()).toEqual({ names: [], isComplete: false });
  });
});
