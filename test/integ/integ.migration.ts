import { Match } from '@aws-cdk/integ-tests-alpha';
import { invoke, newIntegApp, newIntegTest } from './integ-app';
import { MigrationStack } from '../../examples/migration/migration-stack';

const app = newIntegApp();
const stack = new MigrationStack(app, 'IntegMigration');
const test = newIntegTest(app, stack);

invoke(test, stack, 'Api', { customerId: 'C1', productId: 'P1' }, Match.stringLikeRegexp('"status":"PLACED"'))
  .next(invoke(test, stack, 'Api', { status: 'PLACED' }, Match.stringLikeRegexp('"productId":"P1"')).waitForAssertions());
