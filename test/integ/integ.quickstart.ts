import { Match } from '@aws-cdk/integ-tests-alpha';
import { invoke, newIntegApp, newIntegTest } from './integ-app';
import { QuickstartStack } from '../../examples/quickstart/quickstart-stack';

const app = newIntegApp();
const stack = new QuickstartStack(app, 'IntegQuickstart');
const test = newIntegTest(app, stack);

invoke(test, stack, 'Writer', { customerId: 'C1', productId: 'P1', note: 'ring twice' }, Match.stringLikeRegexp('"orderId"'))
  .next(invoke(test, stack, 'Reader', { status: 'PLACED' }, Match.stringLikeRegexp('"productId":"P1"')).waitForAssertions());
