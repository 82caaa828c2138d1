import { KeyTarget } from './key-target';
import { planAccess } from './plan-access';
import { PlannedPermission } from './planned-permission';
import { TableFeature } from '../features/table-feature';

/** Where the features of principals of other accounts apply, as a policy names it. */
export interface CrossAccountResources {
  readonly tables: readonly string[];
  /** The names of the indexes that the table declares. */
  readonly declaredIndexes: readonly string[];
  readonly streams: readonly string[];
}

const NO_RESOURCES = { tables: [], declaredIndexes: [], declaredVectorIndexes: [], streams: [], tableKeys: [], chosenKeys: [], viaServices: [] };

/** What features need on a table and its stream, which both the resource policy and the identity policy have to allow. */
export function planOnTable(features: readonly TableFeature[], places: CrossAccountResources): PlannedPermission[] {
  // what is on the whole account has no resource policy
  return planAccess(features, { ...NO_RESOURCES, ...places }).filter(({ sid }) => sid === undefined);
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
  return planAccess(features, { ...NO_RESOURCES, tableKeys: keys, viaServices }).filter(({ sid }) => sid === undefined);
}
