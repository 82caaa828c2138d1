import { buildKeyConditions, KeyTarget } from './key-target';
import { PlannedPermission } from './planned-permission';
import { AccessConditions, buildConditions } from '../conditions/access-conditions';
import { Conditions, mergeConditions, oneOrMany } from '../conditions/conditions';
import { isDynamoDbAction, isMovedToIndexes } from '../features/feature-needs';
import { IndexScope } from '../features/index-scope';
import { Permission } from '../features/permission';
import { TableFeature } from '../features/table-feature';
import { isRuntimePart } from '../features/table-parts';

/** The resources of one access, as ARNs. */
export interface AccessResources {
  /** The ARN of the table in each Region of the access. */
  readonly tables: readonly string[];
  /** True if these ARNs end in a wildcard. They then match many tables and the resources below them. */
  readonly isFamily?: boolean;
  /** The names of the indexes that the table declares. */
  readonly declaredIndexes: readonly string[];
  /** The names of the vector indexes that the table declares. */
  readonly declaredVectorIndexes: readonly string[];
  /** The ARN of the stream in each of these Regions, if the table has one. */
  readonly streams: readonly string[];
  /** The keys that encrypt the table while the access is used. */
  readonly tableKeys: readonly KeyTarget[];
  /** The keys that may be chosen for the table. */
  readonly chosenKeys: readonly KeyTarget[];
  /** The names of DynamoDB in the condition key `kms:ViaService`, for each Region of the access. */
  readonly viaServices: readonly string[];
  /** The ARNs of the table in the other Regions of the access. */
  readonly replicas?: readonly string[];
  readonly restored?: RestoredTable;
  readonly exportTo?: BucketResources;
  readonly importFrom?: BucketResources;
  /** The log groups that imports write to. */
  readonly importLogs?: string;
  readonly kinesisStream?: string;
}

/** Keys that a service uses on the caller's behalf. */
interface ServiceKeys {
  readonly keys: readonly KeyTarget[];
  /** The names of the service in `kms:ViaService`, one or two a Region. */
  readonly viaServices: readonly string[];
}

const NO_KEYS: ServiceKeys = { keys: [], viaServices: [] };

/** The table that backups are restored to, and the keys that it gets. */
export interface RestoredTable extends ServiceKeys {
  readonly table: string;
}

/** A part of a bucket, and the keys that encrypt its objects. */
export interface BucketResources extends ServiceKeys {
  readonly bucket: string;
  readonly objects: string;
}

/** The resource of a statement, with the conditions that it needs. */
interface StatementTarget {
  readonly arn: string;
  readonly within?: string;
  readonly conditions?: Conditions;
}

const GRANT_FOR_SERVICE: Conditions = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };

/** Explains in the template why a statement has `*` as its resource. */
export const ACCOUNT_LEVEL_SID = 'ActionsWithoutResourceType';

/**
 * Plans every permission that the features need on these resources, under these conditions.
 *
 * The result depends on the set of features, not on their order.
 */
export function planAccess(features: readonly TableFeature[], resources: AccessResources, when: AccessConditions = {}): PlannedPermission[] {
  // sorted by their text
  return [...features].sort().flatMap((feature) => feature._permissions.flatMap((permission) => {
    const reason = { feature: feature.toString(), why: permission.why };
    const scope = buildScope(permission, when);
    const narrowing = mergeConditions(buildTransactionConditions(permission), scope);
    return findTargets(feature, permission, resources).map((target): PlannedPermission => ({
      action: permission.action,
      resource: target.arn,
      within: target.within,
      conditions: mergeConditions(target.conditions, narrowing),
      ...permission.on === 'account' && { sid: ACCOUNT_LEVEL_SID },
      reason,
      scope,
    }));
  }));
}

function findTargets(feature: TableFeature, { on, action }: Permission, resources: AccessResources): StatementTarget[] {
  const { tables, viaServices, restored, exportTo, importFrom } = resources;
  const { _indexScope: indexScope } = feature;
  if (isRuntimePart(on)) return toTargets(tables.map((arn) => `${arn}/${on}/*`));
  switch (on) {
    case 'table':
      if (isMovedToIndexes(feature, action)) return [];
      return toTargets(tables);
    case 'index':
      // a family declares no indexes, but its ARN also matches the indexes of its tables
      return listIndexTargets(listIndexNames(indexScope, resources.declaredIndexes), tables);
    case 'vector-index':
      if (resources.isFamily && indexScope.kind === 'declared') return listIndexTargets(['*'], tables);
      return listIndexTargets(listIndexNames(indexScope, resources.declaredVectorIndexes), tables);
    case 'stream':
      return resources.streams.map((arn, index) => ({ arn, within: tables[index] && `${tables[index]}/stream/*` }));
    case 'replica':
      return toTargets(resources.replicas);
    case 'restored-table':
      return toTargets([restored?.table]);
    case 'table-key':
      return listKeyTargets({ keys: resources.tableKeys, viaServices }, action);
    case 'new-table-key':
      return listKeyTargets({ keys: resources.chosenKeys, viaServices }, action);
    case 'restored-table-key':
      return listKeyTargets(restored, action);
    case 'export-objects':
      return toTargets([exportTo?.objects]);
    case 'export-key':
      return listKeyTargets(exportTo, action);
    case 'import-bucket':
      return toTargets([importFrom?.bucket]);
    case 'import-objects':
      return toTargets([importFrom?.objects]);
    case 'import-key':
      return listKeyTargets(importFrom, action);
    case 'import-logs':
      return toTargets([resources.importLogs]);
    case 'kinesis-stream':
      return toTargets([resources.kinesisStream]);
    case 'account':
      return toTargets(['*']);
  }
}

function toTargets(arns: readonly (string | undefined)[] = []): StatementTarget[] {
  return arns.filter((arn) => arn !== undefined).map((arn) => ({ arn }));
}

function listIndexTargets(names: readonly string[], tables: readonly string[]): StatementTarget[] {
  return toTargets(names.flatMap((name) => tables.map((arn) => `${arn}/index/${name}`)));
}

function listIndexNames(scope: IndexScope, declared: readonly string[]): string[] {
  switch (scope.kind) {
    case 'declared': return [...declared].sort();
    case 'named': return [...scope.names].sort();
    case 'any': return ['*'];
    case 'table': return [];
  }
}

/**
 * Lists keys that a service uses on the caller's behalf. The caller may use them only through that service.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function listKeyTargets({ keys, viaServices }: ServiceKeys = NO_KEYS, action: string): StatementTarget[] {
  return keys.map((key) => ({
    arn: key.arn,
    conditions: mergeConditions(
      { StringEquals: { 'kms:ViaService': oneOrMany(viaServices) } },
      // only CreateGrant supports this key, which refuses grants for principals other than the service
      action === 'kms:CreateGrant' && GRANT_FOR_SERVICE,
      buildKeyConditions(key),
    ),
  }));
}

/**
 * Limits a transaction feature to its transactions.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
function buildTransactionConditions({ onlyIn }: Permission): Conditions | undefined {
  return onlyIn && { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': [onlyIn] } };
}

/**
 * Builds the user's conditions, which apply only to actions of DynamoDB. Other services are called on the caller's behalf, and
 * these calls don't have the condition keys of the caller's request.
 */
function buildScope({ action }: Permission, when: AccessConditions): Conditions | undefined {
  if (isDynamoDbAction(action)) return buildConditions(action, when);
  return undefined;
}
