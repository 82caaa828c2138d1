import { App } from 'aws-cdk-lib';
import { OwnerStack } from './owner-stack';
import { ReaderStack } from './reader-stack';

const region = 'eu-west-1';
const [owner, reader] = ['111111111111', '222222222222']; // put your accounts in their place

const app = new App();
const { orders } = new OwnerStack(app, 'Owner', { env: { account: owner, region }, readerAccount: reader });
new ReaderStack(app, 'Reader', { env: { account: reader, region }, orders });
