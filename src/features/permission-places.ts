import { Permission, PermissionResourceType } from './permission';

/** How each place belongs to the table of an access; `elsewhere` for places of other tables, keys and services. */
const RELATION_TO_TABLE: Readonly<Record<PermissionResourceType, 'table' | 'index' | 'elsewhere'>> = {
  'table': 'table',
  'index': 'index',
  'vector-index': 'index',
  'stream': 'table',
  'backup': 'table',
  'export': 'table',
  'import': 'table',
  'account': 'table',
  'replica': 'elsewhere',
  'restored-table': 'elsewhere',
  'table-key': 'elsewhere',
  'new-table-key': 'elsewhere',
  'restored-table-key': 'elsewhere',
  'export-objects': 'elsewhere',
  'export-key': 'elsewhere',
  'import-bucket': 'elsewhere',
  'import-objects': 'elsewhere',
  'import-key': 'elsewhere',
  'import-logs': 'elsewhere',
  'kinesis-stream': 'elsewhere',
};

/** True for permissions on the table of the access, on what belongs to it, and on the account. */
export function isOnOwnTable({ on }: Pick<Permission, 'on'>): boolean {
  return RELATION_TO_TABLE[on] !== 'elsewhere';
}

/** True for permissions on indexes, vector indexes included. */
export function isOnIndexes({ on }: Pick<Permission, 'on'>): boolean {
  return RELATION_TO_TABLE[on] === 'index';
}
