import { Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';

/** The warnings of a stack, each as `path: text`, with the id to acknowledge it by. */
export function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => `${id}: ${entry.data}`);
}

/** The message of the error that synthesis ends in; none is an error of its own. */
export function synthesisError(stack: Stack): string {
  try {
    Stage.of(stack)!.synth();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('synthesis succeeded');
}

/** The problems that constructs found when synthesis asked them, each as `[path] text`. */
export function problemsOf(stack: Stack): string[] {
  const [heading, ...problems] = synthesisError(stack).split('\n');
  if (heading !== 'Validation failed with the following errors:') throw new Error(heading);
  return problems.map((problem) => problem.trim());
}
