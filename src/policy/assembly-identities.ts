import { allOf, Origin, originOf } from './assembly-resources';
import { PolicyDocument } from './policy-document';
import { StackValues, World } from './stack-values';
import { ACCESS_METADATA, isRecordedAccess, RecordedAccess } from '../features/recorded-access';

/** A policy of a role, user or group, and where it comes from. */
export interface AttachedPolicy {
  readonly name: string;
  /** Where it is declared; nothing for a managed policy that isn't of the assembly. */
  readonly origin?: Origin;
  /** The ARN of a managed policy. */
  readonly arn?: string;
  /** Its content; unknown for a managed policy that isn't of the assembly, unless it was given. */
  readonly document?: PolicyDocument;
  /** The accesses that this library wrote the policy for; none for a policy from elsewhere. */
  readonly recordedAccesses: readonly RecordedAccess[];
}

interface IdentityRecord {
  readonly origin: Origin;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly policies: readonly AttachedPolicy[];
}

export interface RoleRecord extends IdentityRecord {
  readonly trust: PolicyDocument;
  readonly boundary?: AttachedPolicy;
}

export interface UserRecord extends IdentityRecord {
  readonly boundary?: AttachedPolicy;
  /** The names of its groups, whose policies are among its own. */
  readonly groups: readonly string[];
}

export type GroupRecord = IdentityRecord;

export interface Identities {
  readonly roles: readonly RoleRecord[];
  readonly users: readonly UserRecord[];
  readonly groups: readonly GroupRecord[];
  /** Every identity policy that the assembly declares, once, whether or not it is attached to something in it. */
  readonly policies: readonly AttachedPolicy[];
}

/** The policies that src/grants writes beside the one that it notes its accesses down on. */
const OVERFLOW = /(?<=\/)(TableAccess\d+|AccountAccess)$/;

const KINDS = ['Role', 'User', 'Group'] as const;
type Kind = typeof KINDS[number];

/** A policy with whom it is attached to, by their names. */
interface Attachment {
  readonly kind: Kind;
  readonly name: string;
  readonly account: string;
  readonly policy: AttachedPolicy;
}

export function readIdentities(world: World, managedPolicies: Readonly<Record<string, PolicyDocument>>): Identities {
  const managed = new Map(allOf(world, 'AWS::IAM::ManagedPolicy')
    .map(({ stack, id }) => [stack.ref(id), managedPolicy(stack, id)] as const));
  const byArn = (arn: string): AttachedPolicy =>
    managed.get(arn) ?? { name: arn.split('/').pop()!, arn, document: managedPolicies[arn], recordedAccesses: [] };
  const attachments = [...attachedByPolicies(world), ...attachedBySinglePolicies(world)];

  const read = (kind: Kind) => allOf(world, `AWS::IAM::${kind}`).map(({ stack, id }) => {
    const name = stack.ref(id);
    const { account } = stack.source;
    const attached = attachments.filter((each) => each.kind === kind && each.name === name && each.account === account);
    const managedPoliciesOf = textsOf(stack.property(id, 'ManagedPolicyArns')).map(byArn);
    const policies = [...inlinePolicies(stack, id), ...managedPoliciesOf, ...attached.map(({ policy }) => policy)];
    const record = { origin: originOf(stack, id), name, arn: stack.attribute(id, 'Arn'), account };
    return { stack, id, record: { ...record, policies: policies.filter(isFirst) } };
  });
  const boundaryOf = (stack: StackValues, id: string) => {
    const arn = stack.property(id, 'PermissionsBoundary');
    return arn === undefined ? undefined : typeof arn === 'string' ? byArn(arn) : { name: JSON.stringify(arn), recordedAccesses: [] };
  };

  const roles = read('Role').map(({ stack, id, record }) => ({
    ...record,
    trust: stack.property(id, 'AssumeRolePolicyDocument') as PolicyDocument,
    boundary: boundaryOf(stack, id),
  }));
  const groups = read('Group').map(({ record }) => record);
  const additions = allOf(world, 'AWS::IAM::UserToGroupAddition').flatMap(({ stack, id }) => {
    const group = stack.property(id, 'GroupName') as string;
    return textsOf(stack.property(id, 'Users')).map((user) => ({ user, group, account: stack.source.account }));
  });
  const users = read('User').map(({ stack, id, record }) => {
    const { name, account } = record;
    const added = additions.filter((each) => each.user === name && each.account === account).map(({ group }) => group);
    const names = [...new Set([...textsOf(stack.property(id, 'Groups')), ...added])];
    const inherited = groups.filter((group) => names.includes(group.name) && group.account === account)
      .flatMap(({ policies }) => policies);
    return {
      ...record,
      policies: [...record.policies, ...inherited].filter(isFirst),
      boundary: boundaryOf(stack, id),
      groups: names,
    };
  });
  reportStrangers(world, attachments, { Role: roles, User: users, Group: groups });
  const policies = [
    ...allOf(world, 'AWS::IAM::Policy', ...KINDS.map((kind) => `AWS::IAM::${kind}Policy`))
      .map(({ stack, id }) => policyOf(stack, id, stack.property(id, 'PolicyName') as string)),
    ...managed.values(),
    ...allOf(world, ...KINDS.map((kind) => `AWS::IAM::${kind}`)).flatMap(({ stack, id }) => inlinePolicies(stack, id)),
  ];
  return { roles, users, groups, policies };
}

