import { MultiTenantStack } from '../../examples/multi-tenant/multi-tenant-stack';
import { describeExample } from '../support/example';

describeExample('multi-tenant', (app) => [new MultiTenantStack(app, 'MultiTenant')], [
  'Api may',
  '  - create log streams in and write to log group ApiAccess/LogGroup · logs',
  '  - assume TenantAccess/Role · by trust policy of TenantAccess/Role, statement 0',
  '  - read items of Tenants · only in requests that name no attribute but active or tenantId · only in requests that name attributes · only if dynamodb:Select is SPECIFIC_ATTRIBUTES, if the request has it · READ_ITEM',
  '',
  'Billing may',
  '  - create log streams in and write to log group BillingAccess/LogGroup · logs',
  '  - scan Orders · only in requests that name no attribute but amount or orderId or tenant · only in requests that name attributes · only if dynamodb:Select is SPECIFIC_ATTRIBUTES · SCAN',
  '',
  'TenantAccess/Role may',
  '  - read items of Orders · only in requests that name no partition key but TENANT#${aws:PrincipalTag/TenantId} · only in requests that name partition keys · READ_ITEM',
  '  - put items into Orders · only in requests that name no partition key but TENANT#${aws:PrincipalTag/TenantId} · only in requests that name partition keys · PUT_ITEM',
  '  - query Orders · only in requests that name no partition key but TENANT#${aws:PrincipalTag/TenantId} · only in requests that name partition keys · QUERY.onTable()',
]);
