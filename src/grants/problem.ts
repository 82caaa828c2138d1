import { IConstruct } from 'constructs';

/** What is wrong with an input: the value, what was expected instead, and what to change. */
export interface Problem {
  readonly value: string;
  readonly expected: string;
  readonly remedy: string;
}

/** A problem in one line, for messages that CDK prefixes with the construct path itself. */
export function describeProblem({ value, expected, remedy }: Problem): string {
  return `${value}; expected ${expected}; ${remedy}`;
}

/** Throws a problem with the path of the construct that it was found on, or without one where that isn't a construct. */
export function fail(scope: IConstruct | undefined, problem: Problem): never {
  const path = scope?.node?.path;
  throw new Error(`${path === undefined ? '' : `[${path}] `}${describeProblem(problem)}`);
}
