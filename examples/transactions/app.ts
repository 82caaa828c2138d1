import { App } from 'aws-cdk-lib';
import { TransactionsStack } from './transactions-stack';

new TransactionsStack(new App(), 'Transactions');
