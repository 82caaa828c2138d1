import { CfnResource, Stage } from 'aws-cdk-lib';
import { CfnGroup, CfnManagedPolicy, CfnPolicy, CfnRole, CfnUser } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { findGroups } from './find-groups';
import { isLibraryPolicy } from './role-inline-policy';
import { AWS_MANAGED_POLICIES } from '../../policy/aws-managed-policies';
import { ParsedStatement, PolicyType, readStatements } from '../../policy/policy-document';
import { readPolicy } from '../../policy/read-policy';
import { matchesAction, makeResourceTest } from '../../policy/text-pattern';
import { findDeclaredPath } from '../../resources/annotate';
import { mayShareAccount, referencedResource } from '../../resources/arns';
import { readProperties, readProperty } from '../../resources/read-properties';
import { remembered } from '../../resources/settled';
import { findStage } from '../../resources/stage';
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
  const statements = document.property('Statement').elements().flatMap((statement) => statement.renderJson());
  return readPolicy({ Version, Statement: replaceUnresolvedValues(holder, statements) }, policy, holder.node.path)
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
  const isRead = (holder: CfnResource) => origins.length === 0 || origins.includes(isLibraryPolicy(holder) ? 'library' : 'elsewhere');
  const declaration = findDeclaration(identity);
  const inline = declaration && isRead(declaration) ? readProperty(declaration, 'Policies').elements() : [];
  return [
    ...inline.flatMap((policy) => readDocument(declaration!, policy.property('PolicyDocument'), 'identity')),
    ...findPolicies(identity, isRead, origins.join()).flatMap((policy) => readDocument(policy, readProperty(policy, 'PolicyDocument'), 'identity')),
    ...declaration && isRead(declaration) ? listExternalArns(identity).flatMap(readAwsPolicy) : [],
    ...CfnUser.isCfnUser(declaration) ? findGroups(declaration).flatMap((group) => readIdentityStatements(group, ...origins)) : [],
  ];
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

function readAwsPolicy(arn: string): HeldStatement[] {
  if (!Object.hasOwn(AWS_MANAGED_POLICIES, arn)) return [];
  return readStatements(AWS_MANAGED_POLICIES[arn], 'identity', arn).map((statement) => ({ ...statement, policyName: `the managed policy ${readPolicyName(arn)}` }));
}

export function readPolicyName(arn: string): string {
  return arn.split('/').at(-1)!;
}

/** Lists the ARNs of the managed policies of an identity whose content neither the app nor this library knows. */
export function listUnknownPolicies(identity: IConstruct): string[] {
  return listExternalArns(identity).filter((arn) => !Object.hasOwn(AWS_MANAGED_POLICIES, arn));
}

function listExternalArns(identity: IConstruct): string[] {
  return readManagedPolicies(identity).filter((arn) => !findReferencedPolicy(arn)).map((arn) => writeStandIns(identity, arn));
}

/** An inline policy of an identity. */
interface InlinePolicy {
  readonly document: TemplateValue;
  /** True for the policy in which CDK collects grants. CDK moves what doesn't fit into managed policies. */
  readonly isDefault: boolean;
}

/**
 * The inline policies of an identity: in its properties, in its children, and policies elsewhere in the app that name it. The library's
 * policies of its functions aren't among them.
 */
export function listInlinePolicies(identity: IConstruct): InlinePolicy[] {
  const declaration = findDeclaration(identity);
  const inline = declaration ? readProperty(declaration, 'Policies').elements() : [];
  const stage = findStage(identity);
  const byHolder = remembered(stage, 'inline policies elsewhere by holder', () => findPoliciesByHolder(stage, isInlineElsewhere));
  const elsewhere = findHeldPolicies(identity, byHolder);
  const policies = new Set<CfnResource>([...identity.node.findAll().filter(CfnPolicy.isCfnPolicy), ...elsewhere]);
  return [
    ...inline.map((policy) => ({ document: policy.property('PolicyDocument'), isDefault: false })),
    ...[...policies].map((policy) => ({ document: readProperty(policy, 'PolicyDocument'), isDefault: isDefaultPolicy(policy) })),
  ];
}

/**
 * Returns true for an inline policy that the user attaches, which may have statements of the library. How the library's own policies are
 * attached must not be read before they are.
 */
function isInlineElsewhere(policy: PolicyResource): boolean {
  const isOfLibrary = isLibraryPolicy(policy) && LIBRARY_POLICY_IDS.some((id) => [policy.node.id, policy.node.scope!.node.id].includes(id));
  return CfnPolicy.isCfnPolicy(policy) && !isOfLibrary && !isDefaultPolicy(policy);
}

const LIBRARY_POLICY_IDS: readonly string[] = ['AccountAccess', 'NetworkInterfaces', 'RuntimeAccess', 'TableAccess'];

