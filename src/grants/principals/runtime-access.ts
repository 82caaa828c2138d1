import { isDeepStrictEqual } from 'util';
import { CfnResource } from 'aws-cdk-lib';
import { IRole, Policy, Role } from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { warnAboutConditionalPolicies, warnAboutKeptPolicies } from './kept-managed-policies';
import { PrincipalPolicies } from './principal-policies';
import { denyVpcAccess } from './vpc-access';
import { ACCESS_METADATA, recordAccess } from '../../features/recorded-access';
import { planLogs } from '../../plan/plan-logs';
import { planVpcAccess } from '../../plan/plan-runtime';
import { PlannedPermission } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { Problem } from '../../problems/problem';
import { atValidation, findDeclaredPath, refuseAtSynthesis, warn } from '../../resources/annotate';
import { listFunctionsWithRole, findOwnRole, runsWith } from '../../resources/functions';
import { findLogDestinations, hasUnknownLogGroup } from '../../resources/log-destination';
import { remembered } from '../../resources/settled';
import { atSynthesis } from '../policies/at-synthesis';
import { Identity, isAttached, isIdentity, measureBeyondLimit, newInlinePolicy, render, reserveInlineRoom } from '../policies/identity-policies';
import { alwaysHas, removeManagedPolicies, wideLogsPoliciesOf } from '../policies/replaced-managed-policies';
import { warnAboutFunctions } from '../warnings/warn-about-functions';
import { warnAboutInlineLimit, warnAboutNoEffect } from '../warnings/warn-about-policies';

/** A request of a construct for the permissions that Lambda itself needs to run a function. */
export interface RuntimeAccessRequest {
  /** The construct that messages name. */
  readonly owner: Construct;
  readonly keepManagedPolicies: boolean;
  readonly acknowledgeAccountActions: boolean;
  /** The remedy for a role that keeps its managed policies, beside the removal of the cause. */
  readonly remedyForKept: string;
  /** True if the request is for logs only, so that no other message tells about a role that accepts no policies. */
  readonly isForLogsOnly?: boolean;
}

/** All requests for a function, and the policies that other resources can depend on. */
interface RuntimeAccess {
  readonly requests: RuntimeAccessRequest[];
  readonly dependable: DependencyGroup;
  /** True after the managed policies were replaced. Then no request can keep them. */
  isReplaced: boolean;
}

const accessByFunction = new WeakMap<CfnResource, RuntimeAccess>();

const REMEDIES = {
  vpcWithoutAccess: 'add the managed policy AWSLambdaVPCAccessExecutionRole to the role, or let CDK make the role',
  tracingWithoutAccess: 'add the managed policy AWSXRayDaemonWriteAccess to the role, or let CDK make the role',
  durableWithoutAccess: 'add the managed policy service-role/AWSLambdaBasicDurableExecutionRolePolicy to the role, or let CDK make the role',
};

/** The shared roles that have a warning. */
const SHARED = new WeakSet<IRole>();

/**
 * Requests that a function may write to its own log group. Synthesis writes the permissions once, for any number of requests.
 *
 * @returns the policy that names the function
 */
export function requestRuntimeAccess(fn: CfnResource, role: IRole, request: RuntimeAccessRequest): IDependable {
  const known = accessByFunction.get(fn);
  if (known) {
    known.requests.push(request);
    if (known.isReplaced && request.keepManagedPolicies) refuseAtSynthesis(request.owner, () => [describeLateRequest(fn)]);
    return known.dependable;
  }
  const access: RuntimeAccess = { requests: [request], dependable: new DependencyGroup(), isReplaced: false };
  accessByFunction.set(fn, access);
  refuseAtSynthesis(request.owner, () => runsWith(fn, role) ? [] : [describeOtherRole(fn, role)]);
  atSynthesis(fn, 'collect', () => {
    const keepManagedPolicies = access.requests.some((each) => each.keepManagedPolicies);
    access.isReplaced = !keepManagedPolicies;
    const policy = giveRuntimeAccess(fn, role, {
      ...request,
      keepManagedPolicies,
      acknowledgeAccountActions: access.requests.every(({ acknowledgeAccountActions }) => acknowledgeAccountActions),
    });
    if (policy) access.dependable.add(policy);
  });
  return access.dependable;
}

/** Returns true if a construct requested the permissions on the logs of the function. */
export function hasRuntimeAccess(fn: CfnResource): boolean {
  return accessByFunction.has(fn);
}

/**
 * Allows a function to write its logs, and removes the managed policies that CDK attached for this purpose. If such a policy stays,
 * it allows the logs.
 *
 * A policy that names the function can't be deployed before the function. So the permissions on the default log group are in a policy
 * of the function. Permissions on a configured log group and on network interfaces are in a policy of the role.
 */
