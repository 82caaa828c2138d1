import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRole, CfnUser } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { isResource, referencedResource } from '../../resources/arns';
import { overrideOf, producedList } from '../../resources/lazy';
import { remembered } from '../../resources/settled';

/** A statement of a policy, whoever wrote it, with tokens as text: `<Table.Arn>`. */
export interface WrittenStatement {
  /** The L1 that has it. */
  readonly holder: CfnResource;
  readonly isAllow: boolean;
  readonly isConditional: boolean;
  readonly principals: string[];
  readonly coversAction: (action: string) => boolean;
  readonly resources: string[];
  /** Of `NotResource`, what the statement reaches is what these don't match. */
  readonly isInverted: boolean;
}

/** The statements of a policy document that an L1 holds. To be called at validation, when nothing changes any more. */
export function statementsIn(holder: CfnResource, document: unknown, reader: IConstruct = holder): WrittenStatement[] {
  const { Statement } = Stack.of(reader).resolve(document) ?? {};
  return [Statement ?? []].flat().filter(Boolean).map((statement: any): WrittenStatement => ({
    holder,
    isAllow: statement.Effect === 'Allow',
    isConditional: statement.Condition !== undefined,
    principals: Object.values<any>(typeof statement.Principal === 'object' ? statement.Principal : { any: statement.Principal ?? [] })
      .flat().map(textOf),
    coversAction: (action) => statement.NotAction === undefined
      ? textsOf(statement.Action).some((pattern) => matches(pattern, action))
      : !textsOf(statement.NotAction).some((pattern) => matches(pattern, action)),
    resources: textsOf(statement.NotResource ?? statement.Resource),
    isInverted: statement.NotResource !== undefined,
  }));
}

/**
 * What the app writes for a role, user or group: in its properties, in its own policies, in those of its stack that name it, and
 * in the managed policies of the app that it names.
 *
 * @param isRead of which L1s, all by default
 */
export function statementsOf(identity: IConstruct, isRead: (holder: CfnResource) => boolean = () => true): WrittenStatement[] {
  const declaration = identity.node.defaultChild as CfnRole | undefined;
  const inline = declaration && isRead(declaration) ? [Stack.of(identity).resolve(declaration.policies) ?? []].flat() : [];
  const ofIdentity = inline.flatMap(({ policyDocument }) => statementsIn(declaration!, policyDocument));
  return [...ofIdentity, ...policiesOf(identity, isRead).flatMap((policy) => statementsIn(policy, policy.policyDocument, identity))];
}

/** The managed policies of an identity that the app doesn't declare, as the last part of their ARNs. */
export function foreignManagedPolicies(identity: IConstruct): string[] {
  return managedPoliciesOf(identity).filter((arn) => ownPolicyOf(identity, arn) === undefined).map((arn) => textOf(arn).split('/').at(-1)!);
}

/** The permissions boundary of a role or user, where the app declares it. */
export function boundaryOf(identity: IConstruct): CfnManagedPolicy | undefined {
  const declaration = identity.node.defaultChild;
  if (!isResource(declaration, CfnRole.CFN_RESOURCE_TYPE_NAME, CfnUser.CFN_RESOURCE_TYPE_NAME)) return undefined;
  const arn = overrideOf<string>(declaration, 'PermissionsBoundary') ?? (declaration as CfnRole).permissionsBoundary;
  return typeof arn === 'string' ? referencedResource(arn, CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME) as CfnManagedPolicy | undefined : undefined;
}

/** Whether a pattern of a policy matches a text, `*` and `?` in it standing for any characters. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i').test(text);
}

/** An ARN without what all ARNs of a deployment have in common, and templates write in two ways. */
export function withoutPartition(arn: string): string {
  return arn.replace(/^arn:(<AWS::Partition>|[^:]*):/, '');
}

