import { findResources, Origin, getOrigin } from './assembly-resources';
import { PolicyDocument } from './policy-document';
import { StackValues, World } from './stack-values';
import { ACCESS_METADATA, isRecordedAccess, RecordedAccess } from '../features/recorded-access';
import { groupBy, partition } from '../values/lists';

/** A policy of a role, user or group. */
export interface AttachedPolicy {
  readonly name: string;
  /** Undefined for a managed policy that the assembly doesn't declare. */
  readonly origin?: Origin;
  /** The ARN, for a managed policy. */
  readonly arn?: string;
  /** The content. Undefined for a managed policy that the assembly doesn't declare, unless the caller gave its content. */
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
  /** The names of the user's groups. The policies of the user include those of these groups. */
  readonly groups: readonly string[];
}

export type GroupRecord = IdentityRecord;

export interface Identities {
  readonly roles: readonly RoleRecord[];
  readonly users: readonly UserRecord[];
  readonly groups: readonly GroupRecord[];
  /** Every identity policy that the assembly declares, attached or not. Each policy is in the list once. */
  readonly policies: readonly AttachedPolicy[];
}

/**
 * The ids of the further policies that the library writes for an identity. It records the accesses on the first one alone,
 * which is called `TableAccess`.
 */
const POLICY_BESIDE_THE_FIRST = /(?<=\/)(TableAccess\d+|AccountAccess)$/;

const KINDS = ['Role', 'User', 'Group'] as const;
type Kind = typeof KINDS[number];

const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
/** The types of policies that name the one identity that they belong to. */
const SINGLE_POLICIES = KINDS.map((kind) => `AWS::IAM::${kind}Policy`);

/** A policy, and the name of one identity that it is attached to. */
interface Attachment {
  readonly kind: Kind;
  readonly name: string;
  readonly account: string;
  readonly policy: AttachedPolicy;
}

export function readIdentities(world: World, managedPolicies: Readonly<Record<string, PolicyDocument>>): Identities {
  return new IdentityReader(world, managedPolicies).readAll();
}

/** A role, user or group of a template, with the record of it. */
interface ReadIdentity {
  readonly stack: StackValues;
  readonly id: string;
  readonly record: IdentityRecord;
}

class IdentityReader {
  /** The managed policies of the assembly by their ARNs. */
  private readonly managedByArn: ReadonlyMap<string, AttachedPolicy>;
  private readonly attachments: readonly Attachment[];
  private readonly attachmentsByIdentity: ReadonlyMap<string, readonly Attachment[]>;
  private readonly policies: readonly AttachedPolicy[];

  constructor(private readonly world: World, private readonly externalPolicies: Readonly<Record<string, PolicyDocument>>) {
    const policies = findResources(world, 'AWS::IAM::Policy', MANAGED_POLICY, ...SINGLE_POLICIES)
      .map(({ stack, id }) => ({ type: stack.getType(id), ...readPolicy(stack, id) }));
    const [single, others] = partition(policies, ({ type }) => SINGLE_POLICIES.includes(type));
    this.attachments = [...others, ...single].flatMap(({ attachments }) => attachments);
    this.attachmentsByIdentity = groupBy(this.attachments, identifyHolder);
    const [managed, inline] = partition(policies, ({ type }) => type === MANAGED_POLICY);
    this.managedByArn = new Map(managed.map(({ policy }) => [policy.arn!, policy]));
    this.policies = [...inline, ...managed].map(({ policy }) => policy);
  }

  public readAll(): Identities {
    const roles = this.readKind('Role').map(({ stack, id, record }) => ({
      ...record,
      trust: stack.getProperty<PolicyDocument>(id, 'AssumeRolePolicyDocument')!,
      boundary: this.readBoundary(stack, id),
    }));
    const groups = this.readKind('Group').map(({ record }) => record);
    const users = this.readUsers(groups);
    noteUndeclaredIdentities(this.world, this.attachments, { Role: roles, User: users, Group: groups });
    const inline = findResources(this.world, ...KINDS.map((kind) => `AWS::IAM::${kind}`)).flatMap(({ stack, id }) => readInlinePolicies(stack, id));
    return { roles, users, groups, policies: [...this.policies, ...inline] };
  }

  private readKind(kind: Kind): ReadIdentity[] {
    return findResources(this.world, `AWS::IAM::${kind}`).map(({ stack, id }) => {
      const name = stack.getRef(id);
      const { account } = stack.source;
      const attached = this.attachmentsByIdentity.get(identifyHolder({ kind, name, account })) ?? [];
      const managed = filterTexts(stack.getProperty(id, 'ManagedPolicyArns')).map((arn) => this.findManagedPolicy(arn));
      const policies = [...readInlinePolicies(stack, id), ...managed, ...attached.map(({ policy }) => policy)];
      const record = { origin: getOrigin(stack, id), name, arn: stack.getAttribute(id, 'Arn'), account };
      return { stack, id, record: { ...record, policies: policies.filter(isFirst) } };
    });
  }

