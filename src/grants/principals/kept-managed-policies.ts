import { CfnRole, IRole, Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WarningId } from '../../problems/catalogue';
import { warn } from '../../resources/annotate';
import { functionsOf, ownRoleOf } from '../../resources/functions';
import { hasUnknownLogGroup } from '../../resources/log-destination';
import { readRole, WideLogsPolicy } from '../policies/replaced-managed-policies';

/** Why a role keeps its managed policies. */
interface KeptReason {
  readonly id: WarningId;
  readonly why: string;
  readonly remedy: string;
}

/**
 * Warns where a role keeps its managed policies, as something else relies on them, or may: taking them away would silence it.
 *
 * @returns whether the role keeps them
 */
export function warnAboutKeptPolicies(owner: Construct, fn: CfnFunction, role: Role, policies: readonly WideLogsPolicy[]): boolean {
  const reason = findReason(fn, role);
  if (reason) warnAboutKept(owner, role, policies, reason);
  return reason !== undefined;
}

/** Warns of managed policies that the template has, though they were taken from the properties of the role. */
export function warnAboutConditionalPolicies(owner: Construct, role: IRole, policies: readonly WideLogsPolicy[]): void {
  if (policies.length === 0) return;
  warnAboutKept(owner, role, policies, {
    id: 'conditionalManagedPolicy', why: 'an override or a condition of its template has it', remedy: 'remove the managed policy there',
  });
}

function warnAboutKept(owner: Construct, role: IRole, policies: readonly WideLogsPolicy[], { id, why, remedy }: KeptReason): void {
  const names = policies.map(({ name }) => name.split('/')[1]).join(' and ');
  warn(owner, {
    id,
    value: `the role ${role.node.path} keeps ${names}, which writes to every log group, as ${why}`,
    expected: 'a role that CDK made for this function alone, whose logs can be scoped to the function',
    remedy: `${remedy}, or say keepManagedPolicies: true`,
  });
}

function findReason(fn: CfnFunction, role: Role): KeptReason | undefined {
  if (hasUnknownLogGroup(fn)) {
    const why = 'the log group of its function is known to CloudFormation alone';
    return { id: 'unknownLogGroup', why, remedy: 'name the log group by text or a reference' };
  }
  if (functionsOf(role).length > 1) {
    return { id: 'sharedRoleKeepsManagedPolicies', why: 'another function runs with it too', remedy: 'give each function a role of its own' };
  }
  const others = listTrusted(role).filter((service) => service !== 'lambda.amazonaws.com');
  if (others.some((service) => service.startsWith('edgelambda.'))) {
    const why = 'its function runs at the edge and logs in many Regions';
    return { id: 'edgeRoleKeepsManagedPolicies', why, remedy: 'leave it so, if that is meant' };
  }
  if (ownRoleOf(fn) !== role) {
    const remedy = 'remove the managed policy from the role, so that the function gets logs of its own';
    return { id: 'givenRoleKeepsManagedPolicies', why: 'the role was given to the function', remedy };
  }
  if (others.length === 0) return undefined;
  return { id: 'sharedRoleKeepsManagedPolicies', why: `${others.join(', ')} may assume it too`, remedy: 'give each of them a role of its own' };
}

/** Who may assume a role: services by their names, all others as such. */
function listTrusted(role: Role): string[] {
  const statements = readRole(role.node.defaultChild as CfnRole).property('AssumeRolePolicyDocument').property('Statement').elements();
  return statements.map((statement) => statement.property('Principal')).flatMap((principal) => {
    const services = principal.property('Service');
    const isService = !services.isAbsent && !services.isUnknown && ['AWS', 'CanonicalUser', 'Federated'].every((kind) => principal.property(kind).isAbsent);
    if (isService) return services.texts();
    return ['principals that are no service'];
  });
}
