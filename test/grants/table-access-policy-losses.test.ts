import { Aspects, Stack } from 'aws-cdk-lib';
import { CfnTable, StreamViewType, Table, TableEncryption, TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { TableAccessPolicy, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newStack, newTable } from '../support/app';
import { problemsOf } from '../support/messages';
import { tablePolicy } from '../support/resource-policies';
import '../support/quiet';

const EMPTY = { Version: '2012-10-17', Statement: [] };

function policy(stack: Stack, props: Partial<TableProps> = {}, feature = TableFeature.READ_ITEM): Table {
  const table = newTable(stack, 'Table', { tableName: 'orders', ...props });
  new TableAccessPolicy(stack, 'Others', { table, principals: [new AccountPrincipal('222222222222')], features: [feature] });
  return table;
}

const lost = (what: string) => `[Stack/Others] ${what} was replaced after this construct used it; expected changes before synthesis; change it `
  + 'where the table or the key is declared, not in an aspect [cdk-dynamo-access:policyReplaced]';

describe.each(FLAG_SETTINGS)('a TableAccessPolicy fails where an aspect replaces, %s,', (_name, flags) => {
  function problems(change: (node: CfnTable | CfnKey) => void, props: Partial<TableProps> = {}, feature = TableFeature.READ_ITEM): string[] {
    const stack = newStack(flags, ENV);
    policy(stack, props, feature);
    Aspects.of(stack).add({ visit: (node) => { if (node instanceof CfnTable || node instanceof CfnKey) change(node); } });
    return problemsOf(stack);
  }

  test('the policy of the table', () => {
    expect(problems((node) => { if (node instanceof CfnTable) node.resourcePolicy = { policyDocument: EMPTY }; }))
      .toEqual([lost('the resource policy of Stack/Table')]);
  });

  test('the stream with its policy', () => {
    expect(problems((node) => { if (node instanceof CfnTable) node.streamSpecification = { streamViewType: 'NEW_IMAGE' }; },
      { stream: StreamViewType.NEW_IMAGE }, TableFeature.STREAM_READ)).toEqual([lost('the resource policy of the stream of Stack/Table')]);
  });

  test('the policy of the key', () => {
    expect(problems((node) => { if (node instanceof CfnKey) node.keyPolicy = EMPTY; }, { encryption: TableEncryption.CUSTOMER_MANAGED }))
      .toEqual([lost('the policy of the key Stack/Table/Key/Resource')]);
  });

  test('the name of the table', () => {
    expect(problems((node) => { if (node instanceof CfnTable) node.tableName = 'others'; })).toEqual([lost('the name of Stack/Table')]);
  });
});

test('a name that was overridden before is the one that the policy says', () => {
  const stack = newStack({}, ENV);
  const table = newTable(stack, 'Table', { tableName: 'orders' });
  (table.node.defaultChild as CfnTable).addPropertyOverride('TableName', 'others');
  new TableAccessPolicy(stack, 'Others', { table, principals: [new AccountPrincipal('222222222222')], features: [TableFeature.READ_ITEM] });

  expect(tablePolicy(stack)[0].resources).toEqual(['arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/others']);
});

test('a name that is overridden later fails', () => {
  const stack = newStack({}, ENV);
  (policy(stack).node.defaultChild as CfnTable).addPropertyOverride('TableName', 'others');

  expect(problemsOf(stack)).toEqual([lost('the name of Stack/Table')]);
});
