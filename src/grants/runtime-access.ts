import { Annotations, Stack } from 'aws-cdk-lib';
import { IRole, Policy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { atSynthesis } from './at-synthesis';
import { ACCESS_METADATA, PrincipalPolicies } from './principal-policies';
import { describeProblem } from './problem';
import { removeManagedPolicies, WideLogsPolicy, wideLogsPoliciesOf } from './replaced-managed-policies';
import { planLogs } from '../plan/plan-logs';
import { PlannedPermission } from '../plan/planned-permission';
import { toStatements } from '../plan/statements';
import { countFunctionsOf, ownRoleOf } from '../resources/functions';
import { logDestinationOf } from '../resources/log-destination';

/** Says in the template why the statement for functions in a VPC has `*` as its resource. */
const VPC_SID = 'NetworkInterfacesOfLambda';

/** What a construct asks for a function, apart from tables. */
export interface RuntimeAccessRequest {
  /** The construct that messages name. */
  readonly owner: Construct;
  readonly keepManagedPolicies: boolean;
  readonly acknowledgeAccountActions: boolean;
}

const REQUESTS = new WeakMap<CfnFunction, RuntimeAccessRequest[]>();

/** Asks, for synthesis, that a function gets its logs, in its own log group. It gets them once, however often that is asked. */
export function requestRuntimeAccess(fn: CfnFunction, role: IRole, request: RuntimeAccessRequest): void {
  const requests = REQUESTS.get(fn);
  if (requests) {
    requests.push(request);
    return;
  }
  const all = [request];
  REQUESTS.set(fn, all);
  atSynthesis(fn, 'ask', () => giveRuntimeAccess(fn, role, {
    owner: request.owner,
    keepManagedPolicies: all.some(({ keepManagedPolicies }) => keepManagedPolicies),
    acknowledgeAccountActions: all.every(({ acknowledgeAccountActions }) => acknowledgeAccountActions),
  }));
}

/**
 * Gives a function its logs, in the place of the managed policies that CDK attached for that.
 *
 * These statements name the function, so it can't wait for them: they stand in a policy of the function's, not of the
 * role's. What the function must have before it can be created, network interfaces in a VPC, goes to the role.
 */
function giveRuntimeAccess(fn: CfnFunction, role: IRole, { owner, ...request }: RuntimeAccessRequest): void {
  const ownRole = ownRoleOf(fn);
  const wide = ownRole ? wideLogsPoliciesOf(ownRole) : [];
  if (ownRole && wide.length > 0) {
    if (request.keepManagedPolicies || warnOfOtherUses(owner, ownRole, wide)) return;
    removeManagedPolicies(ownRole, wide);
    const accountPermissions = wide.flatMap(accountPermissionsOf);
    if (accountPermissions.length > 0) {
      PrincipalPolicies.of(ownRole, owner).grant({
        owner,
        permissions: () => accountPermissions,
        provenance: { function: fn.node.path },
        acknowledgeAccountActions: request.acknowledgeAccountActions,
      });
    }
  }

  const statements = toStatements([
    ...planLogs(logDestinationOf(fn)),
    ...wide.flatMap((policy) => functionPermissionsOf(policy, fn)),
  ]);
  const policy = new Policy(fn.node.scope as Construct, 'RuntimeAccess', {
    statements: statements.map(({ actions, resources }) => new PolicyStatement({ actions, resources })),
  });
  policy.node.addMetadata(ACCESS_METADATA, { function: fn.node.path });
  role.attachInlinePolicy(policy);
}

/** A role that something else relies on keeps its policies: taking them away would silence the other. */
function warnOfOtherUses(owner: Construct, role: Role, wide: readonly WideLogsPolicy[]): boolean {
  const names = wide.map(({ name }) => name.split('/')[1]).join(' and ');
  const shared = countFunctionsOf(role) > 1;
  const edge = JSON.stringify(Stack.of(role).resolve(role.assumeRolePolicy?.toJSON())).includes('edgelambda');
  if (shared) {
    Annotations.of(owner).addWarningV2('cdk-dynamo-access:sharedRoleKeepsManagedPolicies', describeProblem({
      value: `the role ${role.node.path} is that of a second function too, so it keeps ${names}, which writes to every log group`,
      expected: 'a role of its own for each function',
      remedy: 'give the second function a role of its own, or acknowledge this warning',
    }));
  } else if (edge) {
    Annotations.of(owner).addWarningV2('cdk-dynamo-access:edgeRoleKeepsManagedPolicies', describeProblem({
      value: `the function with the role ${role.node.path} runs at the edge and logs in many Regions, so the role keeps ${names}, `
        + 'which writes to every log group',
      expected: 'a function that runs in one Region',
      remedy: 'acknowledge this warning',
    }));
  }
  return shared || edge;
}

function accountPermissionsOf({ name, accountActions = [] }: WideLogsPolicy): PlannedPermission[] {
  const reason = { feature: name, why: 'connects the function to its VPC' };
  return accountActions.map((action) => ({ action, resource: '*', sid: VPC_SID, reason }));
}

function functionPermissionsOf({ name, functionActions = [] }: WideLogsPolicy, fn: CfnFunction): PlannedPermission[] {
  const reason = { feature: name, why: 'saves and reads the state of the function' };
  return functionActions.map((action) => ({ action, resource: `${fn.attrArn}:*`, reason }));
}
