import { newCfnGlobalTable } from './tables';
import { TableRef } from '../../src';
import { ENV, newStack } from '../support/app';

describe('a CfnGlobalTable as a table', () => {
  const stack = newStack({}, ENV);
  const globalTable = newCfnGlobalTable(stack);
  const table = TableRef.fromGlobalTable(globalTable);

  test('has the name and ARN of the global table', () => {
    expect(stack.resolve(table.tableRef)).toEqual({ tableName: { Ref: 'Table' }, tableArn: { 'Fn::GetAtt': ['Table', 'Arn'] } });
  });

  test('is found at the path of the global table', () => {
    expect(table.node.path).toBe('Stack/Table');
  });

  test('has the environment of the global table', () => {
    expect(table.env).toEqual({ account: '111122223333', region: 'eu-west-1' });
  });

  test('hands mixins on to the global table', () => {
    const mixed: unknown[] = [];
    const result = table.with({ supports: () => true, applyTo: (construct) => mixed.push(construct) });

    expect({ mixed, result }).toEqual({ mixed: [globalTable], result: table });
  });
});
