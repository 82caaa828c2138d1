import { isDeepStrictEqual } from 'util';
import { CfnResource } from 'aws-cdk-lib';
import { CfnUser } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { findAttachedPolicies, findReferencedPolicy, readManagedPolicies } from './attached-policies';
import { findGroups } from './find-groups';
import { isLibraryPolicy, listAddedStatements } from './role-inline-policy';
import { AWS_MANAGED_POLICIES } from '../../policy/aws-managed-policies';
import { ParsedStatement, PolicyType, readStatements } from '../../policy/policy-document';
import { readPolicy } from '../../policy/read-policy';
import { matchesAction, makeResourceTest } from '../../policy/text-pattern';
import { findDeclaredPath } from '../../resources/annotate';
import { findIdentityResource } from '../../resources/identities';
import { readProperty } from '../../resources/read-properties';
import { writeStandIns } from '../../resources/stand-ins';
import { TemplateValue } from '../../resources/template-value';

/** A statement of a policy, whoever wrote it. Its ARNs have stand-ins for what only CloudFormation knows. */
export interface HeldStatement extends ParsedStatement {
  /** The policy, or what has it, as messages name it. */
  readonly policyName: string;
  /** True if a permissions boundary doesn't limit the statement, which is in the policy of a resource. */
  readonly ignoresBoundary?: boolean;
}

/** Which policies are read: those that this library writes, or those that it doesn't. */
export type PolicyOrigin = 'library' | 'elsewhere';

/** The statements of a policy document in all branches. To be called at validation, when nothing changes any more. */
export function readDocument(holder: CfnResource, document: TemplateValue, policy: PolicyType): HeldStatement[] {
  const version = document.property('Version');
  const Version = version.isAbsent ? undefined : version.knownText() ?? '2012-10-17';
  return readStatementJson(holder, { Version, Statement: document.property('Statement').elements().flatMap((statement) => statement.renderJson()) }, policy);
}

function readStatementJson(holder: CfnResource, document: object, policy: PolicyType): HeldStatement[] {
  return readPolicy(replaceUnresolvedValues(holder, document), policy, holder.node.path)
    .flatMap(({ parsed }) => parsed ?? []) // what can't be read is no ground for a warning
    .map((statement) => ({ ...statement, policyName: findDeclaredPath(holder) }));
}

function replaceUnresolvedValues(scope: IConstruct, json: unknown): unknown {
  if (typeof json === 'string') return writeStandIns(scope, json);
  if (Array.isArray(json)) return json.map((each) => replaceUnresolvedValues(scope, each));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, replaceUnresolvedValues(scope, value)]));
}

/** Returns true if a statement applies to an action. */
export function coversAction({ actions }: ParsedStatement, action: string): boolean {
  return actions.values.some((pattern) => matchesAction(pattern, action)) !== actions.negated;
}

/** Returns true if a statement certainly applies to a resource. The ARN has placeholders for unknown values. */
export function coversResource({ resources, where }: ParsedStatement, arn: string): boolean {
  return resources !== undefined && !resources.negated && resources.values.some((pattern) => makeResourceTest(pattern, { where })?.(arn));
}

/**
 * Reads the statements that the app writes for a role, user or group: in its properties, in policies that name it, and in managed
 * policies of the app that it names. The known managed policies of AWS count too, and for a user the policies of its groups.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html
 */
export function readIdentityStatements(identity: IConstruct, ...origins: PolicyOrigin[]): HeldStatement[] {
  const isRead = (holder: CfnResource) => origins.length === 0 || origins.includes(isLibraryPolicy(holder) ? 'library' : 'elsewhere')
    || listAddedStatements(holder).length > 0;
  const declaration = findIdentityResource(identity);
  const inline = declaration && isRead(declaration) ? readProperty(declaration, 'Policies').elements() : [];
  return [
    ...inline.flatMap((policy) => readDocument(declaration!, policy.property('PolicyDocument'), 'identity')),
    ...findAttachedPolicies(identity, isRead, origins.join()).flatMap((policy) => readAttachedPolicy(policy, origins)),
    ...declaration && isRead(declaration) ? listExternalArns(identity).filter(isKnownPolicy).flatMap((arn) => readAwsPolicy(arn, 'identity')) : [],
    ...CfnUser.isCfnUser(declaration) ? findGroups(declaration).flatMap((group) => readIdentityStatements(group, ...origins)) : [],
  ];
}