function inlinePolicies(stack: StackValues, id: string): AttachedPolicy[] {
  const policies = stack.property(id, 'Policies');
  return !Array.isArray(policies) ? [] : policies.map(({ PolicyName, PolicyDocument: document }) => ({
    name: PolicyName, origin: originOf(stack, id), document, recordedAccesses: [],
  }));
}

function managedPolicy(stack: StackValues, id: string): AttachedPolicy {
  const arn = stack.ref(id);
  return { ...policyOf(stack, id, arn.split('/').pop()!), arn };
}

function policyOf(stack: StackValues, id: string, name: string): AttachedPolicy {
  return {
    name,
    origin: originOf(stack, id),
    document: stack.property(id, 'PolicyDocument') as PolicyDocument,
    recordedAccesses: readRecordedAccesses(stack, id),
  };
}

/** Reads the accesses that a policy was written for. Those in the form of another version are recorded as unknown. */
function readRecordedAccesses(stack: StackValues, id: string): RecordedAccess[] {
  const recorded = stack.metadataOf(id, ACCESS_METADATA, (path) => path.replace(OVERFLOW, 'TableAccess'));
  for (const other of recorded.filter((each) => !isRecordedAccess(each))) {
    stack.noteUnresolved(`${id}.Metadata`, other, 'another version of cdk-dynamo-access wrote this policy, so its features are not known');
  }
  return recorded.filter(isRecordedAccess);
}

/** Policies that list whom they are attached to. */
function attachedByPolicies(world: World): Attachment[] {
  return allOf(world, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').flatMap(({ stack, id }) => {
    const inline = stack.source.template.Resources![id].Type === 'AWS::IAM::Policy';
    const policy = inline ? policyOf(stack, id, stack.property(id, 'PolicyName') as string) : managedPolicy(stack, id);
    return KINDS.flatMap((kind) => textsOf(stack.property(id, `${kind}s`))
      .map((name) => ({ kind, name, account: stack.source.account, policy })));
  });
}

/** Policies of one role, user or group, which they name. */
function attachedBySinglePolicies(world: World): Attachment[] {
  return KINDS.flatMap((kind) => allOf(world, `AWS::IAM::${kind}Policy`).map(({ stack, id }) => ({
    kind,
    name: stack.property(id, `${kind}Name`) as string,
    account: stack.source.account,
    policy: policyOf(stack, id, stack.property(id, 'PolicyName') as string),
  })));
}

/** Notes down policies for roles, users and groups that the assembly doesn't declare: their other policies aren't known. */
function reportStrangers(
  world: World,
  attachments: readonly Attachment[],
  declared: Readonly<Record<Kind, readonly IdentityRecord[]>>,
): void {
  for (const { kind, name, account, policy: { origin } } of attachments) {
    if (declared[kind].some((each) => each.name === name && each.account === account)) continue;
    world.unresolved.push({
      path: `${origin!.stack}/${origin!.logicalId}.Properties.${kind}s`,
      expression: name,
      problem: `the assembly declares no ${kind.toLowerCase()} of this name`,
    });
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** A managed policy counts once, whether the role names it or it names the role. */
function isFirst({ arn }: AttachedPolicy, index: number, all: readonly AttachedPolicy[]): boolean {
  return arn === undefined || all.findIndex((each) => each.arn === arn) === index;
}
