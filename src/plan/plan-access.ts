import { conditionsOn, KeyTarget } from './key-target';
import { PlannedPermission } from './planned-permission';
import { AccessConditions, conditionsFor } from '../conditions/access-conditions';
import { allOf, Conditions, oneOrMany } from '../conditions/conditions';
import { isDynamoDbAction, isMovedToIndexes } from '../features/feature-needs';
import { IndexReach } from '../features/index-reach';
import { Permission } from '../features/permission';
import { TableFeature } from '../features/table-feature';

/** Where the features of one access apply, as ARNs. */
export interface AccessPlaces {
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
  readonly restored?: RestoredPlace;
  readonly exportTo?: BucketPlace;
  readonly importFrom?: BucketPlace;
  /** The log groups that imports write to. */
  readonly importLogs?: string;
  readonly kinesisStream?: string;
}

/** The table that backups are restored to, the keys that it gets, and how KMS names DynamoDB there. */
export interface RestoredPlace {
  readonly table: string;
  readonly keys: readonly KeyTarget[];
  readonly viaServices: readonly string[];
}

/** A part of a bucket, the keys that its objects are encrypted under, and how KMS names S3 there. */
export interface BucketPlace {
  readonly bucket: string;
  readonly objects: string;
  readonly keys: readonly KeyTarget[];
  readonly viaServices: readonly string[];
}

/** What a statement names as its resource, and under which conditions. */
interface Target {
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
export function planAccess(features: readonly TableFeature[], places: AccessPlaces, when: AccessConditions = {}): PlannedPermission[] {
  // by how they are written
  return [...features].sort().flatMap((feature) => feature._permissions.flatMap((permission) => {
    const reason = { feature: feature.toString(), why: permission.why };
    const scope = scopeOf(permission, when);
    const narrowing = allOf(transactionOf(permission), scope);
    return targetsOf(feature, permission, places).map((target): PlannedPermission => ({
      action: permission.action,
      resource: target.arn,
      within: target.within,
      conditions: narrowing ? allOf(target.conditions, narrowing) : target.conditions,
      sid: permission.on === 'account' ? ACCOUNT_LEVEL_SID : undefined,
      reason,
      isScoped: scope !== undefined,
    }));
  }));
}

function targetsOf(feature: TableFeature, { on, action }: Permission, places: AccessPlaces): Target[] {
  const { tables, restored, exportTo, importFrom } = places;
  switch (on) {
    case 'table':
      return isMovedToIndexes(feature, action) ? [] : named(...tables);
    case 'index':
      // a family declares none: its ARN matches the indexes of its tables, too
      return indexTargets(indexNames(feature._reach, places.declaredIndexes), places);
    case 'vector-index':
      return indexTargets(places.isFamily && feature._reach.kind === 'declared' ? ['*']
        : indexNames(feature._reach, places.declaredVectorIndexes), places);
    case 'stream':
      return places.streams.map((arn) => ({ arn, within: tables.length === 0 ? undefined : `${tables[0]}/stream/*` }));
    case 'backup':
    case 'export':
    case 'import':
      // AWS makes the names of these
      return named(...tables.map((arn) => `${arn}/${on}/*`));
    case 'replica':
      return named(...places.replicas ?? []);
    case 'restored-table':
      return restored ? named(restored.table) : [];
    case 'table-key':
      return throughService(places.tableKeys, places.viaServices, action);
    case 'new-table-key':
      return throughService(places.chosenKeys, places.viaServices, action);
    case 'restored-table-key':
      return restored ? throughService(restored.keys, restored.viaServices, action) : [];
    case 'export-objects':
      return exportTo ? named(exportTo.objects) : [];
    case 'export-key':
      return exportTo ? throughService(exportTo.keys, exportTo.viaServices, action) : [];
    case 'import-bucket':
      return importFrom ? named(importFrom.bucket) : [];
    case 'import-objects':
      return importFrom ? named(importFrom.objects) : [];
    case 'import-key':
      return importFrom ? throughService(importFrom.keys, importFrom.viaServices, action) : [];
    case 'import-logs':
      return places.importLogs === undefined ? [] : named(places.importLogs);
    case 'kinesis-stream':
      return places.kinesisStream === undefined ? [] : named(places.kinesisStream);
    case 'account':
      return named('*');
  }
}

function named(...arns: string[]): Target[] {
  return arns.map((arn) => ({ arn }));
}

function indexTargets(names: readonly string[], places: AccessPlaces): Target[] {
  return named(...names.flatMap((name) => places.tables.map((arn) => `${arn}/index/${name}`)));
}

function indexNames(reach: IndexReach, declared: readonly string[]): string[] {
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
function throughService(keys: readonly KeyTarget[], viaServices: readonly string[], action: string): Target[] {
  return keys.map((key) => ({
    arn: key.arn,
    conditions: allOf(
      { StringEquals: { 'kms:ViaService': oneOrMany(viaServices) } },
      // CreateGrant alone carries this key: the grant is the service's, never one for another principal
      action === 'kms:CreateGrant' ? { Bool: { 'kms:GrantIsForAWSResource': 'true' } } : undefined,
      conditionsOn(key),
    ),
  }));
}

/**
 * A transaction feature holds inside its transactions alone.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
function transactionOf({ onlyIn }: Permission): Conditions | undefined {
  return onlyIn && { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': [onlyIn] } };
}

/**
 * The conditions of the access stand on DynamoDB's actions alone: other services are called on the caller's behalf, where the
 * keys of the caller's request are absent.
 */
function scopeOf({ action }: Permission, when: AccessConditions): Conditions | undefined {
  return isDynamoDbAction(action) ? conditionsFor(action, when) : undefined;
}
