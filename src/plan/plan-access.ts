import { buildKeyConditions, KeyTarget } from './key-target';
import { PlannedPermission } from './planned-permission';
import { AccessConditions, buildConditions } from '../conditions/access-conditions';
import { mergeConditions, Conditions, oneOrMany } from '../conditions/conditions';
import { isDynamoDbAction, isMovedToIndexes } from '../features/feature-needs';
import { IndexScope } from '../features/index-scope';
import { Permission } from '../features/permission';
import { TableFeature } from '../features/table-feature';

/** Where the features of one access apply, as ARNs. */
export interface AccessResources {
  /** The ARN of the table in each Region of the access. */
  readonly tables: readonly string[];
  /** Whether these ARNs end in a wildcard: they match many tables then, and what lies below them as well. */
  readonly isFamily?: boolean;
  /** The names of the indexes that the table declares. */
  readonly declaredIndexes: readonly string[];
  /** The names of the vector indexes that the table declares. */
  readonly declaredVectorIndexes: readonly string[];
  readonly streams: readonly string[];
  /** The keys that the table is encrypted under while the access is used. */
  readonly tableKeys: readonly KeyTarget[];
  /** The keys that may be chosen for the table. */
  readonly chosenKeys: readonly KeyTarget[];
  /** How KMS names DynamoDB in each Region of the access, for the condition key `kms:ViaService`. */
  readonly viaServices: readonly string[];
  /** The ARNs of the table in all Regions of the access but its own. */
  readonly replicas?: readonly string[];
  readonly restored?: RestoredTable;
  readonly exportTo?: BucketResources;
  readonly importFrom?: BucketResources;
  /** The log groups that imports write to. */
  readonly importLogs?: string;
  readonly kinesisStream?: string;
}

/** The table that backups are restored to, the keys that it gets, and how KMS names DynamoDB there. */
export interface RestoredTable {
  readonly table: string;
  readonly keys: readonly KeyTarget[];
  readonly viaServices: readonly string[];
}

/** A part of a bucket, the keys that its objects are encrypted under, and how KMS names S3 there. */
export interface BucketResources {
  readonly bucket: string;
  readonly objects: string;
  readonly keys: readonly KeyTarget[];
  readonly viaServices: readonly string[];
}

/** What a statement names as its resource, and under which conditions. */
interface StatementTarget {
  readonly arn: string;
  readonly within?: string;
  readonly conditions?: Conditions;
}

/** Says in the template why a statement has `*` as its resource. */
export const ACCOUNT_LEVEL_SID = 'ActionsWithoutResourceType';

/**
 * WHAT x WHERE x WHEN: every permission that the features need in these places, under these conditions.
 *
 * The result depends on the set of features, not on their order.
 */
export function planAccess(features: readonly TableFeature[], places: AccessResources, when: AccessConditions = {}): PlannedPermission[] {
  // by how they are written
  return [...features].sort().flatMap((feature) => feature._permissions.flatMap((permission) => {
    const reason = { feature: feature.toString(), why: permission.why };
    const scope = buildScope(permission, when);
    const narrowing = mergeConditions(buildTransactionConditions(permission), scope);
    return listTargets(feature, permission, places).map((target): PlannedPermission => ({
      action: permission.action,
      resource: target.arn,
      within: target.within,
      conditions: narrowing ? mergeConditions(target.conditions, narrowing) : target.conditions,
      sid: permission.on === 'account' ? ACCOUNT_LEVEL_SID : undefined,
      reason,
      isScoped: scope !== undefined,
    }));
  }));
}

function listTargets(feature: TableFeature, { on, action }: Permission, places: AccessResources): StatementTarget[] {
  const { tables, restored, exportTo, importFrom } = places;
  switch (on) {
    case 'table':
      return isMovedToIndexes(feature, action) ? [] : toTargets(...tables);
    case 'index':
      // a family declares none: its ARN matches the indexes of its tables, too
      return listIndexTargets(listIndexNames(feature._indexScope, places.declaredIndexes), places);
    case 'vector-index':
      return listIndexTargets(places.isFamily && feature._indexScope.kind === 'declared' ? ['*']
        : listIndexNames(feature._indexScope, places.declaredVectorIndexes), places);
    case 'stream':
      return places.streams.map((arn) => ({ arn, within: tables.length === 0 ? undefined : `${tables[0]}/stream/*` }));
    case 'backup':
    case 'export':
    case 'import':
      // AWS makes the names of these
      return toTargets(...tables.map((arn) => `${arn}/${on}/*`));
    case 'replica':
      return toTargets(...places.replicas ?? []);
    case 'restored-table':
      return restored ? toTargets(restored.table) : [];
    case 'table-key':
      return listKeyTargets(places.tableKeys, places.viaServices, action);
    case 'new-table-key':
      return listKeyTargets(places.chosenKeys, places.viaServices, action);
    case 'restored-table-key':
      return restored ? listKeyTargets(restored.keys, restored.viaServices, action) : [];
    case 'export-objects':
      return exportTo ? toTargets(exportTo.objects) : [];
    case 'export-key':
      return exportTo ? listKeyTargets(exportTo.keys, exportTo.viaServices, action) : [];
    case 'import-bucket':
      return importFrom ? toTargets(importFrom.bucket) : [];
    case 'import-objects':
      return importFrom ? toTargets(importFrom.objects) : [];
    case 'import-key':
      return importFrom ? listKeyTargets(importFrom.keys, importFrom.viaServices, action) : [];
    case 'import-logs':
      return places.importLogs === undefined ? [] : toTargets(places.importLogs);
    case 'kinesis-stream':
      return places.kinesisStream === undefined ? [] : toTargets(places.kinesisStream);
    case 'account':
      return toTargets('*');
  }
}

function toTargets(...arns: string[]): StatementTarget[] {
  return arns.map((arn) => ({ arn }));
}

function listIndexTargets(names: readonly string[], places: AccessResources): StatementTarget[] {
  return toTargets(...names.flatMap((name) => places.tables.map((arn) => `${arn}/index/${name}`)));
}

function listIndexNames(reach: IndexScope, declared: readonly string[]): string[] {
  switch (reach.kind) {
    case 'declared': return [...declared].sort();
    case 'named': return [...reach.names].sort();
    case 'any': return ['*'];
    case 'table': return [];
  }
}

/**
 * Keys that a service uses on the caller's behalf, and the caller only through that service.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function listKeyTargets(keys: readonly KeyTarget[], viaServices: readonly string[], action: string): StatementTarget[] {
  return keys.map((key) => ({
    arn: key.arn,
    conditions: mergeConditions(
      { StringEquals: { 'kms:ViaService': oneOrMany(viaServices) } },
      // CreateGrant alone carries this key: the grant is the service's, never one for another principal
      action === 'kms:CreateGrant' ? { Bool: { 'kms:GrantIsForAWSResource': 'true' } } : undefined,
      buildKeyConditions(key),
    ),
  }));
}

/**
 * A transaction feature holds inside its transactions alone.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
function buildTransactionConditions({ onlyIn }: Permission): Conditions | undefined {
  return onlyIn && { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': [onlyIn] } };
}

/**
 * The conditions of the access stand on DynamoDB's actions alone: other services are called on the caller's behalf, where the
 * keys of the caller's request are absent.
 */
function buildScope({ action }: Permission, when: AccessConditions): Conditions | undefined {
  return isDynamoDbAction(action) ? buildConditions(action, when) : undefined;
}
