import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { validateSettled } from './settled';
import { InfoId, WarningId } from '../problems/catalogue';
import { describeProblem, formatError, formatProblemId, Problem } from '../problems/problem';

/** Warns of a problem on a construct. CDK writes the id behind the message, by which the warning is acknowledged. */
export function warn(owner: IConstruct, problem: Problem<WarningId>): void {
  Annotations.of(owner).addWarningV2(formatProblemId(problem.id), describeProblem(problem));
}

/** Says something on a construct that is no problem. */
export function inform(owner: IConstruct, id: InfoId, text: string): void {
  Annotations.of(owner).addInfoV2(formatProblemId(id), text);
}

/** Reports errors that only synthesis can find: CDK asks for them before it writes templates. */
export function refuseAtSynthesis(owner: IConstruct, problems: () => Problem[]): void {
  validateSettled(owner, () => problems().map(formatError));
}

/** Looks for what to warn of when all aspects have run, and nothing changes any more. */
export function atValidation(scope: IConstruct, look: () => void): void {
  validateSettled(scope, () => {
    look();
    return [];
  });
}

/** How messages name what an L1 declares: by the path of the L2 that has it, if there is one. */
export function pathOf(declaration: IConstruct): string {
  const { scope } = declaration.node;
  if (scope?.node.defaultChild === declaration) return scope.node.path;
  return declaration.node.path;
}
