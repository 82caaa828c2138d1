import { KeyTarget } from './key-target';
import { planAccess } from './plan-access';
import { PlannedPermission } from './planned-permission';
import { TableFeature } from '../features/table-feature';

/** The resources of principals of other accounts, as a policy names them. */
export interface CrossAccountResources {
  readonly tables: readonly string[];
  /** The names of the indexes that the table declares. */
  readonly declaredIndexes: readonly string[];
  readonly streams: readonly string[];
}

const NO_RESOURCES = { tables: [], declaredIndexes: [], declaredVectorIndexes: [], streams: [], tableKeys: [], chosenKeys: [], viaServices: [] };

/** Plans the permissions on a table and its stream. Both the resource policy and the identity policy must allow them. */
export function planOnTable(features: readonly TableFeature[], resources: CrossAccountResources): PlannedPermission[] {
  // account-level actions have no resource policy
  return planAccess(features, { ...NO_RESOURCES, ...resources }).filter(({ sid }) => sid === undefined);
}

/**
 * Plans the permissions on the key of the table. Both the key policy and the identity policy must allow them.
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
