import { Match } from '@aws-cdk/integ-tests-alpha';
import { invoke, newIntegApp, newIntegTest } from './integ-app';
import { PrivateNetworkStack } from '../../examples/private-network/private-network-stack';

const app = newIntegApp();
const stack = new PrivateNetworkStack(app, 'IntegPrivateNetwork');

invoke(newIntegTest(app, stack), stack, 'Registry', { patientId: 'P1', address: 'here' }, Match.stringLikeRegexp('"address":"here"'));
