import { KeyTarget, aliasCondition } from './plan-access';
import { PlannedPermission } from './planned-permission';
import { Permission } from '../features/permission';
import { TableFeature } from '../features/table-feature';

/** Where the features of principals of other accounts apply, as a policy names it. */
export interface CrossAccountPlaces {
  readonly tables: readonly string[];
  /** The names of the indexes that the table declares. */
  readonly declaredIndexes: readonly string[];
  readonly streams: readonly string[];
}

/** What features need on a table and its stream, which both the resource policy and the identity policy have to allow. */
export function planOnTable(features: readonly TableFeature[], places: CrossAccountPlaces): PlannedPermission[] {
  return features.flatMap((feature) => feature._permissions.flatMap((permission) =>
    resourcesOf(feature, permission, places).map((resource): PlannedPermission => ({
      action: permission.action,
      resource,
      conditions: permission.onlyIn && { 'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': [permission.onlyIn] } },
      reason: { feature: feature.toString(), why: permission.why },
    })),
  ));
}

/**
 * What features need on the key of the table, which both the key policy and the identity policy have to allow.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function planOnKeys(
  features: readonly TableFeature[],
  keys: readonly KeyTarget[],
  viaServices: readonly string[],
): PlannedPermission[] {
  const using = features.filter(usesTableKey);
  return using.flatMap((feature) => keys.map((key): PlannedPermission => ({
    action: 'kms:Decrypt',
    resource: key.arn,
    conditions: {
      StringEquals: { 'kms:ViaService': viaServices.length === 1 ? viaServices[0] : [...viaServices] },
      ...aliasCondition(key),
    },
    reason: { feature: feature.toString(), why: 'DynamoDB decrypts the key of the table on the caller\'s behalf' },
  })));
}

/** Whether DynamoDB decrypts the key of the table for whoever uses the feature. */
export function usesTableKey(feature: TableFeature): boolean {
  return feature._permissions.some(({ on }) => on === 'table-key');
}

export function usesStream(feature: TableFeature): boolean {
  return feature._permissions.some(({ on }) => on === 'stream');
}

function resourcesOf(feature: TableFeature, { on, action }: Permission, places: CrossAccountPlaces): readonly string[] {
  const reach = feature._reach;
  switch (on) {
    case 'table': {
      const isElsewhere = (reach.kind === 'named' || reach.kind === 'any')
        && feature._permissions.some((other) => other.on === 'index' && other.action === action);
      return isElsewhere ? [] : places.tables;
    }
    case 'index': {
      const names = { declared: places.declaredIndexes, table: [], any: ['*'], named: reach.kind === 'named' ? reach.names : [] }[reach.kind];
      return [...names].sort().flatMap((name) => places.tables.map((arn) => `${arn}/index/${name}`));
    }
    case 'stream':
      return places.streams;
    // other places have no resource policy, and the key has one of its own
    default:
      return [];
  }
}
