import { CfnResource } from 'aws-cdk-lib';
import { Effect, IRole, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { VPC_ACTIONS } from '../../plan/plan-runtime';
import { functionsOf } from '../../resources/functions';
import { atSynthesis } from '../policies/at-synthesis';
import { newInlinePolicy, reserveInlineRoom } from '../policies/identity-policies';

/** Denies the code of each function that uses the role the actions with which Lambda connects functions to a VPC. */
export function denyVpcAccessToCode(role: Role): void {
  atSynthesis(role, 'collect', () => functionsOf(role).forEach((fn) => denyVpcAccess(fn, role)));
}

/**
 * Denies the code of a function the actions with which Lambda connects the function to a VPC. Lambda's own calls don't have the ARN
 * of a function.
 *
 * The statement names the function, so it is in a policy of the function, which nothing depends on.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function denyVpcAccess(fn: CfnResource, role: IRole): void {
  const policy = newInlinePolicy(fn, 'NetworkInterfaces', {
    statements: [new PolicyStatement({
      sid: 'NetworkInterfacesOfLambdaAlone',
      effect: Effect.DENY,
      actions: [...VPC_ACTIONS],
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': fn.getAtt('Arn') } },
    })],
  });
  role.attachInlinePolicy(policy);
  reserveInlineRoom(role, policy);
}
