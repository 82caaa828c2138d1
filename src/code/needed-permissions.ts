import { TableAction } from '../features/find-features';
import { findMember } from '../values/json-values';

/** A permission that a call needs. */
export interface NeededPermission extends TableAction {
  readonly on: 'table' | 'index' | 'stream' | 'backup' | 'export' | 'import' | 'account' | 'key';
}

const PARTS: Readonly<Record<string, string>> = {
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Delete: 'dynamodb:DeleteItem',
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
};

const VERBS: Readonly<Record<string, string>> = {
  DELETE: 'dynamodb:PartiQLDelete', INSERT: 'dynamodb:PartiQLInsert', SELECT: 'dynamodb:PartiQLSelect', UPDATE: 'dynamodb:PartiQLUpdate',
};

/** The resource types of operations on backups, exports, imports and streams. */
const PLACES: Readonly<Record<string, NeededPermission['on']>> = {
  DeleteBackup: 'backup',
  DescribeBackup: 'backup',
  RestoreTableFromBackup: 'backup',
  DescribeExport: 'export',
  DescribeImport: 'import',
  DescribeStream: 'stream',
  GetRecords: 'stream',
  GetShardIterator: 'stream',
};

/**
 * The permission that an operation needs; none where the part of a transaction or the verb of a statement isn't known.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 */
export function neededPermission(service: string, operation: string, part?: string, index?: string): NeededPermission | undefined {
  if (service === 'kms') return { action: `kms:${operation}`, on: 'key' };
  if (operation === 'TransactGetItems' || operation === 'TransactWriteItems') {
    if (part !== undefined && Object.hasOwn(PARTS, part)) return neededInTransaction(PARTS[part], operation);
    return undefined;
  }
  if (/^(BatchExecuteStatement|ExecuteStatement|ExecuteTransaction)$/.test(operation)) {
    if (part !== undefined && Object.hasOwn(VERBS, part)) return onTableOrIndex(VERBS[part], index);
    return undefined;
  }
  if (/^(List(?!TagsOfResource)|DescribeLimits$|DescribeEndpoints$)/.test(operation)) return { action: `dynamodb:${operation}`, on: 'account' };
  const on = findMember(PLACES, operation);
  if (on) return { action: `dynamodb:${operation}`, on };
  return onTableOrIndex(`dynamodb:${operation}`, index);
}

/** A condition check can run only inside a transaction, so the limit would say nothing. */
function neededInTransaction(action: string, onlyIn: NeededPermission['onlyIn']): NeededPermission {
  if (action === 'dynamodb:ConditionCheckItem') return { action, on: 'table' };
  return { action, on: 'table', onlyIn };
}

function onTableOrIndex(action: string, index: string | undefined): NeededPermission {
  if (index === undefined) return { action, on: 'table' };
  return { action, on: 'index', index };
}
