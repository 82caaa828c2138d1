import { TransactionsStack } from '../../examples/transactions/transactions-stack';
import { describeExample } from '../support/example';

describeExample('transactions', (app) => [new TransactionsStack(app, 'Transactions')], [
  'Enrol may',
  '  - read items in batches from Customers · BATCH_READ',
  '  - put and delete items in batches in Customers · BATCH_WRITE',
  '  - create log streams in and write to log group Enrol/LogGroup · logs',
  '',
  'Statement may',
  '  - select items by PartiQL from Ledger · PARTIQL_SELECT',
  '  - never select items by PartiQL from Ledger · only full scans',
  '  - create log streams in and write to log group Statement/LogGroup · logs',
  '',
  'Transfer may',
  '  - check conditions on items of Customers · CONDITION_CHECK',
  '  - put items into Ledger · only inside TransactWriteItems · TRANSACT_PUT',
  '  - update items of Ledger · only inside TransactWriteItems · TRANSACT_UPDATE',
  '  - never put and delete items in batches in, delete items of and delete items by PartiQL in Ledger',
  '  - create log streams in and write to log group Transfer/LogGroup · logs',
]);
