import { allow, ARN, role, Resources, table, writeAssembly } from './templates';
import { reportAssembly } from '../../src/report/analysis/report-assembly';

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
    expect(listReached(source, 'dynamodb:GetRecords', 'stream/*')).toEqual(['Stack/Replica/stream']);
  });

test('a replica has no index and no stream if its source has none', () => {
  expect(listReached(ARN.table('Orders'), 'dynamodb:Query', 'index/*')).toEqual([]);
  expect(listReached(ARN.table('Orders'), 'dynamodb:GetRecords', 'stream/*')).toEqual([]);
});