function giveRuntimeAccess(fn: CfnResource, role: IRole, { owner, ...request }: RuntimeAccessRequest): Policy | undefined {
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
  const isKept = wide.length > 0 && (request.keepManagedPolicies || warnAboutKeptPolicies(owner, fn, role as Role, wide, request.remedyForKept));
  if (isKept && alwaysHas(role, wide)) {
    refuseAtSynthesis(owner, () => alwaysHas(role, wide) ? [] : [describeLateChange(fn)]);
    return undefined;
  }
  const replaced = isKept ? [] : wide;
  if (replaced.length > 0) {
    removeManagedPolicies(role as Role, replaced);
    atValidation(owner, () => {
      warnAboutConditionalPolicies(owner, role, wideLogsPoliciesOf(role).filter((each) => replaced.includes(each)), request.remedyForKept);
    });
  }
  const accountPermissions = replaced.filter(({ connectsToVpc }) => connectsToVpc).flatMap(({ name }) => planVpcAccess(name));
  if (accountPermissions.length > 0) {
    give(accountPermissions);
    denyVpcAccess(owner, fn, role);
  }

  refuseAtSynthesis(owner, () => isDeepStrictEqual(findLogDestinations(fn), groups) ? [] : [describeLateChange(fn)]);
  if (hasUnknownLogGroup(fn)) warnAboutUnknownLogGroup(owner, fn, request.remedyForKept);
  // a role that was passed to the function may belong to another stack, and its dependents must not wait for the log group
  const isBefore = (isConfigured: boolean) => isConfigured && findOwnRole(fn) === role;
  const planned = groups.map(({ isConfigured, destination }) => ({ isFirst: isBefore(isConfigured), logs: planLogs(destination) }));
  const first = planned.filter(({ isFirst }) => isFirst).flatMap(({ logs }) => logs);
  if (first.length > 0) give(first);
  const statements = toStatements(planned.filter(({ isFirst }) => !isFirst).flatMap(({ logs }) => logs));
  if (statements.length === 0) return undefined;
  const rendered = statements.map(render);
  const policy = newInlinePolicy(role, fn.node.scope!.node.defaultChild === fn ? fn.node.scope! : fn, 'RuntimeAccess', { statements: rendered });
  policy.node.addMetadata(ACCESS_METADATA, recordAccess({ function: fn.node.path }));
  role.attachInlinePolicy(policy);
  if (request.isForLogsOnly && !isAttached(policy)) warnAboutNoEffect(role, owner, planned.flatMap(({ logs }) => logs));
  reserveInlineRoom(role, ...rendered);
  if (request.isForLogsOnly && isIdentity(role)) atValidation(owner, () => checkInlineRoom(role, owner));
  return policy;
}

/** Checks the room of a role without an access, which nothing else checks. */
function checkInlineRoom(role: Identity, owner: Construct): void {
  warnAboutInlineLimit(role, owner, remembered(role, 'characters beyond the inline limit', () => measureBeyondLimit(role)));
}

function describeOtherRole(fn: CfnResource, role: IRole): Problem {
  return {
    id: 'otherRole',
    value: `an override, an aspect or a condition gives the function ${findDeclaredPath(fn)} another role than ${role.node.path}`,
    expected: 'a function that always runs with the role that has the access',
    remedy: 'pass the role to the function where it is declared',
  };
}

function describeLateRequest(fn: CfnResource): Problem {
  return {
    id: 'accessTooLate',
    value: `keepManagedPolicies is set after the managed policies of the function ${findDeclaredPath(fn)} were replaced`,
    expected: 'a declaration before synthesis',
    remedy: 'declare the access outside of aspects',
  };
}

function describeLateChange(fn: CfnResource): Problem {
  return {
    id: 'functionChangedTooLate',
    value: `the log group of the function ${findDeclaredPath(fn)} or the managed policies of its role changed after the policies were written`,
    expected: 'changes before synthesis',
    remedy: 'change the function where it is declared or in a loop over app.node.findAll(), not in an aspect',
  };
}

function warnAboutUnknownLogGroup(owner: Construct, fn: CfnResource, remedyForKept: string): void {
  warn(owner, {
    id: 'unknownLogGroup',
    value: `only CloudFormation knows the log group of the function ${findDeclaredPath(fn)}, so the role gets no permission to write to it`,
    expected: 'a LoggingConfig object with a LogGroup that is text, a reference or Fn::If',
    remedy: `write the LoggingConfig in the app, or ${remedyForKept}`,
  });
}

/** Warns about functions that share a role, because each function has all permissions of its role. */
function warnAboutSharing(owner: Construct, role: IRole): void {
  const paths = listFunctionsWithRole(role).map(findDeclaredPath);
  if (paths.length < 2 || SHARED.has(role)) return;
  SHARED.add(role);
  warn(owner, {
    id: 'sharedRole',
    value: `the functions ${paths.join(', ')} share the role ${role.node.path}, so each function has the access of all`,
    expected: 'one role for each function, or functions that need the same access',
    remedy: 'give each function its own role, or acknowledge this warning',
  });
}
