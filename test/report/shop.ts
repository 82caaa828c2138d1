import { App, Stack } from 'aws-cdk-lib';
import { StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, ArnPrincipal, Effect, Group, ManagedPolicy, PolicyStatement, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DynamoAccessRole, FieldEncryption, LambdaTableAccess, RowScope, TableAccessGrants, TableDenial, TableFeature } from '../../src';
import { addIndexes, ENV, newFunction, newTable } from '../support/app';

/** Features of this library beside what apps have that never heard of it: grants of CDK, wildcards, boundaries, denials. */
export function buildShop(app: App): void {
  const data = new Stack(app, 'Data', { env: ENV });
  const key = new Key(data, 'Key', { alias: 'shop' });
  const orders = newTable(data, 'Orders', {
    encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key, stream: StreamViewType.NEW_IMAGE,
  });
  addIndexes(orders, 'byStatus', 'byCustomer');
  const customers = newTable(data, 'Customers');
  const fieldKey = new Key(data, 'FieldKey');

  const api = new Stack(app, 'Api', { env: ENV });
  const checkout = newFunction(api, 'Checkout');
  new LambdaTableAccess(api, 'CheckoutAccess', {
    function: checkout,
    table: orders,
    features: [TableFeature.CRUD, TableFeature.TRANSACTIONS],
    fieldEncryption: FieldEncryption.envelope(fieldKey),
  });
  const tenants = new DynamoAccessRole(api, 'Tenants', {
    table: customers,
    features: [TableFeature.READ_ITEM, TableFeature.QUERY.onTable()],
    rows: RowScope.ofValues('${aws:PrincipalTag/tenant}'),
  });
  newFunction(api, 'Tenant', { role: tenants.role, logGroup: tenants.logGroup });
  TableAccessGrants.fromTable(orders).deny(tenants, TableDenial.DELETES);
  const wider = newFunction(api, 'Wider');
  new LambdaTableAccess(api, 'WiderAccess', { function: wider, table: orders, features: [TableFeature.READ_ITEM, TableFeature.LIST_TABLES] });
  orders.grant(wider, 'dynamodb:GetItem', 'dynamodb:DeleteItem');

  const legacy = new Stack(app, 'Legacy', { env: ENV });
  const report = newFunction(legacy, 'Report', { logGroup: new LogGroup(legacy, 'ReportLogs') });
  orders.grantReadWriteData(report);
  const admin = new Role(legacy, 'Admin', { assumedBy: new AccountPrincipal(ENV.account), roleName: 'admin' });
  admin.addToPolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }));
  admin.addToPolicy(new PolicyStatement({
    effect: Effect.DENY, actions: ['dynamodb:DeleteTable'], resources: ['*'],
  }));
  const bounded = new Role(legacy, 'Bounded', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    permissionsBoundary: new ManagedPolicy(legacy, 'Limit', {
      managedPolicyName: 'limit',
      statements: [new PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: ['*'], conditions: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      })],
    }),
  });
  customers.grantReadWriteData(bounded);
  const group = new Group(legacy, 'Analysts', { groupName: 'analysts' });
  Table.fromTableName(legacy, 'Archive', 'archive').grantReadData(group);
  new User(legacy, 'Ada', { userName: 'ada', groups: [group] });
  customers.addToResourcePolicy(new PolicyStatement({ actions: ['dynamodb:Scan'], resources: ['*'], principals: [new ArnPrincipal(`arn:aws:iam::${ENV.account}:user/ada`)] }));
  new Role(legacy, 'Reviewer', {
    assumedBy: new AccountPrincipal(ENV.account), managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
  }).addToPolicy(new PolicyStatement({ notActions: ['dynamodb:DeleteItem'], resources: [`${customers.tableArn}/index/*`, customers.tableArn] }));
}

