import { App } from 'aws-cdk-lib';
import { PrivateNetworkStack } from './private-network-stack';

new PrivateNetworkStack(new App(), 'PrivateNetwork');
