import { listDynamoDbPermissions } from '../features/feature-needs';
import { isOnOwnTable } from '../features/permission-types';
import { TableFeature } from '../features/table-feature';

const FEATURES: readonly TableFeature[] = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature);

/** Lists the actions of DynamoDB that a feature allows on its table in every request. */
function listTableActions(feature: TableFeature): string[] {
  const permissions = listDynamoDbPermissions(feature).filter((permission) => isOnOwnTable(permission) && permission.onlyIn === undefined);
  return [...new Set(permissions.map(({ action }) => action))];
}

/**
 * Finds few features that allow these actions. First it chooses features that allow nothing else, largest first. For the remaining
 * actions it chooses the smallest feature that allows them.
 */
export function matchFeatures(actions: readonly string[]): TableFeature[] {
  const left = new Set(actions);
  const chosen: TableFeature[] = [];
  const chooseFeature = (feature: TableFeature) => {
    chosen.push(feature);
    listTableActions(feature).forEach((action) => left.delete(action));
  };
  const bySize = [...FEATURES].sort((one, other) => listTableActions(other).length - listTableActions(one).length
    || one._permissions.length - other._permissions.length);
  for (const feature of bySize) {
    const own = listTableActions(feature);
    if (own.some((action) => left.has(action)) && own.every((action) => actions.includes(action))) chooseFeature(feature);
  }
  for (const feature of [...bySize].reverse()) {
    if (listTableActions(feature).some((action) => left.has(action))) chooseFeature(feature);
  }
  return chosen;
}

/** Formats features as the code that lists them. */
export function formatFeatures(features: readonly TableFeature[]): string {
  return `features: [${features.map((feature) => `TableFeature.${feature}`).join(', ')}]`;
}
