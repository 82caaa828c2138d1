import { ACTIONS } from './actions';
import { TableType } from './table-parts';

/**
 * The kinds of resource that a feature needs actions on.
 *
 * - `table`, `index`, `vector-index` and the other parts of a table: the table of the access, and resources that belong to it
 * - `replica`: the table in the other Regions of the access
 * - `restored-table`: the table that a backup is restored to
 * - `table-key`: the key that encrypts the table at rest
 * - `new-table-key`: a key that the caller may choose for the table
 * - `restored-table-key`: the key that the restored table gets
 * - `export-objects`, `export-key`: the objects and the key of exports
 * - `import-bucket`, `import-objects`, `import-key`, `import-logs`: the bucket, objects and key of imports, and the logs of their
 *   errors
 * - `kinesis-stream`: the Kinesis data stream of the table
 * - `account`: no resource, for actions that only `*` matches
 */
export type PermissionResourceType =
  | TableType | 'vector-index'
  | 'replica' | 'restored-table'
  | 'table-key' | 'new-table-key' | 'restored-table-key'
  | 'export-objects' | 'export-key'
  | 'import-bucket' | 'import-objects' | 'import-key' | 'import-logs'
  | 'kinesis-stream'
  | 'account';

/** The transaction operations that can limit a permission. */
export type TransactionOperation = 'TransactGetItems' | 'TransactWriteItems';

/** One need of a feature: an action, the kind of resource, and the reason. */
export interface Permission {
  readonly action: string;
  readonly on: PermissionResourceType;
  readonly why: string;
  /**
   * The transaction that needs the action. Outside of it, the feature doesn't need the action.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  readonly onlyIn?: TransactionOperation;
}

/** Permits an action on one kind of resource, and the use of the table key if the action needs it. */
export function permitOn(resourceType: PermissionResourceType, action: string, why: string): Permission[] {
  return [{ action, on: resourceType, why }, ...permitTableKeyFor(action)];
}

export function permitOnTable(action: string, why: string, onlyIn?: TransactionOperation): Permission[] {
  return [{ action, on: 'table', why, onlyIn }, ...permitTableKeyFor(action)];
}

export function permitOnTableAndIndexes(action: string, why: string): Permission[] {
  return [{ action, on: 'table', why }, { action, on: 'index', why }, ...permitTableKeyFor(action)];
}

/** Permits an action that AWS authorizes only on the whole account. */
export function permitOnAccount(action: string, why: string): Permission[] {
  return [{ action, on: 'account', why }];
}

/**
 * Permits the KMS actions that a principal needs to choose the customer managed key of a table.
 *
 * AWS documents these actions, with `kms:ReEncrypt*` and `kms:GenerateDataKey*` for groups of them, as the minimum for the
 * principal who selects a key. We leave the data key pair actions out, because table keys are symmetric.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function permitKeyChoice(resourceType: 'new-table-key' | 'restored-table-key' = 'new-table-key'): Permission[] {
  return [
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ].map((action) => ({ action, on: resourceType, why: 'whoever chooses the key of a table lets DynamoDB use it' }));
}

function permitTableKeyFor(action: string): Permission[] {
  return ACTIONS[action]?.usesTableKey ? [permitTableKeyUse()] : [];
}

/** Permits DynamoDB to decrypt the customer managed key of the table for the caller. */
export function permitTableKeyUse(): Permission {
  return { action: 'kms:Decrypt', on: 'table-key', why: 'DynamoDB decrypts the key of the table on the caller\'s behalf' };
}
