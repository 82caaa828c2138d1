import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AccessAssertions, PrincipalAssertions, TableFeature } from '../../src';
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
