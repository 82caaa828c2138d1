import { Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { allow, ARN, role, Resources, table, writeAssembly } from './templates';
import { reportAssembly } from '../../src/report/analysis/report-assembly';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';

const REPLICA = ARN.table('Replica');

function replicaOf(source: unknown): Resources {
  return { Replica: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'Replica', GlobalTableSourceArn: source, Replicas: [{ Region: 'eu-west-1' }] } } };
}

function listReached(source: unknown, action: string, resource: string): string[] {
  const resources = { ...table('Orders'), ...replicaOf(source), ...role('Writer', [allow(action, `${REPLICA}/${resource}`)]) };
  return reportAssembly(writeAssembly(resources)).accesses.map(({ resource: id }) => id);
}

test.each<[string, unknown]>([['another app', `${ARN.table('Orders')}-of-others`], ['an import', { 'Fn::ImportValue': 'orders' }]])(
  'a replica whose source is of %s may have any index and a stream', (_what, source) => {
    expect(listReached(source, 'dynamodb:Query', 'index/*')).toEqual(['Stack/Replica/index/*']);
    expect(listReached(source, 'dynamodb:Query', 'index/byName')).toEqual(['Stack/Replica/index/byName']);
    expect(listReached(source, 'dynamodb:Query', 'index/by*')).toEqual(['Stack/Replica/index/by*']);
    expect(listReached(source, 'dynamodb:GetRecords', 'stream/*')).toEqual(['Stack/Replica/stream']);
  });

test('a replica has no index and no stream if its source has none', () => {
  expect(listReached(ARN.table('Orders'), 'dynamodb:Query', 'index/*')).toEqual([]);
  expect(listReached(ARN.table('Orders'), 'dynamodb:Query', 'index/by*')).toEqual([]);
  expect(listReached(ARN.table('Orders'), 'dynamodb:GetRecords', 'stream/*')).toEqual([]);
});

test('a table has the key of its own Region if keys of several Regions have one alias', () => {
  const app = newApp();
  for (const region of ['eu-west-1', 'us-east-1']) {
    const stack = new Stack(app, region, { env: { ...ENV, region } });
    new Key(stack, 'Key', { alias: 'orders' });
    const keySchema = [{ attributeName: 'pk', keyType: 'HASH' }];
    new CfnTable(stack, 'Table', { keySchema, sseSpecification: { sseEnabled: true, kmsMasterKeyId: 'alias/orders' } });
    new CfnTable(stack, 'Other', { keySchema, sseSpecification: { sseEnabled: true, kmsMasterKeyId: 'alias/theirs' } });
  }

  expect(reportAssembly(app.synth().directory).resources.flatMap(({ id, tableKey }) => tableKey === undefined ? [] : [[id, tableKey]])).toEqual([
    ['eu-west-1/Other', 'alias/theirs'], ['eu-west-1/Table', 'eu-west-1/Key'], ['us-east-1/Other', 'alias/theirs'], ['us-east-1/Table', 'us-east-1/Key'],
  ]);
});
