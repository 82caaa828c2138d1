import { PlannedStatement } from '../plan/planned-permission';

/**
 * Distributes statements over policy documents: what fits goes in the first, the rest in as many others as it takes.
 *
 * @param statements the statements, none of which is larger than a document if it has but one resource
 * @param sizeOf the characters of a statement
 * @param limits the characters that statements may take in the first document, and in each of the others
 */
export function packStatements(
  statements: readonly PlannedStatement[],
  sizeOf: (statement: PlannedStatement) => number,
  limits: { readonly first: number; readonly others: number },
): { first: PlannedStatement[]; others: PlannedStatement[][] } {
  const documents = [{ room: limits.first, statements: [] as PlannedStatement[] }];
  for (const statement of statements.flatMap((each) => splitToFit(each, sizeOf, limits.others))) {
    const size = sizeOf(statement) + 1; // and a comma
    let document = documents.find(({ room }) => room >= size);
    if (!document) documents.push(document = { room: limits.others, statements: [] });
    document.statements.push(statement);
    document.room -= size;
  }
  const [first, ...others] = documents.map((document) => document.statements);
  return { first, others };
}

/** A statement with many resources as several statements that each fit in a document. */
function splitToFit(
  statement: PlannedStatement,
  sizeOf: (statement: PlannedStatement) => number,
  limit: number,
): PlannedStatement[] {
  const { resources } = statement;
  if (resources.length === 1 || sizeOf(statement) < limit) return [statement];
  const half = Math.ceil(resources.length / 2);
  return [resources.slice(0, half), resources.slice(half)]
    .flatMap((part) => splitToFit({ ...statement, resources: part }, sizeOf, limit));
}
