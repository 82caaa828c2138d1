import { Stage } from 'aws-cdk-lib';
import { CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { isResource, referencedResource } from './arns';
import { remembered } from './settled';
import { stageOf } from './stage';

/** The function that an alias or a version publishes; any other function is itself. */
export function unqualified(fn: IFunction): IFunction {
  const published = (fn as Partial<{ readonly lambda: IFunction }>).lambda;
  return published ? unqualified(published) : fn;
}

/** The L1 that declares a function in this app; imports have none. */
export function declarationOf(fn: IFunction): CfnFunction | undefined {
  const published = unqualified(fn);
  const { defaultChild } = published.node;
  // the ARN of a function is made anew whenever it is asked for, which takes long; that of a singleton is of a function elsewhere
  return isResource(defaultChild, CfnFunction.CFN_RESOURCE_TYPE_NAME) ? defaultChild as CfnFunction
    : referencedResource(published.functionArn, CfnFunction.CFN_RESOURCE_TYPE_NAME) as CfnFunction | undefined;
}

/** The role that CDK made for a function, rather than one that the function was given. */
export function ownRoleOf(fn: CfnFunction): Role | undefined {
  const role = fn.node.scope?.node.tryFindChild('ServiceRole');
  // a customized role has no resource of its own
  return role instanceof Role && role.node.defaultChild && roleOf(fn) === role.node.defaultChild ? role : undefined;
}

/** The functions of the role's stage that run with it. To be called at synthesis, when no function is missing. */
export function functionsOf(role: IConstruct): CfnFunction[] {
  const stage = stageOf(role);
  const byRole = remembered(stage, 'functions by role', () => functionsByRole(stage));
  return byRole.get(role.node.defaultChild as CfnRole) ?? [];
}

function functionsByRole(stage: Stage): Map<CfnRole, CfnFunction[]> {
  const functions = new Map<CfnRole, CfnFunction[]>();
  for (const child of stage.node.findAll()) {
    if (!isResource(child, CfnFunction.CFN_RESOURCE_TYPE_NAME)) continue;
    const role = roleOf(child as CfnFunction);
    if (role) functions.set(role, [...functions.get(role) ?? [], child as CfnFunction]);
  }
  return functions;
}

function roleOf(fn: CfnFunction): CfnRole | undefined {
  return referencedResource(fn.role, CfnRole.CFN_RESOURCE_TYPE_NAME) as CfnRole | undefined;
}
