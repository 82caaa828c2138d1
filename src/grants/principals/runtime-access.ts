import { Stack } from 'aws-cdk-lib';
import { IRole, Policy, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, DependencyGroup } from 'constructs';
import { PrincipalPolicies } from './principal-policies';
import { denyVpcAccess } from './vpc-access';
import { ACCESS_METADATA, recordAccess } from '../../features/recorded-access';
import { planLogs } from '../../plan/plan-logs';
import { planVpcAccess } from '../../plan/plan-runtime';
import { PlannedPermission } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { WarningId } from '../../problems/catalogue';
import { atValidation, pathOf, warn } from '../../resources/annotate';
import { functionsOf, ownRoleOf } from '../../resources/functions';
import { configuredLogGroupOf, logDestinationOf } from '../../resources/log-destination';
import { atSynthesis } from '../policies/at-synthesis';
import { newInlinePolicy, render } from '../policies/identity-policies';
import { removeManagedPolicies, wideLogsPoliciesOf, WideLogsPolicy } from '../policies/replaced-managed-policies';
import { warnAboutFunctions } from '../warnings/warn-about-functions';

/** What a construct asks for a function, apart from tables. */
export interface RuntimeAccessRequest {
  /** The construct that messages name. */
  readonly owner: Construct;
  readonly keepManagedPolicies: boolean;
  readonly acknowledgeAccountActions: boolean;
}

/** All that was asked for a function, and what is to wait for what it gets. */
interface RuntimeAccess {
  readonly requests: RuntimeAccessRequest[];
  readonly dependable: DependencyGroup;
}

const REQUESTED = new WeakMap<CfnFunction, RuntimeAccess>();

const REMEDIES = {
  vpcWithoutAccess: 'add the managed policy AWSLambdaVPCAccessExecutionRole to the role, or leave the role to CDK',
  tracingWithoutAccess: 'add the managed policy AWSXRayDaemonWriteAccess to the role, or leave the role to CDK',
};

/** The roles whose sharing was warned of. */
const SHARED = new WeakSet<IRole>();

/**
 * Asks, for synthesis, that a function gets its logs, in its own log group. It gets them once, however often that is asked.
 *
 * @returns what whatever is to come after the function's logs waits for
 */
export function requestRuntimeAccess(fn: CfnFunction, role: IRole, request: RuntimeAccessRequest): DependencyGroup {
  const known = REQUESTED.get(fn);
  if (known) {
    known.requests.push(request);
    return known.dependable;
  }
  const access: RuntimeAccess = { requests: [request], dependable: new DependencyGroup() };
  REQUESTED.set(fn, access);
  atSynthesis(fn, 'collect', () => {
    const policy = giveRuntimeAccess(fn, role, {
      owner: request.owner,
      keepManagedPolicies: access.requests.some(({ keepManagedPolicies }) => keepManagedPolicies),
      acknowledgeAccountActions: access.requests.every(({ acknowledgeAccountActions }) => acknowledgeAccountActions),
    });
    if (policy) access.dependable.add(policy);
  });
  return access.dependable;
}

/** Whether a construct gives the function its logs, wherever they go. */
export function hasRuntimeAccess(fn: CfnFunction): boolean {
  return REQUESTED.has(fn);
}

/**
 * Gives a function its logs, in the place of the managed policies that CDK attached for that. Where such a policy is kept,
 * the function has its logs by that.
 *
 * What names the function, as its default log group does, it can't wait for: that stands in a policy of the function's, not of
 * the role's. A log group that the function names, and network interfaces in a VPC, are there before it: they go to the role.
 */
