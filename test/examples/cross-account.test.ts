import { OwnerStack } from '../../examples/cross-account/owner-stack';
import { ReaderStack } from '../../examples/cross-account/reader-stack';
import { describeExample } from '../support/example';

describeExample('cross-account', (app) => {
  const region = 'eu-west-1';
  const owner = new OwnerStack(app, 'Owner', { env: { account: '111111111111', region }, readerAccount: '222222222222' });
  return [owner, new ReaderStack(app, 'Reader', { env: { account: '222222222222', region }, orders: owner.orders })];
}, [
  'Report may',
  '  - read items of Orders · READ_ITEM',
  '  - query index byStatus of Orders · QUERY.onIndexes(\'byStatus\')',
  '  - create log streams in and write to log group Report/LogGroup · logs',
  '',
  'account 222222222222 may',
  '  - read items of Orders · only if a policy of account 222222222222 allows it too · by policy of Orders, statement 1',
  '  - query index byStatus of Orders · only if a policy of account 222222222222 allows it too · by policy of Orders, statement 0',
]);
