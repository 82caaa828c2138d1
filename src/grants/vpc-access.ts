import { Effect, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { atSynthesis } from './at-synthesis';
import { newInlinePolicy, reserveInlineRoom } from './identity-policies';
import { VPC_ACTIONS } from '../plan/plan-runtime';
import { functionsOf } from '../resources/functions';

/**
 * Keeps what Lambda needs to connect functions to a VPC from the code of each function that runs with the role: Lambda's own
 * calls don't carry the ARN of a function.
 *
 * The statement names the function, so it stands in a policy of the function's, which nothing waits for.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function denyVpcAccessToCode(role: Role): void {
  atSynthesis(role, 'ask', () => {
    for (const fn of functionsOf(role)) {
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
  });
}
