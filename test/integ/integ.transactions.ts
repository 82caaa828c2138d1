import { Match } from '@aws-cdk/integ-tests-alpha';
import { invoke, newIntegApp, newIntegTest, put } from './integ-app';
import { TransactionsStack } from '../../examples/transactions/transactions-stack';

const app = newIntegApp();
const stack = new TransactionsStack(app, 'IntegTransactions');
const test = newIntegTest(app, stack);

const balance = (accountId: string, amount: string) => ({ accountId: { S: accountId }, entryId: { S: 'BALANCE' }, balance: { N: amount } });
put(test, stack, 'Ledger', balance('A', '10'))
  .next(put(test, stack, 'Ledger', balance('B', '0')))
  .next(invoke(test, stack, 'Enrol', { customerIds: ['C1'] }, '["C1"]'))
  .next(invoke(test, stack, 'Transfer', { customerId: 'C1', payer: 'A', payee: 'B', amount: 4 }, Match.stringLikeRegexp('^"20')))
  .next(invoke(test, stack, 'Statement', { accountId: 'A', since: '2000' }, Match.stringLikeRegexp('"amount":-4')));
