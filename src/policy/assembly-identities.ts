import { findResources, Origin, getOrigin } from './assembly-resources';
import { Branch, isIntrinsic, listItemBranches, markUncertain, readPolicyDocument } from './branches';
import { Membership, readGroupAdditions, readNamedGroups } from './group-memberships';
import { listNearest } from './nearest';
import { PolicyDocument } from './policy-document';
import { StackValues, World } from './stack-values';
import { ACCESS_METADATA, isRecordedAccess, RecordedAccess } from '../features/recorded-access';
import { isRecord, toList } from '../values/json-values';
import { groupBy, partition, sortBy } from '../values/lists';

/** A policy of a role, user or group. */
export interface AttachedPolicy {
  readonly name: string;
  /** Undefined for a managed policy that the assembly doesn't declare. */
  readonly origin?: Origin;
  /** The ARN, for a managed policy. */
  readonly arn?: string;
  /** The content. Undefined for a managed policy that the assembly doesn't declare, unless the caller gave its content. */
  readonly document?: PolicyDocument;
  /** True if the policy names identities that can't be known, so that it may be attached to any of the account. */
  readonly anyIdentity?: boolean;
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
  /** The macros that may change its trust policy. */
  readonly changedBy: readonly string[];
  readonly boundary?: AttachedPolicy;
}

export interface UserRecord extends IdentityRecord {
  readonly boundary?: AttachedPolicy;
  /** The names of the groups that the user is or may be in. The policies of the user include those of these groups. */
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
  /** Undefined if the name isn't known. */
  readonly name?: string;
  readonly account: string;
  readonly policy: AttachedPolicy;
  /** The path of the value that decides if the policy is attached. */
  readonly uncertain?: string;
  /** The condition of that choice and its outcome. */
  readonly choice?: string;
  /** The condition of the policy, if it can't be known. */
  readonly condition?: string;
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
  private readonly managedByArn: ReadonlyMap<string, readonly AttachedPolicy[]>;
  private readonly attachments: readonly Attachment[];
  private readonly attachmentsByIdentity: ReadonlyMap<string, readonly Attachment[]>;
  private readonly policies: readonly AttachedPolicy[];

  constructor(private readonly world: World, private readonly externalPolicies: Readonly<Record<string, PolicyDocument>>) {
    const policies = findResources(world, 'AWS::IAM::Policy', MANAGED_POLICY, ...SINGLE_POLICIES)
      .map(({ stack, id }) => ({ type: stack.getType(id), ...readPolicyResource(stack, id) }));
    const [single, others] = partition(policies, ({ type }) => SINGLE_POLICIES.includes(type));
    this.attachments = [...others, ...single].flatMap(({ attachments }) => attachments);
    this.attachmentsByIdentity = groupBy(this.attachments, identifyHolder);
    const [managed, inline] = partition(policies, ({ type }) => type === MANAGED_POLICY);
    this.managedByArn = groupBy(managed.map(({ policy }) => policy), ({ arn }) => arn!);
    this.policies = [...inline, ...managed].map(({ policy }) => policy);
  }

  public readAll(): Identities {
    const roles = this.readKind('Role').map(({ stack, id, record }) => ({
      ...record,
      trust: stack.getProperty<PolicyDocument>(id, 'AssumeRolePolicyDocument')!,
      changedBy: stack.listMacros(id),
      boundary: this.readBoundary(stack, id),
    }));
    const groups = this.readKind('Group').map(({ record }) => record);
    const users = this.readUsers(groups);
    noteUndeclaredIdentities(this.world, this.attachments, { Role: roles, User: users, Group: groups });
    const inline = findResources(this.world, ...KINDS.map((kind) => `AWS::IAM::${kind}`)).flatMap(({ stack, id }) => readInlinePolicies(stack, id));
    return { roles, users, groups, policies: [...this.policies, ...inline] };
  }