function isDefaultPolicy(policy: CfnResource): boolean {
  return policy.node.scope?.node.id === 'DefaultPolicy';
}

/** The permissions boundaries that a role or user may have, where the app declares them. */
export function findBoundaries(identity: IConstruct): CfnResource[] {
  const declaration = findDeclaration(identity);
  const arns = declaration ? readProperty(declaration, 'PermissionsBoundary').texts() : [];
  return arns.map(findReferencedPolicy).filter((policy) => policy !== undefined);
}

/** Reads the statements of the permissions boundaries of a role or user. Returns undefined if the app declares none. */
export function readBoundaryStatements(identity: IConstruct): HeldStatement[] | undefined {
  const boundaries = findBoundaries(identity);
  if (boundaries.length === 0) return undefined;
  return boundaries.flatMap((boundary) => readDocument(boundary, readProperty(boundary, 'PolicyDocument'), 'boundary'));
}

/** The properties with the names of identities. */
const NAMES: Readonly<Record<string, string>> = {
  [CfnGroup.CFN_RESOURCE_TYPE_NAME]: 'GroupName',
  [CfnRole.CFN_RESOURCE_TYPE_NAME]: 'RoleName',
  [CfnUser.CFN_RESOURCE_TYPE_NAME]: 'UserName',
};

type PolicyResource = CfnPolicy | CfnManagedPolicy;

function findDeclaration(identity: IConstruct): CfnResource | undefined {
  return [identity, identity.node.defaultChild].find((each): each is CfnRole | CfnUser | CfnGroup =>
    CfnRole.isCfnRole(each) || CfnUser.isCfnUser(each) || CfnGroup.isCfnGroup(each));
}

/** Finds the policies that are attached to an identity, of those that are read. Whom the others are attached to isn't found out. */
function findPolicies(identity: IConstruct, isRead: (policy: CfnResource) => boolean, origins: string): CfnResource[] {
  const stage = findStage(identity);
  const byHolder = remembered(stage, `policies by holder ${origins}`, () => findPoliciesByHolder(stage, isRead));
  const named = findHeldPolicies(identity, byHolder);
  const attached = readManagedPolicies(identity).map(findReferencedPolicy).filter((policy) => policy !== undefined);
  // a managed policy below a role may be its permissions boundary
  const isOwn = (policy: PolicyResource) => !CfnManagedPolicy.isCfnManagedPolicy(policy) || isLibraryPolicy(policy);
  return [...new Set([...identity.node.findAll().filter(isPolicy).filter(isOwn), ...named, ...attached])].filter(isRead);
}

type PoliciesByHolder = ReadonlyMap<CfnResource | string, readonly PolicyResource[]>;

/** Finds the policies of an identity, and those of its name in an account that may be its own. */
function findHeldPolicies(identity: IConstruct, byHolder: PoliciesByHolder): PolicyResource[] {
  const declaration = findDeclaration(identity);
  if (!declaration) return [];
  const names = readProperty(declaration, NAMES[declaration.cfnResourceType]).texts();
  const named = names.flatMap((name) => byHolder.get(name) ?? []).filter((policy) => mayShareAccount(policy, identity));
  return [...byHolder.get(declaration) ?? [], ...named];
}

/** The policies of a stage by whom they are attached to: by what declares it, or by its name. */
function findPoliciesByHolder(stage: Stage, isOne: (policy: PolicyResource) => boolean): PoliciesByHolder {
  const byHolder = new Map<CfnResource | string, PolicyResource[]>();
  for (const policy of stage.node.findAll().filter(isPolicy).filter(isOne)) {
    for (const holder of listHolders(policy)) byHolder.set(holder, [...byHolder.get(holder) ?? [], policy]);
  }
  return byHolder;
}

function listHolders(policy: PolicyResource): (CfnResource | string)[] {
  return listHolderNames(policy).map((name) => referencedResource(name, ...Object.keys(NAMES)) ?? name);
}

/** The names of whom a policy is attached to. */
export function listHolderNames(policy: PolicyResource): string[] {
  const kinds = ['Groups', 'Roles', 'Users'];
  const properties = readProperties(policy, kinds);
  return kinds.flatMap((kind) => properties.property(kind).texts());
}

function isPolicy(construct: IConstruct): construct is PolicyResource {
  return CfnPolicy.isCfnPolicy(construct) || CfnManagedPolicy.isCfnManagedPolicy(construct);
}

function readManagedPolicies(identity: IConstruct): string[] {
  const declaration = findDeclaration(identity);
  if (declaration) return readProperty(declaration, 'ManagedPolicyArns').texts();
  return [];
}

function findReferencedPolicy(arn: string): CfnResource | undefined {
  return referencedResource(arn, CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME);
}
