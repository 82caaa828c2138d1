import { CfnResource, Stage } from 'aws-cdk-lib';
import { CfnGroupPolicy, CfnManagedPolicy, CfnPolicy, CfnRolePolicy, CfnUserPolicy } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { isLibraryPolicy } from './role-inline-policy';
import { isResource, mayShareAccount, referencedResource } from '../../resources/arns';
import { findIdentityResource, findReferencedIdentity, IDENTITY_KINDS, readIdentityNames } from '../../resources/identities';
import { readProperties, readProperty } from '../../resources/read-properties';
import { remembered } from '../../resources/settled';
import { TemplateValue } from '../../resources/template-value';

/** The types of policies that name all identities which they are attached to. */
const SHARED_POLICIES: readonly string[] = [CfnPolicy.CFN_RESOURCE_TYPE_NAME, CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME];
/** The types of inline policies that name the one identity which they belong to. */
const SINGLE_POLICIES: readonly string[] = [CfnGroupPolicy, CfnRolePolicy, CfnUserPolicy].map((type) => type.CFN_RESOURCE_TYPE_NAME);

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
  const declaration = findIdentityResource(identity);
  const inline = declaration ? readProperty(declaration, 'Policies').elements() : [];
  const stage = Stage.of(identity)!;
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
function isInlineElsewhere(policy: CfnResource): boolean {
  const isOfLibrary = isLibraryPolicy(policy) && LIBRARY_POLICY_IDS.some((id) => [policy.node.id, policy.node.scope!.node.id].includes(id));
  return !CfnManagedPolicy.isCfnManagedPolicy(policy) && !isOfLibrary && !isDefaultPolicy(policy);
}

const LIBRARY_POLICY_IDS: readonly string[] = ['AccountAccess', 'NetworkInterfaces', 'RuntimeAccess', 'TableAccess'];

function isDefaultPolicy(policy: CfnResource): boolean {
  return policy.node.scope?.node.id === 'DefaultPolicy';
}

/** Finds the policies that are attached to an identity, of those that are read. Whom the others are attached to isn't found out. */
export function findAttachedPolicies(identity: IConstruct, isRead: (policy: CfnResource) => boolean, origins: string): CfnResource[] {
  const stage = Stage.of(identity)!;
  const byHolder = remembered(stage, `policies by holder ${origins}`, () => findPoliciesByHolder(stage, isRead));
  const named = findHeldPolicies(identity, byHolder);
  const attached = readManagedPolicies(identity).map(findReferencedPolicy).filter((policy) => policy !== undefined);
  // a managed policy below a role may be its permissions boundary
  const own = identity.node.findAll().filter(isPolicy).filter((policy) => CfnPolicy.isCfnPolicy(policy) || isLibraryPolicy(policy));
  return [...new Set([...own, ...named, ...attached])].filter(isRead);
}

type PoliciesByHolder = ReadonlyMap<CfnResource | string, readonly CfnResource[]>;

/** Finds the policies of an identity, and those of its name in an account that may be its own. */
function findHeldPolicies(identity: IConstruct, byHolder: PoliciesByHolder): CfnResource[] {
  const declaration = findIdentityResource(identity);
  if (!declaration) return [];
  const named = readIdentityNames(declaration).flatMap((name) => byHolder.get(name) ?? []).filter((policy) => mayShareAccount(policy, declaration));
  return [...byHolder.get(declaration) ?? [], ...named];
}

/** The policies of a stage by whom they are attached to: by what declares it, or by its name. */
function findPoliciesByHolder(stage: Stage, isOne: (policy: CfnResource) => boolean): PoliciesByHolder {
  const byHolder = new Map<CfnResource | string, CfnResource[]>();
  for (const policy of stage.node.findAll().filter(isPolicy).filter(isOne)) {
    for (const holder of listHolders(policy)) byHolder.set(holder, [...byHolder.get(holder) ?? [], policy]);
  }
  return byHolder;
}

function listHolders(policy: CfnResource): (CfnResource | string)[] {
  return listHolderNames(policy).map((name) => findReferencedIdentity(policy, name) ?? name);
}

/** The names of whom a policy is attached to. */
export function listHolderNames(policy: CfnResource): string[] {
  const names = IDENTITY_KINDS.map((kind) => isResource(policy, ...SINGLE_POLICIES) ? `${kind}Name` : `${kind}s`);
  const properties = readProperties(policy, names);
  return names.flatMap((name) => properties.property(name).texts());
}

function isPolicy(construct: IConstruct): construct is CfnResource {
  return isResource(construct, ...SHARED_POLICIES, ...SINGLE_POLICIES);
}

/** The ARNs of the managed policies that an identity names. */
export function readManagedPolicies(identity: IConstruct): string[] {
  const declaration = findIdentityResource(identity);
  if (declaration) return readProperty(declaration, 'ManagedPolicyArns').texts();
  return [];
}

/** Finds the managed policy of the app that an ARN refers to. */
export function findReferencedPolicy(arn: string): CfnResource | undefined {
  return referencedResource(arn, CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME);
}
