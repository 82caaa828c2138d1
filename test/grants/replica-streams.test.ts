import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, ITableRef, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { TableAccessGrants, TableAccessPolicy, TableFamily, TableFeature } from '../../src';
import { ENV, FLAG_SETTINGS, newStack, permissionsOf } from '../support/app';
import { lambdaRole } from '../support/functions';
import { warningsOf } from '../support/messages';
import '../support/quiet';

function globalTable(stack: Stack): TableV2 {
  return new TableV2(stack, 'Table', {
    tableName: 'orders',
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    dynamoStream: StreamViewType.NEW_IMAGE,
    replicas: [{ region: 'us-east-1' }],
  });
}

function streamsOf(stack: Stack, table: ITableRef): string[] {
  TableAccessGrants.fromTable(table, { regions: ['us-east-1'] }).features(lambdaRole(stack), TableFeature.STREAM_READ);
  return permissionsOf(stack).filter((each) => each.startsWith('dynamodb:GetRecords')).map((each) => each.split(' on ')[1]);
}

describe.each(FLAG_SETTINGS)('STREAM_READ beside regions, %s,', (_name, flags) => {
  test('allows the stream of the table, and any stream of the replica', () => {
    const stack = newStack(flags, ENV);

    expect(streamsOf(stack, globalTable(stack))).toEqual([
      '<TableCD117FA1.StreamArn>', 'arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/<TableCD117FA1>/stream/*',
    ]);
  });
});

test('STREAM_READ beside regions allows any stream of the replica of an imported table', () => {
  const stack = newStack({}, ENV);
  const arn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
  const table = Table.fromTableAttributes(stack, 'Table', { tableArn: arn, tableStreamArn: `${arn}/stream/1` });

  expect(streamsOf(stack, table)).toEqual(['arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/orders/stream/*', `${arn}/stream/1`]);
});

test('STREAM_READ of a family beside regions allows the streams of the family in each of them', () => {
  const stack = newStack({}, ENV);

  expect(streamsOf(stack, TableFamily.withPrefix(stack, 'Family', 'orders-'))).toEqual([
    'arn:<AWS::Partition>:dynamodb:eu-west-1:111122223333:table/orders-*/stream/*',
    'arn:<AWS::Partition>:dynamodb:us-east-1:111122223333:table/orders-*/stream/*',
  ]);
});

test('a table policy for STREAM_READ beside regions stands on the stream of each replica', () => {
  const app = new App();
  const stack = new Stack(app, 'Tables', { env: ENV });
  const role = lambdaRole(new Stack(app, 'Roles', { env: { ...ENV, account: '444455556666' } }), { roleName: 'partner' });
  new TableAccessPolicy(stack, 'Policy', { table: globalTable(stack), principals: [role], features: [TableFeature.STREAM_READ], regions: ['us-east-1'] });

  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'));
  const actions = Properties.Replicas.map(({ Region, ReplicaStreamSpecification: { ResourcePolicy } }: any) =>
    [Region, ResourcePolicy.PolicyDocument.Statement.flatMap(({ Action }: any) => Action)]);
  const read = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
  expect(Object.fromEntries(actions)).toEqual({ 'eu-west-1': read, 'us-east-1': read });
  expect(warningsOf(Stack.of(role))).toEqual([]);
});
