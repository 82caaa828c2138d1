import { ActionFact } from '../../src/features/actions';

/** What the newest reference data says: the resource types of each action, and the operations of the API. */
export interface ReferenceData {
  /** The resource types of an action, by its name as in `dynamodb:GetItem`. */
  readonly actions: ReadonlyMap<string, readonly string[]>;
  /** The names of all operations, as in `GetItem`. */
  readonly operations: readonly string[];
}

/** Where the catalogue and the reference data differ, each difference in a line. */
export interface Drift {
  /** Differences in what the library grants: these need a change. */
  readonly changed: string[];
  /** What AWS has besides, for a look. */
  readonly added: string[];
}

/**
 * Compares the catalogue with reference data.
 *
 * @param catalogue the actions that the library grants
 * @param knownOperations the operations that the project has looked at
 */
export function driftOf(
  catalogue: Readonly<Record<string, ActionFact>>,
  knownOperations: readonly string[],
  reference: ReferenceData,
): Drift {
  const changed = Object.entries(catalogue).flatMap(([action, { resourceTypes }]) => {
    const types = reference.actions.get(action);
    if (!types) return [`${action} is no action any more`];
    const [ours, theirs] = [resourceTypes, types].map((each) => [...each].sort().join(', ') || 'no resource');
    return ours === theirs ? [] : [`${action} is authorized on ${theirs}, in the catalogue on ${ours}`];
  });
  const gone = knownOperations.filter((operation) => !reference.operations.includes(operation));
  const added = [
    ...[...reference.actions.keys()].filter((action) => action.startsWith('dynamodb:') && !(action in catalogue)).sort()
      .map((action) => `${action} is an action that the catalogue doesn't have`),
    ...reference.operations.filter((operation) => !knownOperations.includes(operation))
      .map((operation) => `${operation} is an operation that the project doesn't know`),
    ...gone.map((operation) => `${operation} is no operation any more`),
  ];
  return { changed, added };
}