  private readUsers(groups: readonly GroupRecord[]): UserRecord[] {
    const additions = findResources(this.world, 'AWS::IAM::UserToGroupAddition').flatMap(({ stack, id }) => {
      const group = stack.getProperty<string>(id, 'GroupName')!;
      return filterTexts(stack.getProperty(id, 'Users')).map((user) => ({ user, group, account: stack.source.account }));
    });
    return this.readKind('User').map(({ stack, id, record }) => {
      const { name, account } = record;
      const added = additions.filter((each) => each.user === name && each.account === account).map(({ group }) => group);
      const names = [...new Set([...filterTexts(stack.getProperty(id, 'Groups')), ...added])];
      const inherited = groups.filter((group) => names.includes(group.name) && group.account === account)
        .flatMap(({ policies }) => policies);
      return {
        ...record,
        policies: [...record.policies, ...inherited].filter(isFirst),
        boundary: this.readBoundary(stack, id),
        groups: names,
      };
    });
  }

  private readBoundary(stack: StackValues, id: string): AttachedPolicy | undefined {
    const arn = stack.getProperty(id, 'PermissionsBoundary');
    if (arn === undefined) return undefined;
    if (typeof arn === 'string') return this.findManagedPolicy(arn);
    return { name: JSON.stringify(arn), recordedAccesses: [] };
  }

  private findManagedPolicy(arn: string): AttachedPolicy {
    return this.managedByArn.get(arn) ?? { name: arn.split('/').pop()!, arn, document: this.externalPolicies[arn], recordedAccesses: [] };
  }
}

function identifyHolder({ kind, name, account }: Pick<Attachment, 'kind' | 'name' | 'account'>): string {
  return JSON.stringify([kind, name, account]);
}

function readInlinePolicies(stack: StackValues, id: string): AttachedPolicy[] {
  const policies = stack.getProperty(id, 'Policies');
  if (!Array.isArray(policies)) return [];
  return policies.map(({ PolicyName, PolicyDocument: document }) => ({
    name: PolicyName, origin: getOrigin(stack, id), document, recordedAccesses: [],
  }));
}

/** Reads the resource of a policy, with the identities that it is attached to. */
function readPolicy(stack: StackValues, id: string): { readonly policy: AttachedPolicy; readonly attachments: readonly Attachment[] } {
  const type = stack.getType(id);
  const arn = type === MANAGED_POLICY ? stack.getRef(id) : undefined;
  const policy: AttachedPolicy = {
    name: arn?.split('/').pop() ?? stack.getProperty<string>(id, 'PolicyName')!,
    origin: getOrigin(stack, id),
    document: stack.getProperty(id, 'PolicyDocument'),
    recordedAccesses: readRecordedAccesses(stack, id),
    ...arn !== undefined && { arn },
  };
  const { account } = stack.source;
  const single = KINDS.filter((kind) => type === `AWS::IAM::${kind}Policy`)
    .map((kind) => ({ kind, name: stack.getProperty<string>(id, `${kind}Name`)!, account, policy }));
  if (single.length > 0) return { policy, attachments: single };
  return { policy, attachments: KINDS.flatMap((kind) => filterTexts(stack.getProperty(id, `${kind}s`)).map((name) => ({ kind, name, account, policy }))) };
}

/** Reads the accesses that a policy was written for. Those in the form of another version are recorded as unknown. */
function readRecordedAccesses(stack: StackValues, id: string): RecordedAccess[] {
  const recorded = stack.readMetadata(id, ACCESS_METADATA, (path) => path.replace(POLICY_BESIDE_THE_FIRST, 'TableAccess'));
  for (const other of recorded.filter((each) => !isRecordedAccess(each))) {
    stack.noteUnresolved(`${id}.Metadata`, other, 'another version of cdk-dynamo-access wrote this policy, so its features are not known');
  }
  return recorded.filter(isRecordedAccess);
}

/** Records as unknown the identities that have policies here and aren't declared here, because their other policies aren't known. */
function noteUndeclaredIdentities(
  world: World,
  attachments: readonly Attachment[],
  declared: Readonly<Record<Kind, readonly IdentityRecord[]>>,
): void {
  const known = new Set(KINDS.flatMap((kind) => declared[kind].map(({ name, account }) => identifyHolder({ kind, name, account }))));
  for (const { kind, name, account, policy: { origin } } of attachments) {
    if (known.has(identifyHolder({ kind, name, account }))) continue;
    world.unresolved.push({
      path: `${origin!.stack}/${origin!.logicalId}.Properties.${kind}s`,
      expression: name,
      problem: `the assembly declares no ${kind.toLowerCase()} of this name`,
    });
  }
}

function filterTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each) => typeof each === 'string');
}

/** Keeps a managed policy once, even if the identity names the policy and the policy names the identity. */
function isFirst({ arn }: AttachedPolicy, index: number, all: readonly AttachedPolicy[]): boolean {
  return arn === undefined || all.findIndex((each) => each.arn === arn) === index;
}
