import { isDeepStrictEqual } from 'util';
import { CfnResource } from 'aws-cdk-lib';
import { IRole, Policy, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, DependencyGroup } from 'constructs';
import { warnAboutConditionalPolicies, warnAboutKeptPolicies } from './kept-managed-policies';
import { PrincipalPolicies } from './principal-policies';
import { denyVpcAccess } from './vpc-access';
import { ACCESS_METADATA, recordAccess } from '../../features/recorded-access';
import { planLogs } from '../../plan/plan-logs';
import { planVpcAccess } from '../../plan/plan-runtime';
import { PlannedPermission } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { Problem } from '../../problems/problem';
import { atValidation, pathOf, refuseAtSynthesis, warn } from '../../resources/annotate';
import { functionsOf, ownRoleOf, runsWith } from '../../resources/functions';
import { findLogDestinations, hasUnknownLogGroup } from '../../resources/log-destination';
import { atSynthesis } from '../policies/at-synthesis';
import { newInlinePolicy, render } from '../policies/identity-policies';
import { alwaysHas, removeManagedPolicies, WideLogsPolicy, wideLogsPoliciesOf } from '../policies/replaced-managed-policies';
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

const REQUESTED = new WeakMap<CfnResource, RuntimeAccess>();

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
  refuseAtSynthesis(request.owner, () => runsWith(fn, role) ? [] : [describeOtherRole(fn, role)]);
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
export function hasRuntimeAccess(fn: CfnResource): boolean {
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
  const groups = findLogDestinations(fn);
  if (wide.length === 0 || request.keepManagedPolicies) warnAboutSharing(owner, role);
  atValidation(owner, () => warnAboutFunctions(owner, role, [fn], REMEDIES));
  const isKept = wide.length > 0 && (request.keepManagedPolicies || warnAboutKeptPolicies(owner, fn, role as Role, wide));
  if (isKept && alwaysHas(role, wide)) {
    refuseAtSynthesis(owner, () => alwaysHas(role, wide) ? [] : [describeLateChange(fn)]);
    return undefined;
  }
  const replaced = isKept ? [] : wide;
  if (replaced.length > 0) warnAboutConditionalPolicies(owner, role, removeManagedPolicies(role as Role, replaced));
  const accountPermissions = replaced.filter(({ connectsToVpc }) => connectsToVpc).flatMap(({ name }) => planVpcAccess(name));
  if (accountPermissions.length > 0) {
    give(accountPermissions);
    denyVpcAccess(fn, role);
  }

  refuseAtSynthesis(owner, () => isDeepStrictEqual(findLogDestinations(fn), groups) ? [] : [describeLateChange(fn)]);
  if (hasUnknownLogGroup(fn)) warnAboutUnknownLogGroup(owner, fn);
  // a role that was given to the function may stand elsewhere, and what waits for it must not wait for the log group
  const isBefore = (isConfigured: boolean) => isConfigured && ownRoleOf(fn) === role;
  const planned = groups.map(({ isConfigured, destination }) => ({ isFirst: isBefore(isConfigured), logs: planLogs(destination) }));
  const first = planned.filter(({ isFirst }) => isFirst).flatMap(({ logs }) => logs);
  if (first.length > 0) give(first);
  const ofFunction = replaced.flatMap((policy) => functionPermissionsOf(policy, fn));
  const statements = toStatements([...planned.filter(({ isFirst }) => !isFirst).flatMap(({ logs }) => logs), ...ofFunction]);
  if (statements.length === 0) return undefined;
  const policy = newInlinePolicy(fn.node.scope!.node.defaultChild === fn ? fn.node.scope! : fn, 'RuntimeAccess', { statements: statements.map(render) });
  policy.node.addMetadata(ACCESS_METADATA, recordAccess({ function: fn.node.path }));
  role.attachInlinePolicy(policy);
  return policy;
}

function describeOtherRole(fn: CfnFunction, role: IRole): Problem {
  return {
    id: 'otherRole',
    value: `the function ${pathOf(fn)}, which has another role than ${role.node.path} by an override, an aspect or a condition, or none`,
    expected: 'a function that runs with the role that the access is given to, whatever the conditions of the template are',
    remedy: 'pass the role to the function where it is declared, as its role',
  };
}

function describeLateChange(fn: CfnFunction): Problem {
  return {
    id: 'functionChangedTooLate',
    value: `the log group of the function ${pathOf(fn)}, or the managed policies of its role, were changed after the policies were written`,
    expected: 'changes before synthesis',
    remedy: 'make them where the function is declared, or in a loop over app.node.findAll() before synthesis, not in an aspect',
  };
}

function warnAboutUnknownLogGroup(owner: Construct, fn: CfnFunction): void {
  warn(owner, {
    id: 'unknownLogGroup',
    value: `the log group of the function ${pathOf(fn)} is known to CloudFormation alone, so the role gets no permission to write to it`,
    expected: 'LoggingConfig as an object, whose LogGroup is text, a reference or Fn::If of these',
    remedy: 'write it so, or say keepManagedPolicies: true',
  });
}

/** Whoever runs with a role has all of its access. */
function warnAboutSharing(owner: Construct, role: IRole): void {
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

function functionPermissionsOf({ name, functionActions = [] }: WideLogsPolicy, fn: CfnFunction): PlannedPermission[] {
  const reason = { feature: name, why: 'saves and reads the state of the function' };
  return functionActions.map((action) => ({ action, resource: `${fn.attrArn}:*`, reason }));
}
