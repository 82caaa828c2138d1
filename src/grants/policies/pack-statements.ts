import { PlannedStatement } from '../../plan/planned-permission';

/** The characters that parts of a statement take in a policy document. */
export interface StatementSizes {
  /** A statement without its resources. */
  readonly measureRest: (statement: PlannedStatement) => number;
  readonly measureResource: (resource: string) => number;
}

/**
 * Distributes statements over policy documents: each is filled before the next one is begun, within a statement if need
 * be, as a role may have only so many policies.
 *
 * @param statements the statements
 * @param sizes how large they are
 * @param limits the characters that statements may take in the first document, and in each of the others
 * @returns what stands in which document, and the statements that fit in none, not even with one resource
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
      const needed = () => size + (resources.length === 0 ? rest : 0);
      if (room < needed()) {
        closeStatement();
        documents.push([]);
        room = limits.others;
      }
      room -= needed();
      resources.push(resource);
    }
    closeStatement();
  }
  const [first, ...others] = documents;
  return { first, others, tooLarge: [...tooLarge] };
}
