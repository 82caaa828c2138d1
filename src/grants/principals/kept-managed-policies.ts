import { CfnResource } from 'aws-cdk-lib';
import { CfnRole, IRole, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { WarningId } from '../../problems/catalogue';
import { warn } from '../../resources/annotate';
import { listFunctionsWithRole, findOwnRole } from '../../resources/functions';
import { hasUnknownLogGroup } from '../../resources/log-destination';
import { readProperty } from '../../resources/read-properties';
import { WideLogsPolicy } from '../policies/replaced-managed-policies';

/** The reason why a role keeps its managed policies, with the remedy. */
interface KeptReason {
  readonly id: WarningId;
  readonly why: string;
  readonly remedy: string;
}

/**
 * Warns if a role keeps its managed policies because other resources may need them.
 *
 * @returns true if the role keeps the policies
 */
export function warnAboutKeptPolicies(
  owner: Construct, fn: CfnResource, role: Role, policies: readonly WideLogsPolicy[], remedyForKept: string,
): boolean {
  const reason = findReason(fn, role, policies);
  if (reason) warnAboutKept(owner, role, policies, { ...reason, remedy: combineRemedies(reason.remedy, remedyForKept) });
  return reason !== undefined;
}

/** Warns about managed policies that stay in the template after they were removed from the properties of the role. */
export function warnAboutConditionalPolicies(
  owner: Construct, role: IRole, policies: readonly WideLogsPolicy[], remedyForKept: string,
): void {
  if (policies.length === 0) return;
  warnAboutKept(owner, role, policies, {
    id: 'conditionalManagedPolicy',
    why: 'an override or a condition attaches it',
    remedy: combineRemedies('remove the managed policy there', remedyForKept),
  });
}

function warnAboutKept(owner: Construct, role: IRole, policies: readonly WideLogsPolicy[], { id, why, remedy }: KeptReason): void {
  const names = policies.map(({ name }) => name.split('/')[1]).join(' and ');
  warn(owner, {
    id,
    value: `the role ${role.node.path} keeps ${names}, which allows writing to every log group, because ${why}`,
    expected: 'a role that CDK made for this function only',
    remedy,
  });
}

function combineRemedies(...remedies: string[]): string {
  return [...new Set(remedies)].join(', or ');
}

function findReason(fn: CfnResource, role: Role, policies: readonly WideLogsPolicy[]): KeptReason | undefined {
  if (hasUnknownLogGroup(fn)) {
    const why = 'only CloudFormation knows the log group of its function';
    return { id: 'unknownLogGroup', why, remedy: 'name the log group by text or by a reference' };
  }
  if (policies.some(({ savesState }) => savesState)) {
    // a statement that names the function is deployed after it, and executions that run meanwhile could not save their state
    const why = 'its function needs it to save the state of durable executions';
    return { id: 'durableRoleKeepsManagedPolicies', why, remedy: 'acknowledge this warning' };
  }
  if (listFunctionsWithRole(role).length > 1) {
    return { id: 'sharedRoleKeepsManagedPolicies', why: 'another function also runs with the role', remedy: 'give each function its own role' };
  }
  const others = listTrusted(role).filter((service) => service !== 'lambda.amazonaws.com');
  if (others.some((service) => service.startsWith('edgelambda.'))) {
    const why = 'its function runs at the edge and logs in many Regions';
    return { id: 'edgeRoleKeepsManagedPolicies', why, remedy: 'acknowledge this warning' };
  }
  if (findOwnRole(fn) !== role) {
    const remedy = 'remove the managed policy from the role to get permissions on its own log group only';
    return { id: 'givenRoleKeepsManagedPolicies', why: 'the role was passed to the function', remedy };
  }
  if (others.length === 0) return undefined;
  return { id: 'sharedRoleKeepsManagedPolicies', why: `${others.join(', ')} can also assume the role`, remedy: 'give each of them its own role' };
}

/** Lists the services that may assume a role. Other principals have one common entry. */
function listTrusted(role: Role): string[] {
  const statements = readProperty(role.node.defaultChild as CfnRole, 'AssumeRolePolicyDocument').property('Statement').elements();
  return statements.map((statement) => statement.property('Principal')).flatMap((principal) => {
    const services = principal.property('Service');
    const isService = !services.isAbsent && !services.isUnknown && ['AWS', 'CanonicalUser', 'Federated'].every((kind) => principal.property(kind).isAbsent);
    if (isService) return services.texts();
    return ['principals other than services'];
  });
}
