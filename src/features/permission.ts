import { ACTIONS } from './actions';

/**
 * Where a feature needs an action: on the table, its indexes, its vector indexes, its stream, its backups, the key that encrypts the table at rest, or
 * on no resource at all (`account`), for the actions that only `*` matches.
 */
export type Place = 'table' | 'index' | 'vector-index' | 'stream' | 'backup' | 'table-key' | 'account';

/** The transaction operations that a permission can be limited to. */
export type TransactionOperation = 'TransactGetItems' | 'TransactWriteItems';

/** One need of a feature: an action, in one kind of place, and why. */
export interface Permission {
  readonly action: string;
  readonly on: Place;
  readonly why: string;
  /**
   * The transaction that the action is needed in; outside of it the feature doesn't need the action.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
   */
  readonly onlyIn?: TransactionOperation;
  /** Whether this permission lets a principal choose the table's key, which DynamoDB then asks for a grant on. */
  readonly choosesTableKey?: boolean;
}

/** An action on the table. */
export function onTable(action: string, why: string, onlyIn?: TransactionOperation): Permission[] {
  return [{ action, on: 'table', why, onlyIn }, ...tableKey(action)];
}

/** An action on the table and on its indexes. */
export function onTableAndIndexes(action: string, why: string): Permission[] {
  return [{ action, on: 'table', why }, { action, on: 'index', why }, ...tableKey(action)];
}

/** An action on the table's indexes alone. */
export function onIndexes(action: string, why: string): Permission[] {
  return [{ action, on: 'index', why }, ...tableKey(action)];
}

/** An action on the table's vector indexes, which the actions on other indexes don't reach. */
export function onVectorIndexes(action: string, why: string): Permission[] {
  return [{ action, on: 'vector-index', why }, ...tableKey(action)];
}

/** An action on the table's stream. */
export function onStream(action: string, why: string): Permission[] {
  return [{ action, on: 'stream', why }, ...tableKey(action)];
}

/** An action on the backups of the table, whose names AWS makes. */
export function onBackups(action: string, why: string): Permission[] {
  return [{ action, on: 'backup', why }];
}

/** An action that AWS authorizes on no resource, only on the whole account. */
export function onAccount(action: string, why: string): Permission[] {
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
export function choosingTableKey(): Permission[] {
  return [
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ].map((action) => ({
    action,
    on: 'table-key',
    why: 'whoever chooses the key of a table lets DynamoDB use it',
    choosesTableKey: true,
  }));
}

function tableKey(action: string): Permission[] {
  return ACTIONS[action]?.usesTableKey ? [usingTableKey()] : [];
}

/** What a principal needs whose requests make DynamoDB decrypt the table's customer managed key. */
export function usingTableKey(): Permission {
  return { action: 'kms:Decrypt', on: 'table-key', why: 'DynamoDB decrypts the key of the table on the caller\'s behalf' };
}
