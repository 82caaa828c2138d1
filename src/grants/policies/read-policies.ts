import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { CfnGroup, CfnManagedPolicy, CfnPolicy, CfnRole, CfnUser } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ParsedStatement, PolicyStatement, PolicyType, readStatements } from '../../policy/policy-document';
import { matchesAction, makeResourceTest } from '../../policy/text-pattern';
import { referencedResource } from '../../resources/arns';
import { readProperties, readProperty } from '../../resources/read-properties';
import { remembered } from '../../resources/settled';
import { stageOf } from '../../resources/stage';
import { writeStandIns } from '../../resources/stand-ins';
import { TemplateValue } from '../../resources/template-value';

/** A statement of a policy, whoever wrote it. Its ARNs have stand-ins for what only CloudFormation knows. */
export interface HeldStatement extends ParsedStatement {
  /** The L1 that has it. */
  readonly holder: CfnResource;
}

/** The statements of a policy document in all branches. To be called at validation, when nothing changes any more. */
export function readDocument(holder: CfnResource, document: TemplateValue, policy: PolicyType): HeldStatement[] {
  return document.property('Statement').elements().flatMap((statement) => statement.renderJson())
    .flatMap((statement) => parseHeldStatements(replaceUnresolvedValues(holder, statement) as PolicyStatement, policy, holder.node.path))
    .map((statement) => ({ ...statement, holder }));
}

/** AWS refuses a statement that can't be read when it's deployed, so that nothing rests on it. */
function parseHeldStatements(statement: PolicyStatement, policy: PolicyType, where: string): ParsedStatement[] {
  try {
    const statements = readStatements({ Version: '2012-10-17', Statement: statement }, policy, where);
    statements.flatMap(({ resources }) => resources?.values ?? []).forEach((pattern) => makeResourceTest(pattern, { where }));
    return statements;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return [];
  }
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
 * policies of the app that it names.
 *
 * @param isRead selects the L1s whose statements are read; all by default
 */
export function readIdentityStatements(identity: IConstruct, isRead: (holder: CfnResource) => boolean = () => true): HeldStatement[] {
  const declaration = findDeclaration(identity);
  const inline = declaration && isRead(declaration) ? readProperty(declaration, 'Policies').elements() : [];
  return [
    ...inline.flatMap((policy) => readDocument(declaration!, policy.property('PolicyDocument'), 'identity')),
    ...findPolicies(identity).filter(isRead).flatMap((policy) => readDocument(policy, readProperty(policy, 'PolicyDocument'), 'identity')),
  ];
}

/** The managed policies of an identity that the app doesn't declare, as the last part of their ARNs. */
export function listExternalPolicies(identity: IConstruct): string[] {
  return readManagedPolicies(identity).filter((arn) => !findReferencedPolicy(arn)).map((arn) => writeStandIns(identity, arn).split('/').at(-1)!);
}

/** The permissions boundaries that a role or user may have, where the app declares them. */
export function findBoundaries(identity: IConstruct): CfnResource[] {
  const declaration = findDeclaration(identity);
  const arns = declaration ? readProperty(declaration, 'PermissionsBoundary').texts() : [];
  return arns.map(findReferencedPolicy).filter((policy) => policy !== undefined);
}

const IDENTITIES = [CfnGroup.CFN_RESOURCE_TYPE_NAME, CfnRole.CFN_RESOURCE_TYPE_NAME, CfnUser.CFN_RESOURCE_TYPE_NAME];

type PolicyResource = CfnPolicy | CfnManagedPolicy;

function findDeclaration(identity: IConstruct): CfnResource | undefined {
  const { defaultChild } = identity.node;
  if (CfnRole.isCfnRole(defaultChild) || CfnUser.isCfnUser(defaultChild) || CfnGroup.isCfnGroup(defaultChild)) return defaultChild;
  return undefined;
}

function findPolicies(identity: IConstruct): CfnResource[] {
  const declaration = findDeclaration(identity);
  const stage = stageOf(identity);
  const byHolder = remembered(stage, 'policies by holder', () => findPoliciesByHolder(stage));
  const names = declaration ? ['GroupName', 'RoleName', 'UserName'].flatMap((name) => readProperty(declaration, name).texts()) : [];
  const holders = [...declaration ? [declaration] : [], ...names.map((name) => qualifyByStack(identity, name))];
  const named = holders.flatMap((holder) => byHolder.get(holder) ?? []);
  const attached = readManagedPolicies(identity).map(findReferencedPolicy).filter((policy) => policy !== undefined);
  return [...new Set([...identity.node.findAll().filter(isPolicy), ...named, ...attached])];
}

/** The policies of a stage by whom they are attached to: by what declares it, or by its name in their stack. */
function findPoliciesByHolder(stage: Stage): ReadonlyMap<CfnResource | string, readonly PolicyResource[]> {
  const byHolder = new Map<CfnResource | string, PolicyResource[]>();
  for (const policy of stage.node.findAll().filter(isPolicy)) {
    for (const holder of listHolders(policy)) byHolder.set(holder, [...byHolder.get(holder) ?? [], policy]);
  }
  return byHolder;
}

function listHolders(policy: PolicyResource): (CfnResource | string)[] {
  return listHolderNames(policy).map((name) => referencedResource(name, ...IDENTITIES) ?? qualifyByStack(policy, name));
}

/** The names of whom a policy is attached to. */
export function listHolderNames(policy: PolicyResource): string[] {
  const kinds = ['Groups', 'Roles', 'Users'];
  const properties = readProperties(policy, kinds);
  return kinds.flatMap((kind) => properties.property(kind).texts());
}

function qualifyByStack(scope: IConstruct, name: string): string {
  return `${Stack.of(scope).node.path} ${name}`;
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