  private readKind(kind: Kind): ReadIdentity[] {
    const declared = findResources(this.world, `AWS::IAM::${kind}`).map(({ stack, id }) => ({ stack, id, name: stack.getRef(id), account: stack.source.account }));
    const declaredByHolder = groupBy(declared, ({ name, account }) => identifyHolder({ kind, name, account }));
    return declared.map(({ stack, id, name, account }) => {
      const namesakes = declaredByHolder.get(identifyHolder({ kind, name, account }))!;
      const attached = [name, undefined].flatMap((named) => this.attachmentsByIdentity.get(identifyHolder({ kind, name: named, account })) ?? [])
        .filter(({ policy }) => listNearest(namesakes, policy.origin!.stack, (each) => each.stack.source.path).some((each) => each.stack === stack))
        .map((each) => qualifyPolicy(each, stack, id));
      const added = stack.listMacros(id).map(nameUnknownPolicy);
      const policies = [...readInlinePolicies(stack, id), ...this.listManagedPolicies(stack, id), ...attached, ...added].filter(isFirst);
      return { stack, id, record: { origin: getOrigin(stack, id), name, arn: stack.getAttribute(id, 'Arn'), account, policies } };
    });
  }

  private listManagedPolicies(stack: StackValues, id: string): AttachedPolicy[] {
    const path = `${stack.source.path}/${id}.Properties.ManagedPolicyArns`;
    return listItemBranches(stack.getCertainProperty(id, 'ManagedPolicyArns'), path).map(({ value, ...choice }) => {
      if (typeof value === 'string') return makeUncertain(this.findManagedPolicy(value, stack), choice);
      return nameUnknownPolicy(choice.uncertain ?? path);
    });
  }

  private readUsers(groups: readonly GroupRecord[]): UserRecord[] {
    const additions = readGroupAdditions(this.world);
    return this.readKind('User').map(({ stack, id, record }) => {
      const { name, account } = record;
      const added = additions.filter((each) => (each.user ?? name) === name && each.account === account);
      const memberships = sortBy([...readNamedGroups(stack, id), ...added], ({ isUncertain }) => `${isUncertain}`).filter(isFirstMembership);
      return {
        ...record,
        policies: [...record.policies, ...memberships.flatMap((each) => inheritPolicies(each, groups))].filter(isFirst),
        boundary: this.readBoundary(stack, id),
        groups: memberships.flatMap(({ group }) => toList(group)),
      };
    });
  }

  private readBoundary(stack: StackValues, id: string): AttachedPolicy | undefined {
    const arn = stack.getCertainProperty(id, 'PermissionsBoundary');
    if (arn === undefined) return undefined;
    if (typeof arn === 'string') return this.findManagedPolicy(arn, stack);
    return nameUnknownPolicy(`${stack.source.path}/${id}.Properties.PermissionsBoundary`);
  }

  private findManagedPolicy(arn: string, stack: StackValues): AttachedPolicy {
    const [declared] = listNearest(this.managedByArn.get(arn) ?? [], stack.source.path, ({ origin }) => origin!.stack);
    return declared ?? { name: arn.split('/').pop()!, arn, document: this.externalPolicies[arn], recordedAccesses: [] };
  }
}

function identifyHolder({ kind, name, account }: Pick<Attachment, 'kind' | 'name' | 'account'>): string {
  return JSON.stringify([kind, name, account]);
}

function readInlinePolicies(stack: StackValues, id: string): AttachedPolicy[] {
  const path = `${stack.source.path}/${id}.Properties.Policies`;
  return listItemBranches(stack.getProperty(id, 'Policies'), path).map(({ value, ...choice }, index) => {
    if (!isRecord(value) || isIntrinsic(value)) return nameUnknownPolicy(choice.uncertain ?? path);
    const { PolicyName: name } = value;
    return makeUncertain({
      name: filterTexts([name])[0] ?? `${id}.${index}`,
      origin: getOrigin(stack, id),
      document: readPolicyDocument(value.PolicyDocument, `${path}.${index}.PolicyDocument`),
      recordedAccesses: [],
    }, choice);
  });
}

