import { CfnResource, Stack } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import { IDependable } from 'constructs';
import { isResource } from '../../resources/arns';
import { readProperty } from '../../resources/read-properties';
import { remembered } from '../../resources/settled';
import { writeStandIns } from '../../resources/stand-ins';
import { atSynthesis } from '../policies/at-synthesis';

/**
 * Makes the event source mappings of an imported function wait for its policies. Lambda refuses a mapping if the role of the function
 * can't read the stream. A function that the app declares waits for the policies itself.
 *
 * A mapping in another stack than the policies doesn't wait, because the policies may name resources of the stack of the mapping.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function deployMappingsAfter(fn: IFunction, role: IRole, policies: IDependable): void {
  atSynthesis(role, 'collect', () => {
    const names = [fn.functionName, fn.functionArn].map((name) => writeStandIns(fn, name));
    for (const mapping of listMappings(Stack.of(role))) {
      const isOfFunction = readProperty(mapping, 'FunctionName').texts().some((name) => isQualifiedName(writeStandIns(mapping, name), names));
      if (isOfFunction) mapping.node.addDependency(policies);
    }
  });
}

function listMappings(stack: Stack): CfnResource[] {
  return remembered(stack, 'event source mappings', () => stack.node.findAll().filter((child): child is CfnResource =>
    isResource(child, CfnEventSourceMapping.CFN_RESOURCE_TYPE_NAME) && Stack.of(child) === stack));
}

/** A mapping names a function by its name or ARN, with or without an alias or a version, or by a part of the ARN. */
function isQualifiedName(name: string, functionNames: readonly string[]): boolean {
  const unqualified = name.replace(/^(\d{12}:function:)?([^:]+)(:[^:]+)?$/, '$2').replace(/^(arn:.*:function:[^:]+):.*$/, '$1');
  return functionNames.includes(unqualified);
}
