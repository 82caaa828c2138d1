import { Stage } from 'aws-cdk-lib';
import { CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { isResource, referencedResource } from './arns';

/** The function that an alias or a version publishes; any other function is itself. */
export function unqualified(fn: IFunction): IFunction {
  const published = (fn as Partial<{ readonly lambda: IFunction }>).lambda;
  return published ? unqualified(published) : fn;
}

/** The L1 that declares a function in this app; imports have none. */
export function declarationOf(fn: IFunction): CfnFunction | undefined {
  return referencedResource(unqualified(fn).functionArn, CfnFunction.CFN_RESOURCE_TYPE_NAME) as CfnFunction | undefined;
}

/** The role that CDK made for a function, rather than one that the function was given. */
export function ownRoleOf(fn: CfnFunction): Role | undefined {
  const role = fn.node.scope?.node.tryFindChild('ServiceRole');
  return role instanceof Role && roleOf(fn) === role.node.defaultChild ? role : undefined;
}

/** How many functions of a role's stage run with it. To be called at synthesis, when no function is missing. */
export function countFunctionsOf(identity: IConstruct): number {
  return functionsByRole(Stage.of(identity)!).get(identity.node.defaultChild as CfnRole) ?? 0;
}

const COUNTS = new WeakMap<Stage, Map<CfnRole, number>>();

function functionsByRole(stage: Stage): Map<CfnRole, number> {
  let counts = COUNTS.get(stage);
  if (!counts) {
    counts = new Map();
    for (const child of stage.node.findAll()) {
      if (!isResource(child, CfnFunction.CFN_RESOURCE_TYPE_NAME)) continue;
      const role = roleOf(child as CfnFunction);
      if (role) counts.set(role, (counts.get(role) ?? 0) + 1);
    }
    COUNTS.set(stage, counts);
  }
  return counts;
}

function roleOf(fn: CfnFunction): CfnRole | undefined {
  return referencedResource(fn.role, CfnRole.CFN_RESOURCE_TYPE_NAME) as CfnRole | undefined;
}
