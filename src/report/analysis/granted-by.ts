import { KnownResource } from './known-resources';
import { Permission, PermissionResourceType as PermissionPlace } from '../../features/permission';
import { RecordedAccess } from '../../features/recorded-access';
import { TableFeature } from '../../features/table-feature';
import { ConditionEntry } from '../../policy/policy-document';
import { Attribution, DeclaredAccess } from '../report-data';

/** What was declared for a grantee, from what was noted down beside its policies. */
export function listDeclaredAccesses(accesses: readonly RecordedAccess[]): DeclaredAccess[] {
  const declared = accesses.filter(({ features, denials }) => features || denials)
    .map(({ table, features = [], denials = [] }) => ({ ...table === undefined ? {} : { table: table.replace(/\/Resource$/, '') }, features, denials }));
  return declared.filter((each, index) => declared.findIndex((other) => JSON.stringify(other) === JSON.stringify(each)) === index);
}

const KIND_BY_PLACE: Readonly<Record<PermissionPlace, KnownResource['resource']['kind'] | undefined>> = {
  'table': 'table',
  'replica': 'table',
  'restored-table': 'table',
  'index': 'index',
  'vector-index': 'index',
  'stream': 'stream',
  'backup': 'backup',
  'export': 'export',
  'import': 'import',
  'table-key': 'key',
  'new-table-key': 'key',
  'restored-table-key': 'key',
  'export-key': 'key',
  'import-key': 'key',
  'import-logs': 'log group',
  'account': 'account',
  'export-objects': undefined,
  'import-bucket': undefined,
  'import-objects': undefined,
  'kinesis-stream': undefined,
};

/** The features that AWS's names for what they need don't come from: what encrypts fields, and what writes logs. */
const FIELD_ENCRYPTION_REASONS: Readonly<Record<string, string>> = {
  'kms:Decrypt': 'decrypts fields',
  'kms:Encrypt': 'encrypts fields',
  'kms:GenerateDataKey': 'encrypts fields',
};

/** AWS names the log groups of imports. */
const IMPORT_LOG_GROUP = /:log-group:\/aws-dynamodb\//;

/** Which of the declared features need an action in a place, and why. */
export function attributeAction(
  action: string,
  place: KnownResource,
  conditions: readonly ConditionEntry[],
  accesses: readonly RecordedAccess[],
  isTable: (path: string) => boolean,
): Attribution[] {
  const { kind, table, id } = place.resource;
  if (kind === 'log group' && !IMPORT_LOG_GROUP.test(id) && accesses.some((each) => each.function !== undefined || each.logGroup !== undefined)) {
    return [{ feature: 'logs', why: 'writes the logs of the function' }];
  }
  if (kind === 'key' && action in FIELD_ENCRYPTION_REASONS && !conditions.some(({ key }) => key === 'kms:ViaService' || key === 'kms:GrantIsForAWSResource')) {
    return [{ feature: 'fieldEncryption', why: FIELD_ENCRYPTION_REASONS[action] }];
  }
  const path = (table ?? id).replace(/@[^/]*$/, '');
  const ofPlace = accesses.filter((each) => each.features).filter((each) => {
    if (kind === 'key' || kind === 'account' || kind === 'log group' || each.table === undefined) return true;
    const declaredAs = each.table.replace(/\/Resource$/, '');
    // an import has another path than the table, a replica another Region, a restored table another name
    return declaredAs === path || !isTable(declaredAs) || needsOnOtherTable(each.features!, action);
  });
  const features = [...new Set(ofPlace.flatMap((each) => each.features!))];
  const known = features.flatMap((feature) => findReasons(feature, action, place));
  if (known.length > 0) return known;
  const others = features.filter((feature) => findKnownFeature(feature) === undefined);
  return (others.length > 0 ? others : features).map((feature) => ({ feature }));
}

function findReasons(feature: string, action: string, { resource }: KnownResource): Attribution[] {
  const permissions = findKnownFeature(feature)?._permissions.filter((permission) =>
    permission.action === action && KIND_BY_PLACE[permission.on] === resource.kind && isInIndexScope(feature, permission, resource.id)) ?? [];
  return [...new Set(permissions.map(({ why }) => why))].map((why) => ({ feature, why }));
}

/** The feature of this name, unless it is one of the app's own. */
function findKnownFeature(feature: string): TableFeature | undefined {
  const found: unknown = Object.getOwnPropertyDescriptor(TableFeature, feature.split('.')[0])?.value;
  if (found instanceof TableFeature) return found;
  return undefined;
}

/** Whether a feature that says which indexes it reaches reaches this place. */
function isInIndexScope(feature: string, { on }: Permission, id: string): boolean {
  if (on !== 'index' && on !== 'vector-index') return true;
  if (feature.endsWith('.onTable()')) return false;
  const named = /\.onIndexes\((.*)\)$/.exec(feature)?.[1];
  return named === undefined || named.split(', ').includes(`'${id.split('/').pop()}'`);
}

/** Whether features need an action on another table than that of the access. */
function needsOnOtherTable(features: readonly string[], action: string): boolean {
  return features.some((feature) => findKnownFeature(feature)?._permissions.some((permission) =>
    permission.action === action && (permission.on === 'replica' || permission.on === 'restored-table')));
}
