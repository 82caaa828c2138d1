import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Warns of a problem on a construct. CDK writes the id behind the message, by which the warning is acknowledged. */
export function warn(owner: IConstruct, { id, value, expected, remedy }: { id: string; value: string; expected: string; remedy: string }): void {
  Annotations.of(owner).addWarningV2(`cdk-dynamo-access:${id}`, `${value}; expected ${expected}; ${remedy}`);
}