/** Tokens as text: what CloudFormation only knows later stands in angle brackets, other than that of any other token. */
export function textOf(resolved: unknown): string {
  if (typeof resolved !== 'object' || resolved === null) return `${resolved}`;
  const [[intrinsic, argument] = ['']] = Object.entries<any>(resolved);
  // a list that CloudFormation joins may be a parameter, and an attribute may be written as text
  if (intrinsic === 'Fn::Join' && Array.isArray(argument[1])) return argument[1].map(textOf).join(argument[0]);
  if (intrinsic === 'Fn::Sub' && typeof argument === 'string') return argument.replace(/\$\{([^!}][^}]*)\}/g, '<$1>');
  if (intrinsic === 'Fn::GetAtt') return `<${[argument].flat().join('.')}>`;
  return intrinsic === 'Ref' ? `<${argument}>` : `<${JSON.stringify(resolved)}>`;
}

function textsOf(values: unknown): string[] {
  return [values ?? []].flat().map(textOf);
}

type PolicyResource = CfnPolicy | CfnManagedPolicy;

/** What every identity of a stack looks into. */
function policiesIn(stack: Stack): readonly PolicyResource[] {
  return remembered(stack, 'policies', () =>
    stack.node.findAll().filter(isPolicyResource).filter((policy) => Stack.of(policy) === stack));
}

/** The policies of a stack by the names of whom they are attached to. */
function policiesByName(stack: Stack): ReadonlyMap<string, readonly PolicyResource[]> {
  return remembered(stack, 'policies by name', () => {
    const byName = new Map<string, PolicyResource[]>();
    for (const policy of policiesIn(stack)) for (const name of namesOf(policy)) byName.set(name, [...byName.get(name) ?? [], policy]);
    return byName;
  });
}

function policiesByLogicalId(stack: Stack): ReadonlyMap<string, PolicyResource> {
  return remembered(stack, 'policies by logical id', () =>
    new Map(policiesIn(stack).map((policy) => [stack.resolve(policy.logicalId) as string, policy])));
}

function isPolicyResource(construct: IConstruct): construct is PolicyResource {
  return isResource(construct, CfnPolicy.CFN_RESOURCE_TYPE_NAME, CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME);
}

function policiesOf(identity: IConstruct, isRead: (holder: CfnResource) => boolean): PolicyResource[] {
  const declaration = identity.node.defaultChild;
  const stack = Stack.of(identity);
  if (!policiesIn(stack).some(isRead)) return [];
  const named = CfnResource.isCfnResource(declaration) ? policiesByName(stack).get(nameIn(stack, declaration.ref)) ?? [] : [];
  const attached = managedPoliciesOf(identity).map((arn) => ownPolicyOf(identity, arn));
  const found = new Set([...identity.node.findAll().filter(isPolicyResource), ...named, ...attached]);
  return [...found].filter((policy): policy is PolicyResource => policy !== undefined && isRead(policy));
}

/** Whom a policy of the stack is attached to. */
function namesOf(policy: PolicyResource): string[] {
  const { roles, users, groups } = policy;
  const stack = Stack.of(policy);
  return [roles, users, groups].flatMap((names) =>
    producedList(policy, names)?.map((name) => nameIn(stack, name)) ?? textsOf(stack.resolve(names)));
}

/** Many policies name the same roles. */
function nameIn(stack: Stack, name: unknown): string {
  const find = () => textOf(stack.resolve(name));
  return typeof name === 'string' ? remembered(stack, `name ${name}`, find) : find();
}

/** The ARNs of managed policies that an identity names. */
function managedPoliciesOf(identity: IConstruct): unknown[] {
  const { managedPolicyArns } = (identity.node.defaultChild ?? {}) as Partial<CfnRole>;
  if (producedList(identity, managedPolicyArns)?.length === 0) return [];
  return remembered(identity, 'managed policies', () => [Stack.of(identity).resolve(managedPolicyArns) ?? []].flat());
}

function ownPolicyOf(identity: IConstruct, arn: unknown): PolicyResource | undefined {
  const { Ref: logicalId } = arn as { Ref?: string };
  return logicalId === undefined ? undefined : policiesByLogicalId(Stack.of(identity)).get(logicalId);
}
