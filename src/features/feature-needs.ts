import { Permission, PermissionResourceType } from './permission';
import { TableFeature } from './table-feature';

/** Answers whether a feature needs an action on one of these kinds of resource. */
export function needsResource({ _permissions }: TableFeature, ...places: PermissionResourceType[]): boolean {
  return _permissions.some(({ on }) => places.includes(on));
}

/** Answers whether a feature needs one of these actions on any resource. */
export function needsAction({ _permissions }: TableFeature, ...actions: string[]): boolean {
  return _permissions.some(({ action }) => actions.includes(action));
}

/** Answers whether a feature needs actions that AWS authorizes on indexes. */
export function supportsIndexes(feature: TableFeature): boolean {
  return needsResource(feature, 'index', 'vector-index');
}

/** Answers whether a feature works on every index that its table declares, because it names no indexes itself. */
export function usesDeclaredIndexes(feature: TableFeature): boolean {
  return feature._indexScope.kind === 'declared' && supportsIndexes(feature);
}

/** Answers whether a feature needs this action on indexes. */
export function needsOnIndexes({ _permissions }: TableFeature, action: string): boolean {
  return _permissions.some((permission) => permission.on === 'index' && permission.action === action);
}

/** Answers whether `onIndexes` or `onAnyIndex` moved the action of a feature from the table to indexes. */
export function isMovedToIndexes(feature: TableFeature, action: string): boolean {
  return (feature._indexScope.kind === 'named' || feature._indexScope.kind === 'any') && needsOnIndexes(feature, action);
}

/** Answers whether a feature can't work on a table without indexes, because some of its actions are on indexes alone. */
export function requiresIndex(feature: TableFeature): boolean {
  const onTable = feature._permissions.filter(({ on }) => on === 'table').map(({ action }) => action);
  return feature._permissions.some(({ on, action }) => on === 'vector-index' || (on === 'index' && !onTable.includes(action)));
}

/** Answers whether a feature adds Regions to the table: the table has no replica there yet. */
export function addsRegions(feature: TableFeature): boolean {
  return needsAction(feature, 'dynamodb:CreateTableReplica', 'dynamodb:CreateGlobalTableWitness');
}

/** Answers whether a feature is this one of the library. Custom features may have the same name. */
export function isFeature(feature: TableFeature, { name }: TableFeature): boolean {
  return feature.name === name && !feature._custom;
}

/** Answers whether a feature changes the customer managed key of the table. */
export function changesTableKey(feature: TableFeature): boolean {
  return isFeature(feature, TableFeature.CHANGE_TABLE_KEY);
}

/** Lists the permissions of a feature on actions of DynamoDB itself, without those on keys, buckets and other services. */
export function listDynamoDbPermissions({ _permissions }: TableFeature): Permission[] {
  return _permissions.filter(({ action }) => isDynamoDbAction(action));
}

/** Answers whether an action is one of DynamoDB. */
export function isDynamoDbAction(action: string): boolean {
  return action.startsWith('dynamodb:');
}
