import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { validateSettled } from './settled';
import { InfoId, WarningId } from '../problems/catalogue';
import { describeProblem, formatError, formatProblemId, nameTokens, Problem } from '../problems/problem';

/** Adds a warning to a construct. CDK writes the id after the message. Users acknowledge the warning by the id. */
export function warn(owner: IConstruct, problem: Problem<WarningId>): void {
  Annotations.of(owner).addWarningV2(formatProblemId(problem.id), describeProblem(problem));
}

/** Adds an info message to a construct. */
export function inform(owner: IConstruct, id: InfoId, text: string): void {
  Annotations.of(owner).addInfoV2(formatProblemId(id), nameTokens(text));
}

/** Reports errors that only synthesis can find. CDK calls the function before it writes templates. */
export function refuseAtSynthesis(owner: IConstruct, problems: () => Problem[]): void {
  validateSettled(owner, () => problems().map(formatError));
}

/** Runs a check after all aspects, when nothing changes any more. */
export function atValidation(scope: IConstruct, look: () => void): void {
  validateSettled(scope, () => {
    look();
    return [];
  });
}

/** Returns the path that messages use for a resource: the path of the L2 that declares the L1, if there is one. */
export function findDeclaredPath(declaration: IConstruct): string {
  const { scope } = declaration.node;
  if (scope?.node.defaultChild === declaration) return scope.node.path;
  return declaration.node.path;
}
