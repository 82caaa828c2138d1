import { Permission, PermissionResourceType } from './permission';
import { TableFeature } from './table-feature';

/** Returns true if a feature needs an action on one of these kinds of resource. */
export function needsResource({ _permissions }: TableFeature, ...resourceTypes: PermissionResourceType[]): boolean {
  return _permissions.some(({ on }) => resourceTypes.includes(on));
}

/** Returns true if a feature needs one of these actions on any resource. */
export function needsAction({ _permissions }: TableFeature, ...actions: string[]): boolean {
  return _permissions.some(({ action }) => actions.includes(action));
}

/** Returns true if a feature needs actions that AWS authorizes on indexes. */
export function supportsIndexes(feature: TableFeature): boolean {
  return needsResource(feature, 'index', 'vector-index');
}

/** Returns true if a feature works on every index that its table declares, because it names no indexes itself. */
export function usesDeclaredIndexes(feature: TableFeature): boolean {
  return feature._indexScope.kind === 'declared' && supportsIndexes(feature);
}

export function needsOnIndexes({ _permissions }: TableFeature, action: string): boolean {
  return _permissions.some((permission) => permission.on === 'index' && permission.action === action);
}

/** Returns true if `onIndexes` or `onAnyIndex` moved the action of a feature from the table to indexes. */
export function isMovedToIndexes(feature: TableFeature, action: string): boolean {
  return (feature._indexScope.kind === 'named' || feature._indexScope.kind === 'any') && needsOnIndexes(feature, action);
}

/** Returns true if a feature needs an action on indexes that it doesn't need on the table, so that it can't work without an index. */
export function requiresIndex(feature: TableFeature): boolean {
  const onTable = feature._permissions.filter(({ on }) => on === 'table').map(({ action }) => action);
  return feature._permissions.some(({ on, action }) => on === 'vector-index' || (on === 'index' && !onTable.includes(action)));
}

/** Returns true if a feature adds Regions to the table. The table has no replica there yet. */
export function addsRegions(feature: TableFeature): boolean {
  return needsAction(feature, 'dynamodb:CreateTableReplica', 'dynamodb:CreateGlobalTableWitness');
}

/** Returns true if a feature is this one of the library. A custom feature may have the same name. */
export function isFeature(feature: TableFeature, { name }: TableFeature): boolean {
  return feature.name === name && !feature._custom;
}

export function changesTableKey(feature: TableFeature): boolean {
  return isFeature(feature, TableFeature.CHANGE_TABLE_KEY);
}

/** Lists the permissions on actions of DynamoDB, without the actions of KMS, S3 and other services. */
export function listDynamoDbPermissions({ _permissions }: TableFeature): Permission[] {
  return _permissions.filter(({ action }) => isDynamoDbAction(action));
}

export function isDynamoDbAction(action: string): boolean {
  return action.startsWith('dynamodb:');
}
