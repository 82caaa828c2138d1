import { App, Aws, Fn, Stack } from 'aws-cdk-lib';
import { Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { FAR_ARN, MakeTable, newCfnTable, newGlobalTable, newReplica, newTableV2 } from './tables';
import { TableResources } from '../../src/resources/table-resources';
import { ENV, newStack, newTable, readable } from '../support/app';
import '../support/quiet';

/** What is known of a table, in a stack with an environment. */
function resourcesOf(make: MakeTable): TableResources {
  return TableResources.of(make(newStack({}, ENV)));
}

/** What a table's ARNs look like in a template. */
function arnsIn(make: MakeTable, regions: string[] = [], stack = newStack({}, ENV)): string[] {
  const resources = TableResources.of(make(stack));
  return stack.resolve(resources.arns(resources.regionsWith(regions))).map(readable);
}

describe('the ARN of a table', () => {
  test.each<[string, MakeTable, string]>([
    ['a Table', (stack) => newTable(stack, 'Table'), '<TableCD117FA1.Arn>'],
    ['a TableV2', newTableV2, '<TableCD117FA1.Arn>'],
    ['a CfnTable', newCfnTable, '<Table.Arn>'],
    ['a CfnGlobalTable', newGlobalTable, '<Table.Arn>'],
    ['a replica', newReplica, 'arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/<TableCD117FA1>'],
    ['an import by name', (stack) => Table.fromTableName(stack, 'Table', 'Orders'),
      'arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/Orders'],
    ['an import by ARN', (stack) => Table.fromTableArn(stack, 'Table', FAR_ARN), FAR_ARN],
    ['an import by attributes', (stack) => TableV2.fromTableAttributes(stack, 'Table', { tableArn: FAR_ARN }), FAR_ARN],
    ['an import by a token', (stack) => Table.fromTableArn(stack, 'Table', Fn.importValue('TableArn')), '{"Fn::ImportValue":"TableArn"}'],
  ])('is, of %s, the one that CloudFormation or the user gives', (_name, make, arn) => {
    expect(arnsIn(make)).toEqual([arn]);
  });

  test.each<[string, MakeTable, string]>([
    ['a Table', (stack) => newTable(stack, 'Table'), 'arn:<AWS::Partition>:dynamodb:us-west-2:111122223333:table/<TableCD117FA1>'],
    ['a CfnGlobalTable', newGlobalTable, 'arn:<AWS::Partition>:dynamodb:us-west-2:111122223333:table/<Table>'],
    ['a replica', newReplica, 'arn:<AWS::Partition>:dynamodb:us-west-2:111122223333:table/<TableCD117FA1>'],
    ['an import by name', (stack) => Table.fromTableName(stack, 'Table', 'Orders'),
      'arn:<AWS::Partition>:dynamodb:us-west-2:111122223333:table/Orders'],
    ['an import of another account', (stack) => Table.fromTableArn(stack, 'Table', FAR_ARN),
      'arn:<AWS::Partition>:dynamodb:us-west-2:999988887777:table/Orders'],
  ])('is, of %s in another Region, made of its name and account', (_name, make, arn) => {
    expect(arnsIn(make, ['us-west-2'])[1]).toBe(arn);
  });

  test('has the Region and account of the deployment in a stack without an environment', () => {
    expect(arnsIn((stack) => Table.fromTableName(stack, 'Table', 'Orders'), [], newStack()))
      .toEqual(['arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/Orders']);
  });

  test('stands once where the Regions name that of the table as well', () => {
    expect(arnsIn((stack) => newTable(stack, 'Table'), ['eu-west-1'])).toEqual(['<TableCD117FA1.Arn>']);
  });
});

describe('the home of a table', () => {
  test.each<[string, MakeTable, object]>([
    ['a Table is that of its stack', (stack) => newTable(stack, 'Table'), { region: 'eu-west-1', account: '111122223333' }],
    ['a replica is its own Region', newReplica, { region: 'us-east-1', account: '111122223333' }],
    ['an import is what its ARN says', (stack) => Table.fromTableArn(stack, 'Table', FAR_ARN), { region: 'cn-north-1', account: '999988887777' }],
    ['an import by name is that of its stack', (stack) => Table.fromTableName(stack, 'Table', 'Orders'),
      { region: 'eu-west-1', account: '111122223333' }],
  ])('of %s', (_name, make, home) => {
    expect(resourcesOf(make)).toMatchObject(home);
  });

  test('of a table in another stack is that of its own stack', () => {
    const other = new Stack(new App(), 'Other', { env: { account: '999988887777', region: 'us-east-1' } });

    expect(TableResources.of(newTable(other, 'Table'))).toMatchObject({ region: 'us-east-1', account: '999988887777' });
  });
});

describe('the Regions of an access', () => {
  const table = () => resourcesOf((stack) => newTable(stack, 'Table'));

  test('are the one of the table', () => {
    expect(table().regionsWith()).toEqual(['eu-west-1']);
  });

  test('begin with the one of the table, then follow in alphabetical order', () => {
    expect(table().regionsWith(['us-west-2', 'ap-south-1'])).toEqual(['eu-west-1', 'ap-south-1', 'us-west-2']);
  });

  test('stand once each', () => {
    expect(table().regionsWith(['us-west-2', 'eu-west-1', 'us-west-2'])).toEqual(['eu-west-1', 'us-west-2']);
  });

  test('leave the order that the user wrote as it was', () => {
    const regions = ['us-west-2', 'ap-south-1'];
    table().regionsWith(regions);

    expect(regions).toEqual(['us-west-2', 'ap-south-1']);
  });
});

test('the name of an import by a token is part of its ARN', () => {
  const stack = newStack();
  const { name } = TableResources.of(Table.fromTableArn(stack, 'Table', `arn:aws:dynamodb:${Aws.REGION}:111122223333:table/Orders`));

  expect(name).toBe('Orders');
});
