import { Conditions, PlannedPermission } from './planned-permission';
import { DECLARED, IndexReach } from '../features/index-reach';
import { Permission } from '../features/permission';
import { TableFeature } from '../features/table-feature';

/** A key as a policy can name it: by its ARN, or, where only an alias is known, all keys that have this alias. */
export interface KeyTarget {
  readonly arn: string;
  readonly aliasName?: string;
}

/** Where the features of one access apply, as ARNs. */
export interface AccessPlaces {
  /** The ARN of the table in each Region of the access. */
  readonly tables: readonly string[];
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
}

/** Says in the template why a statement has `*` as its resource. */
export const ACCOUNT_LEVEL_SID = 'ActionsWithoutResourceType';

/**
 * WHAT x WHERE: every permission that the features need in these places.
 *
 * The result depends on the set of features, not on their order.
 */
export function planAccess(features: readonly TableFeature[], places: AccessPlaces): PlannedPermission[] {
  const ordered = [...features].sort((a, b) => compare(a.toString(), b.toString()));
  return ordered.flatMap((feature) => feature._permissions.flatMap((permission) =>
    resourcesOf(feature, permission, places).map((resource): PlannedPermission => ({
      action: permission.action,
      resource: resource.arn,
      conditions: conditionsOf(permission, resource, places),
      sid: permission.on === 'account' ? ACCOUNT_LEVEL_SID : undefined,
      reason: { feature: feature.toString(), why: permission.why },
    })),
  ));
}

/** Whether a feature has actions that are authorized on indexes. */
export function reachesIndexes(feature: TableFeature): boolean {
  return feature._permissions.some(({ on }) => on === 'index' || on === 'vector-index');
}

/** Whether a feature leaves it to the table which indexes it reaches. */
export function reachesDeclaredIndexes(feature: TableFeature): boolean {
  return feature._reach.kind === DECLARED.kind && reachesIndexes(feature);
}

function resourcesOf(feature: TableFeature, permission: Permission, places: AccessPlaces): KeyTarget[] {
  switch (permission.on) {
    case 'table': {
      const movedToIndexes = (feature._reach.kind === 'named' || feature._reach.kind === 'any')
        && feature._permissions.some((other) => other.on === 'index' && other.action === permission.action);
      return movedToIndexes ? [] : places.tables.map((arn) => ({ arn }));
    }
    case 'index':
      return indexArns(indexNames(feature._reach, places.declaredIndexes), places);
    case 'vector-index':
      return indexArns(indexNames(feature._reach, places.declaredVectorIndexes), places);
    case 'stream':
      return places.streams.map((arn) => ({ arn }));
    case 'backup':
      return places.tables.map((arn) => ({ arn: `${arn}/backup/*` }));
    case 'table-key':
      return [...permission.choosesTableKey ? places.chosenKeys : places.tableKeys];
    case 'account':
      return [{ arn: '*' }];
  }
}

function indexArns(names: readonly string[], places: AccessPlaces): KeyTarget[] {
  return names.flatMap((name) => places.tables.map((arn) => ({ arn: `${arn}/index/${name}` })));
}

function indexNames(reach: IndexReach, declared: readonly string[]): string[] {
  switch (reach.kind) {
    case 'declared': return [...declared].sort(compare);
    case 'named': return [...reach.names].sort(compare);
    case 'any': return ['*'];
    case 'table': return [];
  }
}

/**
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function conditionsOf(permission: Permission, target: KeyTarget, places: AccessPlaces): Conditions | undefined {
  if (permission.onlyIn !== undefined) {
    return { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': [permission.onlyIn] } };
  }
  if (permission.on !== 'table-key') return undefined;
  return {
    StringEquals: { 'kms:ViaService': oneOrMany(places.viaServices) },
    // CreateGrant alone carries this key: the grant is DynamoDB's, never one for another principal
    ...(permission.action === 'kms:CreateGrant' ? { Bool: { 'kms:GrantIsForAWSResource': 'true' } } : {}),
    ...aliasCondition(target),
  };
}

/**
 * An alias ARN as the resource of a statement allows nothing; this condition, on all keys, allows those with the alias.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function aliasCondition(target: KeyTarget): Conditions {
  return target.aliasName === undefined
    ? {}
    : { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': target.aliasName } };
}

function oneOrMany(values: readonly string[]): string | string[] {
  return values.length === 1 ? values[0] : [...values];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
