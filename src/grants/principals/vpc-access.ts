import { isDeepStrictEqual } from 'util';
import { CfnResource } from 'aws-cdk-lib';
import { Effect, IRole, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { VPC_ACTIONS } from '../../plan/plan-runtime';
import { Problem } from '../../problems/problem';
import { refuseAtSynthesis } from '../../resources/annotate';
import { listFunctionsWithRole } from '../../resources/functions';
import { atSynthesis } from '../policies/at-synthesis';
import { newInlinePolicy, reserveInlineRoom } from '../policies/identity-policies';
import { mayPerform } from '../policies/read-policies';

/** Denies the code of each function that uses the role the actions with which Lambda connects functions to a VPC. */
export function denyVpcAccessToCode(owner: IConstruct, role: Role): void {
  atSynthesis(role, 'collect', () => listFunctionsWithRole(role).forEach((fn) => denyVpcAccess(owner, fn, role)));
}

/**
 * Denies the code of a function the actions with which Lambda connects the function to a VPC. Lambda's own calls don't have the ARN
 * of a function. The code keeps the actions that another policy of the role may allow.
 *
 * The statement names the function, so it is in a policy of the function, which nothing depends on.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function denyVpcAccess(owner: IConstruct, fn: CfnResource, role: IRole): void {
  const policy = newInlinePolicy(role, fn, 'NetworkInterfaces');
  reserveInlineRoom(role, buildDenial(fn, VPC_ACTIONS));
  // the policies of other constructs are complete when the library writes its own
  atSynthesis(role, 'write', () => {
    const denied = listDeniableActions(role);
    refuseAtSynthesis(owner, () => isDeepStrictEqual(listDeniableActions(role), denied) ? [] : [describeLatePermission(role)]);
    if (denied.length === 0) return;
    policy.addStatements(buildDenial(fn, denied));
    role.attachInlinePolicy(policy);
  });
}

function buildDenial(fn: CfnResource, actions: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'NetworkInterfacesOfLambdaAlone',
    effect: Effect.DENY,
    actions: [...actions],
    resources: ['*'],
    conditions: { ArnEquals: { 'lambda:SourceFunctionArn': fn.getAtt('Arn') } },
  });
}

function listDeniableActions(role: IRole): string[] {
  return VPC_ACTIONS.filter((action) => !mayPerform(role, action, 'elsewhere'));
}

function describeLatePermission(role: IRole): Problem {
  return {
    id: 'functionChangedTooLate',
    value: `the permissions of the role ${role.node.path} on network interfaces were changed after the policies were written`,
    expected: 'changes before synthesis',
    remedy: 'make them where the role is declared, not in an aspect',
  };
}