function giveRuntimeAccess(fn: CfnFunction, role: IRole, { owner, ...request }: RuntimeAccessRequest): Policy | undefined {
  const give = (permissions: PlannedPermission[]) => PrincipalPolicies.forGrantee(role, owner).addRequest({
    owner,
    permissions: () => permissions,
    provenance: { function: fn.node.path },
    acknowledgeAccountActions: request.acknowledgeAccountActions,
  });
  const wide = wideLogsPoliciesOf(role);
  const logs = planLogs(logDestinationOf(fn));
  if (wide.length === 0 || request.keepManagedPolicies) warnOfSharing(owner, role);
  atValidation(owner, () => warnAboutFunctions(owner, role, [fn], REMEDIES));
  if (wide.length > 0) {
    if (request.keepManagedPolicies || warnOfOtherUses(owner, fn, role as Role, wide)) return undefined;
    removeManagedPolicies(role as Role, wide);
    const accountPermissions = wide.filter(({ connectsToVpc }) => connectsToVpc).flatMap(({ name }) => planVpcAccess(name));
    if (accountPermissions.length > 0) {
      give(accountPermissions);
      denyVpcAccess(fn, role);
    }
  }

  // a role that was given to the function may stand elsewhere, and what waits for it must not wait for the log group
  const isBeforeFunction = ownRoleOf(fn) === role && configuredLogGroupOf(fn) !== undefined;
  if (isBeforeFunction) give(logs);
  const ofFunction = wide.flatMap((policy) => functionPermissionsOf(policy, fn));
  const statements = toStatements([...isBeforeFunction ? [] : logs, ...ofFunction]);
  if (statements.length === 0) return undefined;
  const policy = newInlinePolicy(fn.node.scope!, 'RuntimeAccess', { statements: statements.map(render) });
  policy.node.addMetadata(ACCESS_METADATA, recordAccess({ function: fn.node.path }));
  role.attachInlinePolicy(policy);
  return policy;
}

/** Whoever runs with a role has all of its access. */
function warnOfSharing(owner: Construct, role: IRole): void {
  const paths = functionsOf(role).map(pathOf);
  if (paths.length < 2 || SHARED.has(role)) return;
  SHARED.add(role);
  warn(owner, {
    id: 'sharedRole',
    value: `the functions ${paths.join(', ')} share the role ${role.node.path}, so each of them gets the access of all`,
    expected: 'a role of its own for each function, or functions that need the same',
    remedy: 'give each function a role of its own, or acknowledge this warning',
  });
}

/** A role that something else relies on keeps its policies: taking them away would silence the other. */
function warnOfOtherUses(owner: Construct, fn: CfnFunction, role: Role, wide: readonly WideLogsPolicy[]): boolean {
  const names = wide.map(({ name }) => name.split('/')[1]).join(' and ');
  const kept = `the role ${role.node.path} keeps ${names}, which writes to every log group`;
  const keep = (id: WarningId, why: string, remedy: string) => {
    warn(owner, {
      id,
      value: `${kept}, as ${why}`,
      expected: 'a role that CDK made for this function alone, whose logs can be scoped to the function',
      remedy: `${remedy}, or say keepManagedPolicies: true`,
    });
    return true;
  };
  if (functionsOf(role).length > 1) {
    return keep('sharedRoleKeepsManagedPolicies', 'another function runs with it too', 'give each function a role of its own');
  }
  const isOwn = ownRoleOf(fn) === role;
  if (!(isOwn && trustsOneService(role)) && JSON.stringify(Stack.of(role).resolve(role.assumeRolePolicy?.toJSON())).includes('edgelambda')) {
    return keep('edgeRoleKeepsManagedPolicies', 'its function runs at the edge and logs in many Regions',
      'leave it so, if that is meant');
  }
  if (!isOwn) {
    return keep('givenRoleKeepsManagedPolicies', 'the role was given to the function',
      'remove the managed policy from the role, so that the function gets logs of its own');
  }
  return false;
}

/** Whether the trust of a role that CDK made for a function is as CDK wrote it: of Lambda alone, so that it needn't be resolved. */
function trustsOneService({ assumeRolePolicy }: Role): boolean {
  return assumeRolePolicy?.statementCount === 1 && typeof assumeRolePolicy.toJSON().Statement[0].Principal?.Service === 'string';
}

function functionPermissionsOf({ name, functionActions = [] }: WideLogsPolicy, fn: CfnFunction): PlannedPermission[] {
  const reason = { feature: name, why: 'saves and reads the state of the function' };
  return functionActions.map((action) => ({ action, resource: `${fn.attrArn}:*`, reason }));
}
