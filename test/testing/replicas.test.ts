import { Stack } from 'aws-cdk-lib';
import { AttributeType, CfnGlobalTable, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AccessAssertions, PrincipalAssertions, TableFeature, TableRef } from '../../src';
import { newApp } from '../policy/assemblies';
import { ENV } from '../support/app';
import '../support/quiet';

const PARTITION_KEY = { name: 'pk', type: AttributeType.STRING };
const TRUST = new ServicePrincipal('lambda.amazonaws.com');

describe('a replica that replicationRegions makes', () => {
  function allowScanIn(region: string): { readonly access: PrincipalAssertions; readonly table: Table } {
    const stack = new Stack(newApp(), 'Stack', { env: ENV });
    const table = new Table(stack, 'Orders', { tableName: 'orders', partitionKey: PARTITION_KEY, replicationRegions: ['us-west-2'] });
    const role = new Role(stack, 'Role', { assumedBy: TRUST });
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [`arn:aws:dynamodb:${region}:${ENV.account}:table/orders`] }));
    role.addToPolicy(new PolicyStatement({
      actions: ['dynamodb:GetItem'],
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['A'] }, 'Null': { 'dynamodb:LeadingKeys': 'false' } },
    }));
    return { access: AccessAssertions.fromStack(stack).of(role), table };
  }

  test('fails cannot for a role that reaches it', () => {
    const { access, table } = allowScanIn('us-west-2');

    expect(() => access.cannot(TableFeature.SCAN, table)).toThrow('Stack/Role is allowed dynamodb:Scan on Stack/Orders in us-west-2, by');
  });

  test('fails reachesOnlyRows for a role that scans it', () => {
    const { access, table } = allowScanIn('us-west-2');

    expect(() => access.reachesOnlyRows(table, ['A'])).toThrow('Stack/Role is allowed dynamodb:Scan on Stack/Orders in us-west-2, by');
  });

  test('isn\'t in another Region', () => {
    const { access, table } = allowScanIn('us-east-2');

    expect(() => access.cannot(TableFeature.SCAN, table)).not.toThrow();
    expect(() => access.reachesOnlyRows(table, ['A'])).not.toThrow();
  });
});

describe('a replica of a table in another account', () => {
  const OTHER_ENV = { account: '222233334444', region: 'us-west-2' };
  const REPLICA = 'arn:aws:dynamodb:us-west-2:222233334444:table/orders';
  const SOURCE = `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/orders`;

  /** A source with an index and a stream, a replica of this ARN, and a role beside the replica. */
  function buildReplica(source: string, actions: string[], resource: string) {
    const app = newApp();
    const orders = new TableV2(new Stack(app, 'Source', { env: ENV }), 'Orders', {
      tableName: 'orders',
      partitionKey: PARTITION_KEY,
      globalSecondaryIndexes: [{ indexName: 'byDate', partitionKey: { name: 'date', type: AttributeType.STRING } }],
      dynamoStream: StreamViewType.NEW_IMAGE,
    });
    const stack = new Stack(app, 'Replica', { env: OTHER_ENV });
    const replica = TableRef.fromGlobalTable(new CfnGlobalTable(stack, 'Orders', { tableName: 'orders', globalTableSourceArn: source, replicas: [{ region: OTHER_ENV.region }] }));
    const role = new Role(stack, 'Role', { assumedBy: TRUST });
    role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    return { access: AccessAssertions.fromStack(stack).of(role), orders, replica };
  }

  const query = (source: string, index: string) => buildReplica(source, ['dynamodb:Query'], `${REPLICA}/index/${index}`);

  test('has the indexes of its source', () => {
    const { access, replica } = query(SOURCE, '*');

    expect(() => access.cannot(TableFeature.QUERY, replica)).toThrow('Replica/Role is allowed dynamodb:Query on the index byDate of Replica/Orders, by');
    expect(() => access.cannot(TableFeature.QUERY.onIndexes('byName'), replica)).toThrow('expected one of the indexes of the table orders: byDate;');
    expect(() => access.can(TableFeature.QUERY.onIndexes('byDate'), replica)).not.toThrow();
  });

  test('has no other indexes than its source', () => {
    const { access, replica } = query(SOURCE, 'byName');

    expect(() => access.cannot(TableFeature.QUERY, replica)).not.toThrow();
  });

  test('has the stream of its source', () => {
    const { access, replica } = buildReplica(SOURCE, ['dynamodb:GetRecords'], `${REPLICA}/stream/*`);

    expect(() => access.cannot(TableFeature.STREAM_TRIGGER, replica)).toThrow('Replica/Role is allowed dynamodb:GetRecords on the stream of Replica/Orders, by');
  });

  test('has the items of its source, so that cannot and reachesOnlyRows of the source look at it', () => {
    const { access, orders } = query(SOURCE, 'byDate');

    expect(() => access.cannot(TableFeature.QUERY, orders)).toThrow('Replica/Role is allowed dynamodb:Query on the index byDate of Replica/Orders, by');
    expect(() => access.cannot(TableFeature.SCAN, orders)).not.toThrow();
  });

  test('may have any index if its source isn\'t in the app', () => {
    const { access, orders, replica } = query(`${SOURCE}-of-others`, 'byName');

    expect(() => access.cannot(TableFeature.QUERY, replica)).toThrow('Replica/Role is allowed dynamodb:Query on the index byName of Replica/Orders, by');
    expect(() => access.can(TableFeature.QUERY.onIndexes('byName'), replica)).not.toThrow();
    expect(() => access.cannot(TableFeature.SCAN, replica)).not.toThrow();
    expect(() => access.cannot(TableFeature.QUERY, orders)).not.toThrow();
  });
});
