import { App } from 'aws-cdk-lib';
import { GlobalTableStack } from './global-table-stack';
import { RegionStack } from './region-stack';

const account = '111111111111'; // put your account in its place, and the key of each replica below

const app = new App();
const { scores } = new GlobalTableStack(app, 'Global', {
  env: { account, region: 'eu-west-1' },
  replicaKeyArns: { 'us-east-1': `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555` },
});
new RegionStack(app, 'UsEast1', { env: { account, region: 'us-east-1' }, scores });
