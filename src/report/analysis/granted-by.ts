import { isOfKind } from './action-catalogue';
import { removeRegion } from './known-resources';
import { Permission } from '../../features/permission';
import { getIamType } from '../../features/permission-types';
import { RecordedAccess } from '../../features/recorded-access';
import { TableFeature } from '../../features/table-feature';
import { ConditionEntry } from '../../policy/policy-document';
import { removeDuplicates } from '../../values/lists';
import { Attribution, DeclaredAccess, ReportedResource } from '../report-data';

/** Lists the declared features and denials of a grantee. */
export function listDeclaredAccesses(accesses: readonly RecordedAccess[]): DeclaredAccess[] {
  return removeDuplicates(accesses.filter(({ features, denials }) => features || denials).map(({ table, features = [], denials = [] }) => (
    { ...table !== undefined && { table: table.replace(/\/Resource$/, '') }, features, denials }
  )));
}

const FIELD_ENCRYPTION_REASONS: Readonly<Record<string, string>> = {
  'kms:Decrypt': 'decrypts fields',
  'kms:Encrypt': 'encrypts fields',
  'kms:GenerateDataKey': 'encrypts fields',
};

/** These keys are in all conditions on table keys. Field keys have none of them. */
const TABLE_KEY_CONDITIONS = ['kms:ViaService', 'kms:GrantIsForAWSResource'];

/** The log groups of imports, whose names AWS chooses. */
const IMPORT_LOG_GROUP = /:log-group:\/aws-dynamodb\//;

/** Finds the declared features that need an action on a resource, and their reasons. */
export function attributeAction(
  action: string,
  resource: ReportedResource,
  conditions: readonly ConditionEntry[],
  accesses: readonly RecordedAccess[],
  tablePaths: ReadonlySet<string>,
): Attribution[] {
  if (accesses.length === 0) return [];
  if (isLogGroupOfFunction(resource) && accesses.some((each) => each.function !== undefined || each.logGroup !== undefined)) {
    return [{ feature: 'logs', why: 'writes the logs of the function' }];
  }
  if (resource.kind === 'key' && action in FIELD_ENCRYPTION_REASONS && !conditions.some(({ key }) => TABLE_KEY_CONDITIONS.includes(key))) {
    return [{ feature: 'fieldEncryption', why: FIELD_ENCRYPTION_REASONS[action] }];
  }
  const features = [...new Set(findAccessesOn(resource, action, accesses, tablePaths).flatMap((access) => access.features ?? []))];
  const reasons = features.flatMap((feature) => findReasons(feature, action, resource));
  if (reasons.length > 0) return reasons;
  return features.filter((feature) => findKnownFeature(feature)?._permissions.some((permission) => permission.action === action) ?? true)
    .map((feature) => ({ feature }));
}

function isLogGroupOfFunction({ kind, id }: ReportedResource): boolean {
  return kind === 'log group' && !IMPORT_LOG_GROUP.test(id);
}

/** Finds the accesses whose features may need an action on a resource. */
function findAccessesOn(
  { kind, table, id }: ReportedResource, action: string, accesses: readonly RecordedAccess[], tablePaths: ReadonlySet<string>,
): RecordedAccess[] {
  const path = removeRegion(table ?? id);
  return accesses.filter((access) => {
    if (!access.features) return false;
    if (access.table === undefined || ['key', 'account', 'log group'].includes(kind)) return true;
    const declaredPath = access.table.replace(/\/Resource$/, '');
    // an import has another path than the table, a replica another Region, and a restored table another name
    return declaredPath === path || !tablePaths.has(declaredPath) || needsOnOtherTable(access.features, action);
  });
}

function findReasons(feature: string, action: string, { kind, id }: ReportedResource): Attribution[] {
  const permissions = (findKnownFeature(feature)?._permissions ?? []).filter((permission) =>
    permission.action === action && isOfKind(getIamType(permission), kind) && isInIndexScope(feature, permission, id));
  return [...new Set(permissions.map(({ why }) => why))].map((why) => ({ feature, why }));
}

/** Finds a feature of the library by its name. Returns `undefined` for custom features. */
export function findKnownFeature(feature: string): TableFeature | undefined {
  const found: unknown = Object.getOwnPropertyDescriptor(TableFeature, feature.split('.')[0])?.value;
  if (found instanceof TableFeature) return found;
  return undefined;
}

/** Tells whether a permission of a feature is on a resource, if the feature names its indexes. */
function isInIndexScope(feature: string, permission: Permission, id: string): boolean {
  if (getIamType(permission) !== 'index') return true;
  if (feature.endsWith('.onTable()')) return false;
  const named = /\.onIndexes\((.*)\)$/.exec(feature)?.[1];
  return named === undefined || named.split(', ').includes(`'${id.split('/').pop()}'`);
}

/** Tells whether features need an action on a replica, on a restored table, or on all resources of the account. */
function needsOnOtherTable(features: readonly string[], action: string): boolean {
  return features.some((feature) => findKnownFeature(feature)?._permissions.some((permission) =>
    permission.action === action && ['replica', 'restored-table', 'account'].includes(permission.on)));
}
