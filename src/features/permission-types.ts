import { ResourceType } from './actions';
import { Permission, PermissionResourceType } from './permission';
import { isTableType, TableType } from './table-parts';

/**
 * The type that IAM has for each kind of resource that features need, beside the table and its parts, which have types of the same names.
 * `own` resources belong to the table of the access, or are the account.
 */
const OTHER_TYPES: Readonly<Record<Exclude<PermissionResourceType, TableType>, readonly [type: ResourceType | 'account', owner: 'own' | 'other']>> = {
  'vector-index': ['index', 'own'],
  'account': ['account', 'own'],
  'replica': ['table', 'other'],
  'restored-table': ['table', 'other'],
  'table-key': ['key', 'other'],
  'new-table-key': ['key', 'other'],
  'restored-table-key': ['key', 'other'],
  'export-objects': ['object', 'other'],
  'export-key': ['key', 'other'],
  'import-bucket': ['bucket', 'other'],
  'import-objects': ['object', 'other'],
  'import-key': ['key', 'other'],
  'import-logs': ['log-group', 'other'],
  'kinesis-stream': ['stream', 'other'],
};

/** Gets the type that IAM has for the resource of a permission. */
export function getIamType({ on }: Permission): ResourceType | 'account' {
  return isTableType(on) ? on : OTHER_TYPES[on][0];
}

/** True for permissions on the table of the access, on what belongs to it, and on the account. */
export function isOnOwnTable({ on }: Permission): boolean {
  return isTableType(on) || OTHER_TYPES[on][1] === 'own';
}
