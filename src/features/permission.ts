import { ACTIONS } from './actions';

/**
 * Where a feature needs an action.
 *
 * - `table`, `index`, `vector-index`, `stream`, `backup`, `export`, `import`: the table of the access and what belongs to it
 * - `replica`: the table in the other Regions of the access
 * - `restored-table`: the table that a backup is restored to
 * - `table-key`, `new-table-key`, `restored-table-key`: the keys that these tables are encrypted under at rest, that may be
 *   chosen for the table, and that the restored table gets
 * - `export-objects`, `export-key`, `import-bucket`, `import-objects`, `import-key`, `import-logs`: where exports go to, and
 *   imports come from and write what they couldn't import
 * - `kinesis-stream`: the Kinesis data stream of the table
 * - `account`: no resource at all, for the actions that only `*` matches
 */
export type PermissionResourceType =
  | 'table' | 'index' | 'vector-index' | 'stream' | 'backup' | 'export' | 'import'
  | 'replica' | 'restored-table'
  | 'table-key' | 'new-table-key' | 'restored-table-key'
  | 'export-objects' | 'export-key'
  | 'import-bucket' | 'import-objects' | 'import-key' | 'import-logs'
  | 'kinesis-stream'
  | 'account';

/** The transaction operations that a permission can be limited to. */
export type TransactionOperation = 'TransactGetItems' | 'TransactWriteItems';

/** One need of a feature: an action, in one kind of place, and why. */
export interface Permission {
  readonly action: string;
  readonly on: PermissionResourceType;
  readonly why: string;
  /**
   * The transaction that the action is needed in; outside of it the feature doesn't need the action.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  readonly onlyIn?: TransactionOperation;
}

/** An action in one kind of place, with the key that it takes. */
export function permitOn(place: PermissionResourceType, action: string, why: string): Permission[] {
  return [{ action, on: place, why }, ...permitTableKeyFor(action)];
}

/** An action on the table. */
export function permitOnTable(action: string, why: string, onlyIn?: TransactionOperation): Permission[] {
  return [{ action, on: 'table', why, onlyIn }, ...permitTableKeyFor(action)];
}

/** An action on the table and on its indexes. */
export function permitOnTableAndIndexes(action: string, why: string): Permission[] {
  return [{ action, on: 'table', why }, { action, on: 'index', why }, ...permitTableKeyFor(action)];
}

/** An action that AWS authorizes on no resource, only on the whole account. */
export function permitOnAccount(action: string, why: string): Permission[] {
  return [{ action, on: 'account', why }];
}

/**
 * What a principal needs who chooses the customer managed key of a table.
 *
 * AWS names these actions, with `kms:ReEncrypt*` and `kms:GenerateDataKey*` for the pairs of them, as the minimum for
 * the principal who selects a customer managed key. Table keys are symmetric: the data key pair actions stay out.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function permitKeyChoice(place: 'new-table-key' | 'restored-table-key' = 'new-table-key'): Permission[] {
  return [
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ].map((action) => ({ action, on: place, why: 'whoever chooses the key of a table lets DynamoDB use it' }));
}

function permitTableKeyFor(action: string): Permission[] {
  return ACTIONS[action]?.usesTableKey ? [permitTableKeyUse()] : [];
}

/** What a principal needs whose requests make DynamoDB decrypt the table's customer managed key. */
export function permitTableKeyUse(): Permission {
  return { action: 'kms:Decrypt', on: 'table-key', why: 'DynamoDB decrypts the key of the table on the caller\'s behalf' };
}
