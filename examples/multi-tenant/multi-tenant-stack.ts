import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AttributeScope, DynamoAccessRole, RoleLogs, RowScope, TableFeature } from 'cdk-dynamo-access';

/** The orders of all tenants in one table: a request of one tenant can't reach the rows of another, whatever the code does. */
export class MultiTenantStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const handlers = Code.fromAsset(join(__dirname, 'handlers'));

    const tenants = new Table(this, 'Tenants', {
      partitionKey: { name: 'tenantId', type: AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    const orders = new Table(this, 'Orders', {
      partitionKey: { name: 'tenant', type: AttributeType.STRING }, // TENANT#<id>
      sortKey: { name: 'orderId', type: AttributeType.STRING },
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });

    // What the API itself may do: look up whether a tenant is active. It reaches no order with these permissions.
    const apiAccess = new DynamoAccessRole(this, 'ApiAccess', {
      table: tenants,
      features: [TableFeature.READ_ITEM],
      attributes: AttributeScope.ofAttributes('tenantId', 'active'),
    });

    // What the API may do for a tenant: it assumes this role with the session tag TenantId, and gets the rows of that tenant.
    const tenantAccess = new DynamoAccessRole(this, 'TenantAccess', {
      assumedBy: new SessionTagsPrincipal(apiAccess.role),
      table: orders,
      features: [TableFeature.READ_ITEM, TableFeature.PUT_ITEM, TableFeature.QUERY.onTable()],
      rows: RowScope.ofValues('TENANT#${aws:PrincipalTag/TenantId}'),
      logs: RoleLogs.none(),
    });
    tenantAccess.role.grant(apiAccess.role, 'sts:AssumeRole', 'sts:TagSession');

    new LambdaFunction(this, 'Api', {
      runtime: Runtime.NODEJS_22_X,
      code: handlers,
      handler: 'api.handler',
      role: apiAccess.role,
      logGroup: apiAccess.logGroup,
      environment: { TENANTS_TABLE: tenants.tableName, ORDERS_TABLE: orders.tableName, TENANT_ROLE: tenantAccess.role.roleArn },
    });

    // Billing adds up what each tenant owes. It reads all rows, but of each the amount alone.
    const billingAccess = new DynamoAccessRole(this, 'BillingAccess', {
      table: orders,
      features: [TableFeature.SCAN],
      attributes: AttributeScope.ofAttributes('tenant', 'orderId', 'amount'),
    });
    new LambdaFunction(this, 'Billing', {
      runtime: Runtime.NODEJS_22_X,
      code: handlers,
      handler: 'billing.handler',
      role: billingAccess.role,
      logGroup: billingAccess.logGroup,
      environment: { ORDERS_TABLE: orders.tableName },
    });
  }
}
