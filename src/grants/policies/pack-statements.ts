import { PlannedStatement } from '../../plan/planned-permission';

/** Measures the characters of the parts of a statement in a policy document. */
export interface StatementSizes {
  /** Measures a statement without its resources. */
  readonly measureRest: (statement: PlannedStatement) => number;
  readonly measureResource: (resource: string) => number;
}

/**
 * Distributes statements over policy documents. Each document is filled before the next one begins, and a statement may be split,
 * because a role may have only a few policies.
 *
 * @param statements the statements
 * @param sizes the functions that measure statements
 * @param limits the characters that statements may have in the first document, and in each of the others
 * @returns the statements of each document, and the statements that fit in none, not even with one resource
 */
export function packStatements(
  statements: readonly PlannedStatement[],
  sizes: StatementSizes,
  limits: { readonly first: number; readonly others: number },
): { first: PlannedStatement[]; others: PlannedStatement[][]; tooLarge: PlannedStatement[] } {
  const documents: PlannedStatement[][] = [[]];
  const tooLarge = new Set<PlannedStatement>();
  let room = limits.first;
  for (const statement of statements) {
    const rest = sizes.measureRest(statement);
    let resources: string[] = [];
    const closeStatement = () => {
      if (resources.length > 0) documents[documents.length - 1].push({ ...statement, resources });
      resources = [];
    };
    for (const resource of statement.resources) {
      const size = sizes.measureResource(resource);
      if (rest + size > limits.others) tooLarge.add(statement);
      const countNeeded = () => size + (resources.length === 0 ? rest : 0);
      if (room < countNeeded()) {
        closeStatement();
        documents.push([]);
        room = limits.others;
      }
      room -= countNeeded();
      resources.push(resource);
    }
    closeStatement();
  }
  const [first, ...others] = documents;
  return { first, others, tooLarge: [...tooLarge] };
}
