import { TableFeature } from '../features/table-feature';

const FEATURES: readonly TableFeature[] = Object.values(TableFeature as unknown as Record<string, unknown>)
  .filter((feature): feature is TableFeature => feature instanceof TableFeature);

/** The places of a feature that are of its table; it may need others besides. */
const OF_TABLE = ['table', 'index', 'vector-index', 'stream', 'backup', 'export', 'import', 'account'];

/** The actions of DynamoDB that a feature allows on its table, outside of transactions too. */
function listTableActions({ _permissions }: TableFeature): string[] {
  return [...new Set(_permissions.filter(({ action, on, onlyIn }) =>
    action.startsWith('dynamodb:') && OF_TABLE.includes(on) && onlyIn === undefined).map(({ action }) => action))];
}

/**
 * The fewest features that allow these actions: those first that allow nothing else, the largest of them before others; then,
 * for what is left, the smallest that allows it.
 */
export function matchFeatures(actions: readonly string[]): TableFeature[] {
  const left = new Set(actions);
  const chosen: TableFeature[] = [];
  const choose = (feature: TableFeature) => {
    chosen.push(feature);
    listTableActions(feature).forEach((action) => left.delete(action));
  };
  const bySize = [...FEATURES].sort((one, other) => listTableActions(other).length - listTableActions(one).length
    || one._permissions.length - other._permissions.length);
  for (const feature of bySize) {
    const own = listTableActions(feature);
    if (own.some((action) => left.has(action)) && own.every((action) => actions.includes(action))) choose(feature);
  }
  for (const feature of [...bySize].reverse()) {
    if (listTableActions(feature).some((action) => left.has(action))) choose(feature);
  }
  return chosen;
}

/** A list of features as one writes it. */
export function formatFeatures(features: readonly TableFeature[]): string {
  return `features: [${features.map((feature) => `TableFeature.${feature}`).join(', ')}]`;
}
