import { MultiTenantStack } from '../../examples/multi-tenant/multi-tenant-stack';
import { describeExample } from '../support/example';

describeExample('multi-tenant', (app) => [new MultiTenantStack(app, 'MultiTenant')], [
  'Api may',
  '  - create log streams in and write to log group ApiAccess/LogGroup · logs',
  '  - assume TenantAccess/Role · by trust policy of TenantAccess/Role, statement 0',
  '  - read items of Tenants · only the attributes active, tenantId · only if the request has a dynamodb:Attributes · only if dynamodb:Select is SPECIFIC_ATTRIBUTES, if the request has it · READ_ITEM',
  '',
  'Billing may',
  '  - create log streams in and write to log group BillingAccess/LogGroup · logs',
  '  - scan Orders · only the attributes amount, orderId, tenant · only if the request has a dynamodb:Attributes · only if dynamodb:Select is SPECIFIC_ATTRIBUTES · SCAN',
  '',
  'TenantAccess/Role may',
  '  - read items of Orders · only items whose partition key is TENANT#${aws:PrincipalTag/TenantId} · only in requests that name partition keys · READ_ITEM',
  '  - put items into Orders · only items whose partition key is TENANT#${aws:PrincipalTag/TenantId} · only in requests that name partition keys · PUT_ITEM',
  '  - query Orders · only items whose partition key is TENANT#${aws:PrincipalTag/TenantId} · only in requests that name partition keys · QUERY.onTable()',
]);
