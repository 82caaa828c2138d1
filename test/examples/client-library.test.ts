import { ClientLibraryStack } from '../../examples/client-library/client-library-stack';
import { describeExample } from '../support/example';

describeExample('client-library', (app) => [new ClientLibraryStack(app, 'ClientLibrary')], [
  'Tracker may',
  '  - delete items of Idempotency · DELETE_ITEM',
  '  - read items of Idempotency · READ_ITEM',
  '  - put items into Idempotency · PUT_ITEM',
  '  - update items of Idempotency · UPDATE_ITEM',
  '  - delete items of Tasks · DELETE_ITEM',
  '  - read items of Tasks · READ_ITEM',
  '  - put items into Tasks · PUT_ITEM',
  '  - query Tasks · QUERY',
  '  - update items of Tasks · UPDATE_ITEM',
  '  - query index gsi1 of Tasks · QUERY',
  '  - create log streams in and write to log group TrackerAccess/LogGroup · logs',
]);