/** Reads a policy. A policy of the app may have statements of the library, too, which CDK may merge with others. */
function readAttachedPolicy(policy: CfnResource, origins: readonly PolicyOrigin[]): HeldStatement[] {
  const statements = readDocument(policy, readProperty(policy, 'PolicyDocument'), 'identity');
  const added = listAddedStatements(policy);
  if (added.length === 0 || origins.length !== 1) return statements;
  const own = readStatementJson(policy, { Version: '2012-10-17', Statement: added }, 'identity');
  if (origins[0] === 'library') return own;
  return statements.filter((statement) => !own.some((each) => allowTheSame(each, statement)));
}

function allowTheSame(one: ParsedStatement, other: ParsedStatement): boolean {
  const [first, second] = [one, other].map(({ effect, actions, resources, conditions }) => ({ effect, actions, resources, conditions }));
  return isDeepStrictEqual(first, second);
}

/** Returns true if a role allows an action, or if it has policies that the app doesn't know. */
export function mayPerform(role: IConstruct, action: string, ...origins: PolicyOrigin[]): boolean {
  return listUnknownPolicies(role).length > 0
    || readIdentityStatements(role, ...origins).some((statement) => statement.effect === 'Allow' && coversAction(statement, action));
}

/** Returns true if a policy that this library doesn't write allows an action on a resource under no condition. */
export function isAllowedElsewhere(identity: IConstruct, action: string, resource: string): boolean {
  return readIdentityStatements(identity, 'elsewhere').some((statement) => statement.effect === 'Allow' && statement.conditions.length === 0
    && coversAction(statement, action) && coversResource(statement, resource));
}

/** Returns true for the ARN of a managed policy of AWS whose content this library knows. */
function isKnownPolicy(arn: string): boolean {
  return Object.hasOwn(AWS_MANAGED_POLICIES, arn);
}

function readAwsPolicy(arn: string, type: PolicyType): HeldStatement[] {
  return readStatements(AWS_MANAGED_POLICIES[arn], type, arn).map((statement) => ({ ...statement, policyName: `the managed policy ${readPolicyName(arn)}` }));
}

export function readPolicyName(arn: string): string {
  return arn.split('/').at(-1)!;
}

/** Lists the ARNs of the managed policies of an identity whose content neither the app nor this library knows. */
export function listUnknownPolicies(identity: IConstruct): string[] {
  return listExternalArns(identity).filter((arn) => !isKnownPolicy(arn));
}

function listExternalArns(identity: IConstruct): string[] {
  return readManagedPolicies(identity).filter((arn) => !findReferencedPolicy(arn)).map((arn) => writeStandIns(identity, arn));
}

/** A permissions boundary that a role or user may have. */
interface Boundary {
  /** The boundary, as messages name it. */
  readonly name: string;
  readonly statements: readonly HeldStatement[];
}

/** Reads the permissions boundaries that a role or user may have, where the app declares them or this library knows their content. */
export function readBoundaries(identity: IConstruct): Boundary[] {
  const declaration = findIdentityResource(identity);
  const arns = declaration ? readProperty(declaration, 'PermissionsBoundary').texts() : [];
  return arns.flatMap((arn) => {
    const policy = findReferencedPolicy(arn);
    if (policy) return [{ name: findDeclaredPath(policy), statements: readDocument(policy, readProperty(policy, 'PolicyDocument'), 'boundary') }];
    const external = writeStandIns(identity, arn);
    return isKnownPolicy(external) ? [{ name: readPolicyName(external), statements: readAwsPolicy(external, 'boundary') }] : [];
  });
}
