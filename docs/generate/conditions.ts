import { code } from './markdown';
import { Conditions } from '../../src/plan/planned-permission';

/** A `Condition` block in a line: ``StringEquals `kms:ViaService` = `dynamodb.REGION.amazonaws.com` ``. */
export function describeConditions(conditions: Conditions = {}): string {
  return Object.entries(conditions).flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) =>
    `${operator} ${code(key)} = ${[values].flat().map(code).join(' or ')}`)).join(', and ');
}
