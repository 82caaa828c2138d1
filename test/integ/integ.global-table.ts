import { newIntegApp, newIntegTest } from './integ-app';
import { GlobalTableStack } from '../../examples/global-table/global-table-stack';
import { RegionStack } from '../../examples/global-table/region-stack';

// The key of the replica has to be there before the table, so this compares templates, and can't be deployed as it is.
const app = newIntegApp();
const account = '111111111111';
const global = new GlobalTableStack(app, 'IntegGlobal', {
  env: { account, region: 'eu-west-1' },
  replicaKeyArns: { 'us-east-1': `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555` },
});
const replica = new RegionStack(app, 'IntegUsEast1', { env: { account, region: 'us-east-1' }, scores: global.scores });
newIntegTest(app, global, replica);
