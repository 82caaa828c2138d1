import { TableFeature } from '../../src/features/table-feature';
import { AccessResources, planAccess } from '../../src/plan/plan-access';
import { PlannedPermission } from '../../src/plan/planned-permission';

export const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders';
export const REPLICA = 'arn:aws:dynamodb:us-east-1:111122223333:table/Orders';
export const STREAM = `${TABLE}/stream/2026-01-01T00:00:00.000`;
export const VIA = 'dynamodb.eu-west-1.amazonaws.com';

/** A table with two indexes and a stream, and no customer managed key. */
export const PLACES: AccessResources = {
  tables: [TABLE],
  declaredIndexes: ['byDate', 'byCustomer'],
  declaredVectorIndexes: ['bySimilarity'],
  streams: [STREAM],
  tableKeys: [],
  chosenKeys: [],
  viaServices: [VIA],
};

export function plan(feature: TableFeature, places: Partial<AccessResources> = {}): readonly PlannedPermission[] {
  return planAccess([feature], { ...PLACES, ...places });
}

/** What is planned, as `action on resource`. */
export function planned(feature: TableFeature, places: Partial<AccessResources> = {}): string[] {
  return plan(feature, places).map(({ action, resource }) => `${action} on ${resource}`);
}
