import { newIntegApp, newIntegTest } from './integ-app';
import { ServicesStack } from '../../examples/services/services-stack';

const app = newIntegApp();

newIntegTest(app, new ServicesStack(app, 'IntegServices'));
