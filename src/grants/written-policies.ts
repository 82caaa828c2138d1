import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRole, CfnUser } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { isResource, referencedResource } from '../resources/arns';
import { overrideOf } from '../resources/lazy';

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
  return [Statement ?? []].flat().map((statement: any): WrittenStatement => ({
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
 */
export function statementsOf(identity: IConstruct): WrittenStatement[] {
  const declaration = identity.node.defaultChild as CfnRole | undefined;
  const inline = [Stack.of(identity).resolve(declaration?.policies) ?? []].flat()
    .flatMap(({ policyDocument }) => statementsIn(declaration!, policyDocument));
  return [...inline, ...policiesOf(identity).flatMap((policy) => statementsIn(policy, policy.policyDocument, identity))];
}

/** The managed policies of an identity that the app doesn't declare, as the last part of their ARNs. */
export function foreignManagedPolicies(identity: IConstruct): string[] {
  const { managedPolicyArns } = (identity.node.defaultChild ?? {}) as Partial<CfnRole>;
  const arns: unknown[] = Stack.of(identity).resolve(managedPolicyArns) ?? [];
  return arns.filter((arn) => ownPolicyOf(identity, arn) === undefined).map((arn) => textOf(arn).split('/').at(-1)!);
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
  const [[intrinsic, argument]] = Object.entries<any>(resolved);
  switch (intrinsic) {
    case 'Fn::Join': return argument[1].map(textOf).join(argument[0]);
    case 'Fn::GetAtt': return `<${argument.join('.')}>`;
    case 'Ref': return `<${argument}>`;
    default: return `<${JSON.stringify(resolved)}>`;
  }
}

function textsOf(values: unknown): string[] {
  return [values ?? []].flat().map(textOf);
}

function policiesOf(identity: IConstruct): (CfnPolicy | CfnManagedPolicy)[] {
  const declaration = identity.node.defaultChild;
  const named = CfnResource.isCfnResource(declaration) ? textOf(Stack.of(identity).resolve(declaration.ref)) : undefined;
  const own = new Set(identity.node.findAll());
  return policiesIn(Stack.of(identity)).filter((policy) => own.has(policy)
    || namesOf(policy).some((name) => name === named)
    || isAttached(identity, policy));
}

/** Whom a policy of the stack is attached to. */
function namesOf(policy: CfnPolicy | CfnManagedPolicy): string[] {
  const { roles, users, groups } = policy;
  return [roles, users, groups].flatMap((names) => textsOf(Stack.of(policy).resolve(names)));
}

function isAttached(identity: IConstruct, policy: CfnPolicy | CfnManagedPolicy): boolean {
  const { managedPolicyArns } = (identity.node.defaultChild ?? {}) as Partial<CfnRole>;
  return [Stack.of(identity).resolve(managedPolicyArns) ?? []].flat().some((arn) => ownPolicyOf(identity, arn) === policy);
}

function ownPolicyOf(identity: IConstruct, arn: unknown): CfnManagedPolicy | undefined {
  const { Ref: logicalId } = arn as { Ref?: string };
  return logicalId === undefined ? undefined
    : policiesIn(Stack.of(identity)).find((policy): policy is CfnManagedPolicy => Stack.of(policy).resolve(policy.logicalId) === logicalId);
}

function policiesIn(stack: Stack): (CfnPolicy | CfnManagedPolicy)[] {
  return stack.node.findAll().filter((child): child is CfnPolicy | CfnManagedPolicy =>
    isResource(child, CfnPolicy.CFN_RESOURCE_TYPE_NAME, CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME) && Stack.of(child) === stack);
}