/** Describes a policy that isn't known, by the path of the value that names it or by the macro that may add it. */
function nameUnknownPolicy(path: string): AttachedPolicy {
  return { name: path, recordedAccesses: [] };
}

/** Lists the policies that a user has as a member of a group. Nothing is known about a group that the assembly doesn't declare. */
function inheritPolicies({ group: name, account, user, path, choice, isUncertain }: Membership, groups: readonly GroupRecord[]): AttachedPolicy[] {
  if (name === undefined) return [nameUnknownPolicy(path)];
  const group = groups.find((each) => each.name === name && each.account === account);
  if (!group) return [nameUnknownPolicy(`the group ${name}`)];
  const policies = isUncertain ? group.policies.map((policy) => makeUncertain(policy, { uncertain: path, choice })) : group.policies;
  if (user !== undefined) return [...policies];
  return policies.map((policy) => ({ ...policy, anyIdentity: true }));
}

/** Keeps a group once. The name of each group that isn't known may be that of another one. */
function isFirstMembership({ group }: Membership, index: number, all: readonly Membership[]): boolean {
  return group === undefined || all.findIndex((each) => each.group === group) === index;
}

/** A policy under the condition of its identity exists whenever the identity exists. */
function qualifyPolicy({ policy, name, uncertain, choice, condition }: Attachment, stack: StackValues, id: string): AttachedPolicy {
  const { stack: path, logicalId } = policy.origin!;
  const isConditional = condition !== undefined && !(path === stack.source.path && stack.findUnknownCondition(id) === condition);
  const [decisive] = [...toList(uncertain), ...[`${path}/${logicalId}.Condition`].filter(() => isConditional)];
  const outcomes = [...toList(choice), ...isConditional ? [condition] : []].join(' and ');
  const qualified = makeUncertain(policy, { uncertain: decisive, ...outcomes !== '' && { choice: outcomes } });
  return { ...qualified, ...name === undefined && { anyIdentity: true } };
}

/** Changes a policy that an identity has only if a choice at deployment says so. */
function makeUncertain(policy: AttachedPolicy, choice: Pick<Branch, 'uncertain' | 'choice'>): AttachedPolicy {
  return { ...policy, document: policy.document && markUncertain(policy.document, choice) };
}

/** Reads the resource of a policy, with the identities that it is attached to. */
function readPolicyResource(stack: StackValues, id: string): { readonly policy: AttachedPolicy; readonly attachments: readonly Attachment[] } {
  const type = stack.getType(id);
  const arn = type === MANAGED_POLICY ? stack.getRef(id) : undefined;
  const [name] = filterTexts([stack.getProperty(id, 'PolicyName')]);
  const policy: AttachedPolicy = {
    name: arn?.split('/').pop() ?? name ?? id,
    origin: getOrigin(stack, id),
    document: readPolicyDocument(stack.getProperty(id, 'PolicyDocument'), `${stack.source.path}/${id}.Properties.PolicyDocument`),
    recordedAccesses: readRecordedAccesses(stack, id),
    ...arn !== undefined && { arn },
  };
  const { account, path } = stack.source;
  const condition = stack.findUnknownCondition(id);
  const isSingle = SINGLE_POLICIES.includes(type);
  const properties = KINDS.filter((kind) => !isSingle || type === `AWS::IAM::${kind}Policy`)
    .map((kind) => ({ kind, property: kind + (isSingle ? 'Name' : 's') }));
  const attachments = properties.flatMap(({ kind, property }) =>
    listItemBranches(stack.getCertainProperty(id, property), `${path}/${id}.Properties.${property}`).map(({ value, ...choice }): Attachment => (
      { kind, account, policy, condition, ...typeof value === 'string' && { name: value }, ...choice })));
  // a macro in the resource may attach the policy to any identity
  const changed = stack.listOwnMacros(id).flatMap((uncertain) => KINDS.map((kind): Attachment => ({ kind, account, policy, condition, uncertain })));
  return { policy, attachments: [...attachments, ...changed] };
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
    if (name === undefined || known.has(identifyHolder({ kind, name, account }))) continue;
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
