import { TableFeature } from '../../src/features/table-feature';

/** Every public feature. */
export const FEATURES = Object.values(TableFeature).filter((value): value is TableFeature => value instanceof TableFeature);

/** The features by their names, for `describe.each` and `test.each`. */
export const NAMED_FEATURES = FEATURES.map((feature) => [feature.name, feature] as const);

/** Those of DynamoDB's actions that a feature has. */
export function dynamoActionsOf(feature: TableFeature): string[] {
  return [...new Set(feature._permissions.map(({ action }) => action))].filter((action) => action.startsWith('dynamodb:'));
}
