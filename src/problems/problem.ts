import { ErrorId, ProblemId } from './catalogue';

/** Describes a wrong input: the kind of problem, the value, the expected form, and the change that fixes it. */
export interface Problem<Id extends ProblemId = ErrorId> {
  readonly id: Id;
  readonly value: string;
  readonly expected: string;
  readonly remedy: string;
}

/** Formats the id of a problem as messages show it. `docs/errors.md` has a row for each id. */
export function formatProblemId(id: ProblemId): string {
  return `cdk-dynamo-access:${id}`;
}

/** Describes a problem in one line, without its id. */
export function describeProblem({ value, expected, remedy }: Problem<ProblemId>): string {
  return `${value}; expected ${expected}; ${remedy}`;
}

/** Formats an error in one line. CDK adds the construct path. */
export function formatError(problem: Problem): string {
  return `${describeProblem(problem)} [${formatProblemId(problem.id)}]`;
}

/** An object with a path in the construct tree. */
export interface Located {
  readonly node: { readonly path: string };
}

/** Throws an error that begins with the path of a construct, or with the name of the call if there is no construct. */
export function fail(where: Located | string, problem: Problem): never {
  throw new Error(`[${typeof where === 'string' ? where : where.node.path}] ${formatError(problem)}`);
}

/** Throws an error if there is a problem. */
export function failIf(where: Located | string, problem: Problem | undefined): void {
  if (problem) fail(where, problem);
}

/** Finds the first problem in a list of items. Returns undefined if all items are correct. */
export function findFirstProblem<T>(items: readonly T[], problemOf: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem) return problem;
  }
  return undefined;
}

/** Describes a value in a message: a construct by its path, text in quotes. */
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
