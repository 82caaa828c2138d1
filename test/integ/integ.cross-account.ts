import { newIntegApp, newIntegTest } from './integ-app';
import { OwnerStack } from '../../examples/cross-account/owner-stack';
import { ReaderStack } from '../../examples/cross-account/reader-stack';

// integ-runner deploys to one account, so this compares templates, and can't be deployed.
const app = newIntegApp();
const region = 'eu-west-1';
const owner = new OwnerStack(app, 'IntegOwner', { env: { account: '111111111111', region }, readerAccount: '222222222222' });
const reader = new ReaderStack(app, 'IntegReader', { env: { account: '222222222222', region }, orders: owner.orders });
newIntegTest(app, owner, reader);
