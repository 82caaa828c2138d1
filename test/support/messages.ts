import { Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { ProblemId } from '../../src/problems/catalogue';

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

/**
 * Matches a message by its construct path, its id and the values in it. The words of each message are pinned once, where the message
 * is made, so that a change of words changes one test.
 */
export function messageMatching(path: string, id: ProblemId, ...values: string[]): string {
  const hasValues = values.map((value) => `(?=.*${escapeRegExp(value)})`).join('');
  const start = `^ *(\\[${escapeRegExp(path)}\\]|/${escapeRegExp(path)}:) `;
  return expect.stringMatching(new RegExp(`${start}${hasValues}.*\\[(ack: )?cdk-dynamo-access:${id}\\]$`, 'm'));
}

/** Matches an error by its message in the same way. */
export function errorMatching(path: string, id: ProblemId, ...values: string[]): Error {
  return expect.objectContaining({ message: messageMatching(path, id, ...values) });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
