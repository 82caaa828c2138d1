import { Effect, IRole, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { VPC_ACTIONS } from '../../plan/plan-runtime';
import { functionsOf } from '../../resources/functions';
import { atSynthesis } from '../policies/at-synthesis';
import { newInlinePolicy, reserveInlineRoom } from '../policies/identity-policies';

/** Keeps what Lambda needs to connect functions to a VPC from the code of each function that runs with the role. */
export function denyVpcAccessToCode(role: Role): void {
  atSynthesis(role, 'ask', () => functionsOf(role).forEach((fn) => denyVpcAccess(fn, role)));
}

/**
 * Keeps what Lambda needs to connect a function to a VPC from the function's code: Lambda's own calls don't carry the ARN of a
 * function.
 *
 * The statement names the function, so it stands in a policy of the function's, which nothing waits for.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function denyVpcAccess(fn: CfnFunction, role: IRole): void {
  const policy = newInlinePolicy(fn, 'NetworkInterfaces', {
    statements: [new PolicyStatement({
      sid: 'NetworkInterfacesOfLambdaAlone',
      effect: Effect.DENY,
      actions: [...VPC_ACTIONS],
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': fn.attrArn } },
    })],
  });
  role.attachInlinePolicy(policy);
  reserveInlineRoom(role, policy);
}
