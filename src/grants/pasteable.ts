import { PlannedStatement } from '../plan/planned-permission';

/** A policy as the text that somebody pastes who manages another account. */
export function pasteable(statements: readonly PlannedStatement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: 'Allow',
      Action: oneOrMany(actions),
      Resource: oneOrMany(resources),
      ...conditions === undefined ? {} : { Condition: conditions },
    })),
  });
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0] : values;
}
