import { Match } from '@aws-cdk/integ-tests-alpha';
import { invoke, newIntegApp, newIntegTest, put } from './integ-app';
import { MultiTenantStack } from '../../examples/multi-tenant/multi-tenant-stack';

const app = newIntegApp();
const stack = new MultiTenantStack(app, 'IntegMultiTenant');
const test = newIntegTest(app, stack);

const requestContext = { authorizer: { tenantId: '7' } };
put(test, stack, 'Tenants', { tenantId: { S: '7' }, active: { BOOL: true } })
  .next(invoke(test, stack, 'Api', { httpMethod: 'POST', body: '{"productId":"P1","amount":3}', requestContext },
    Match.stringLikeRegexp('"statusCode":200')))
  .next(invoke(test, stack, 'Api', { httpMethod: 'GET', requestContext }, Match.stringLikeRegexp('"statusCode":200')))
  .next(invoke(test, stack, 'Billing', {}, '{"TENANT#7":3}'));
