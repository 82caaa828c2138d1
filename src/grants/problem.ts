import { Construct, IConstruct } from 'constructs';
import { Problem } from '../features/problem';

/** A problem in one line, for messages that CDK prefixes with the construct path itself. */
export function describeProblem({ value, expected, remedy }: Problem): string {
  return `${value}; expected ${expected}; ${remedy}`;
}

/** Throws a problem with the path of the construct that it was found on, or without one where that isn't a construct. */
export function fail(scope: IConstruct | undefined, problem: Problem): never {
  const path = scope?.node?.path;
  throw new Error(`${path === undefined ? '' : `[${path}] `}${describeProblem(problem)}`);
}

/** What is wrong with the first item with which something is. */
export function firstProblem<T>(items: readonly T[], problemOf: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem) return problem;
  }
  return undefined;
}

/** A value in a message: constructs by their path, text in quotes. */
export function describeValue(value: unknown): string {
  if (Construct.isConstruct(value)) return value.node.path;
  return typeof value === 'string' ? `'${value}'` : `${value}`;
}
