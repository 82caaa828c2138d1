import { ErrorId, ProblemId } from './catalogue';

/** What is wrong with an input: which kind of problem it is, the value, what was expected instead, and what to change. */
export interface Problem<Id extends ProblemId = ErrorId> {
  readonly id: Id;
  readonly value: string;
  readonly expected: string;
  readonly remedy: string;
}

/** What messages call a kind of problem: `docs/errors.md` has a row for each. */
export function formatProblemId(id: ProblemId): string {
  return `cdk-dynamo-access:${id}`;
}

/** A problem in one line, without its id. */
export function describeProblem({ value, expected, remedy }: Problem<ProblemId>): string {
  return `${value}; expected ${expected}; ${remedy}`;
}

/** An error in one line, for messages that CDK prefixes with the construct path itself. */
export function formatError(problem: Problem): string {
  return `${describeProblem(problem)} [${formatProblemId(problem.id)}]`;
}

/** Whatever has a path in the construct tree. */
export interface Located {
  readonly node: { readonly path: string };
}

/** Throws an error with the path of the construct that it was found on, or with the call, where there is no construct. */
export function fail(where: Located | string, problem: Problem): never {
  throw new Error(`[${typeof where === 'string' ? where : where.node.path}] ${formatError(problem)}`);
}

/** What is wrong with the first item with which something is. */
export function findFirstProblem<T>(items: readonly T[], problemOf: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem) return problem;
  }
  return undefined;
}

/** A value in a message: constructs by their path, text in quotes. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') {
    return /^class\b/.test(String(value)) ? `the class ${value.name} itself` : `the function ${value.name}, not what it returns`;
  }
  const path = (value as Partial<Located> | null | undefined)?.node?.path;
  if (path !== undefined) return path;
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
