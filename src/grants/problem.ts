import { IConstruct } from 'constructs';
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
