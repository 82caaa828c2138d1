import { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Dependable, IConstruct, IDependable } from 'constructs';

/** The policies of an access, and what they belong to. */
interface AccessPolicies {
  readonly role: IRole;
  readonly policies: IDependable;
  readonly fn?: CfnFunction;
  /** The policy that names the function. */
  readonly runtimePolicy?: IDependable;
}

/**
 * Makes resources that depend on an access wait for its policies.
 *
 * If the function or its role depends on the access, what is within them can't wait for their own policies: CloudFormation would
 * find a cycle. These policies are left out then. The function waits for the policies of its role in any case.
 */
export function implementDependable(access: IConstruct, parts: AccessPolicies): void {
  let isListing = false;
  Dependable.implement(access, {
    get dependencyRoots(): IConstruct[] {
      // the dependencies of the function lead back here
      if (isListing) return [access];
      isListing = true;
      try {
        return listRoots(access, parts);
      } finally {
        isListing = false;
      }
    },
  });
}

function listRoots(access: IConstruct, { role, policies, fn, runtimePolicy }: AccessPolicies): IConstruct[] {
  const dependsOnAccess = (scope: IConstruct) => scope.node.dependencies.includes(access);
  const waiting = [...fn?.node.scopes ?? [], ...role.node.scopes].filter(dependsOnAccess);
  // the function waits for its role too
  const roots = [policies, ...runtimePolicy && waiting.length === 0 ? [runtimePolicy] : []].flatMap((each) => Dependable.of(each).dependencyRoots);
  return roots.filter((root) => !root.node.scopes.some((scope) => waiting.includes(scope)));
}
