import { findResources, getOrigin, Origin } from './assembly-resources';
import { Branch, isIntrinsic, listBranches, listItemBranches, markUncertain, readPolicyDocument } from './branches';
import { Membership, noteOutsideMembers, readGroupAdditions, readNamedGroups } from './group-memberships';
import {
  AttachedPolicy, Attachment, GroupRecord, Identities, identifyHolder, IdentityRecord, Kind, KINDS, UserRecord,
} from './identity-records';
import { listNearest } from './nearest';
import { listOutsideIdentities, noteUnknownHolders } from './outside-identities';
import { ALLOW_EVERYTHING, PolicyDocument } from './policy-document';
import { StackValues, UnknownCondition, World } from './stack-values';
import { ACCESS_METADATA, isRecordedAccess, RecordedAccess } from '../features/recorded-access';
import { isRecord, toList } from '../values/json-values';
import { groupBy, partition, sortBy } from '../values/lists';

/**
 * The ids of the further policies that the library writes for an identity. It records the accesses on the first one alone,
 * which is called `TableAccess`.
 */
const POLICY_BESIDE_THE_FIRST = /(?<=\/)(TableAccess\d+|AccountAccess)$/;

const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
/** The types of policies that name the one identity that they belong to. */
const SINGLE_POLICIES = KINDS.map((kind) => `AWS::IAM::${kind}Policy`);

export function readIdentities(world: World, managedPolicies: Readonly<Record<string, PolicyDocument>>): Identities {
  return new IdentityReader(world, managedPolicies).readAll();
}

/** A role, user or group of a template, with the record of it. */
interface ReadIdentity {
  readonly stack: StackValues;
  readonly id: string;
  readonly record: IdentityRecord;
}

/** Stands for the absence of a permissions boundary, which limits nothing. */
const NO_BOUNDARY: AttachedPolicy = { name: 'none', document: ALLOW_EVERYTHING, recordedAccesses: [] };

class IdentityReader {
  /** The managed policies of the assembly by their ARNs. */
  private readonly managedByArn: ReadonlyMap<string, readonly AttachedPolicy[]>;
  private readonly attachments: readonly Attachment[];
  private readonly attachmentsByIdentity: ReadonlyMap<string, readonly Attachment[]>;
  private readonly policies: readonly AttachedPolicy[];
  /** The paths of the parts that aren't read, by the texts that they get. */
  private readonly unreadByText: ReadonlyMap<string, readonly string[]>;
  /** The managed policies of the assembly that identities name. */
  private readonly namedPolicies = new Set<AttachedPolicy>();

  constructor(private readonly world: World, private readonly externalPolicies: Readonly<Record<string, PolicyDocument>>) {
    const policies = findResources(world, 'AWS::IAM::Policy', MANAGED_POLICY, ...SINGLE_POLICIES)
      .map(({ stack, id }) => ({ type: stack.getType(id), ...readPolicyResource(stack, id) }));
    const [single, others] = partition(policies, ({ type }) => SINGLE_POLICIES.includes(type));
    this.attachments = [...others, ...single].flatMap(({ attachments }) => attachments);
    this.attachmentsByIdentity = groupBy(this.attachments, identifyHolder);
    const [managed, inline] = partition(policies, ({ type }) => type === MANAGED_POLICY);
    this.managedByArn = groupBy(managed.map(({ policy }) => policy), ({ arn }) => arn!);
    this.policies = [...inline, ...managed].map(({ policy }) => policy);
    const given = world.unread.flatMap(({ stack, path, given: parts }) => stack.listKnownTexts(parts).flatMap((text) => text.split(/[\s,"]+/).map((word) => ({ word, path }))));
    this.unreadByText = new Map([...groupBy(given, ({ word }) => word)].map(([word, each]) => [word, each.map(({ path }) => path)]));
  }

  public readAll(): Identities {
    const roles = this.readKind('Role').map(({ stack, id, record }) => ({
      ...record,
      trust: readPolicyDocument(stack.getProperty(id, 'AssumeRolePolicyDocument'), `${stack.source.path}/${id}.Properties.AssumeRolePolicyDocument`)!,
      changedBy: stack.listMacros(id),
      boundary: this.readBoundary(stack, id),
    }));
    const groups = this.readKind('Group').map(({ record }) => record);
    const additions = readGroupAdditions(this.world);
    const users = this.readUsers(groups, additions);
    const declared = new Set(([['Role', roles], ['User', users], ['Group', groups]] as const)
      .flatMap(([kind, records]) => records.map(({ name, account }) => identifyHolder({ kind, name, account }))));
    noteUnknownHolders(this.world, this.attachments);
    noteOutsideMembers(this.world, additions, (holder) => declared.has(holder));
    const inline = findResources(this.world, ...KINDS.map((kind) => `AWS::IAM::${kind}`)).flatMap(({ stack, id }) => readInlinePolicies(stack, id));
    const attached = new Set([...this.namedPolicies, ...this.attachments.map(({ policy }) => policy)]);
    const unattached = this.policies.filter((policy) => policy.arn !== undefined && !attached.has(policy));
    const qualified = this.attachments.map((each) => ({ ...each, policy: qualifyPolicy(each, []) }));
    const outside = listOutsideIdentities(qualified, unattached, (holder) => declared.has(holder));
    return { roles, users, groups, outside, policies: [...this.policies, ...inline] };
  }

  private readKind(kind: Kind): ReadIdentity[] {
    const declared = findResources(this.world, `AWS::IAM::${kind}`).map(({ stack, id }) => ({ stack, id, name: stack.getRef(id), account: stack.source.account }));
    const declaredByHolder = groupBy(declared, ({ name, account }) => identifyHolder({ kind, name, account }));
    return declared.map(({ stack, id, name, account }) => {
      const namesakes = declaredByHolder.get(identifyHolder({ kind, name, account }))!;
      const attached = [name, undefined].flatMap((named) => this.attachmentsByIdentity.get(identifyHolder({ kind, name: named, account })) ?? [])
        .filter(({ policy }) => listNearest(namesakes, policy.origin!.stack, (each) => each.stack.source.path).some((each) => each.stack === stack))
        .map((each) => qualifyPolicy(each, stack.listUnknownConditions(id)));
      const added = stack.listMacros(id).map((macro): AttachedPolicy => ({ ...nameUnknownPolicy(macro), isMacro: true }));
      const arn = stack.getAttribute(id, 'Arn');
      const unread = [...new Set([name, arn].flatMap((text) => this.unreadByText.get(text) ?? []))].map(nameUnknownPolicy);
      const policies = [...readInlinePolicies(stack, id), ...this.listManagedPolicies(stack, id), ...attached, ...unread, ...added];
      return { stack, id, record: { origin: getOrigin(stack, id), name, arn, account, policies: removeRepeated(policies) } };
    });
  }

  private listManagedPolicies(stack: StackValues, id: string): AttachedPolicy[] {
    const path = `${stack.source.path}/${id}.Properties.ManagedPolicyArns`;
    return listItemBranches(stack.getCertainProperty(id, 'ManagedPolicyArns'), path).flatMap(({ value, ...choice }) => {
      if (typeof value === 'string') return this.findManagedPolicies(value, stack).map((policy) => makeUncertain(policy, choice));
      return [nameUnknownPolicy(choice.uncertain ?? path)];
    });
  }

  private readUsers(groups: readonly GroupRecord[], additions: readonly Membership[]): UserRecord[] {
    return this.readKind('User').map(({ stack, id, record }) => {
      const { name, account } = record;
      const added = additions.filter((each) => (each.user ?? name) === name && each.account === account);
      const memberships = sortBy([...readNamedGroups(stack, id), ...added], ({ isUncertain }) => `${isUncertain}`).filter(isFirstMembership);
      return {
        ...record,
        policies: removeRepeated([...record.policies, ...memberships.flatMap((each) => this.inheritPolicies(each, stack.source.path, groups))]),
        boundary: this.readBoundary(stack, id),
        groups: memberships.flatMap(({ group }) => toList(group)),
      };
    });
  }

  private readBoundary(stack: StackValues, id: string): AttachedPolicy | undefined {
    const path = `${stack.source.path}/${id}.Properties.PermissionsBoundary`;
    const branches = listBranches(stack.getCertainProperty(id, 'PermissionsBoundary'), path);
    const boundaries = branches.flatMap(({ value, ...choice }): AttachedPolicy[] => {
      if (value === undefined) return [makeUncertain(NO_BOUNDARY, choice)];
      if (typeof value !== 'string') return [nameUnknownPolicy(path)];
      return this.findManagedPolicies(value, stack).map((policy) => makeUncertain(policy, choice));
    });
    const [first, ...others] = boundaries;
    const named = boundaries.filter(({ name }) => name !== NO_BOUNDARY.name);
    if (named.length === 0) return undefined;
    if (others.length === 0) return first;
    const documents = boundaries.map(({ document }) => document);
    const isKnown = documents.every((document) => document !== undefined && document.Version === first.document!.Version);
    const name = [...new Set(named.map((each) => each.name))].join(' or ');
    const Statement = documents.flatMap((document) => toList(document?.Statement));
    return { name, recordedAccesses: [], ...isKnown && { document: { ...first.document, Statement } } };
  }

  /** Finds the managed policies that an ARN may mean. */
  private findManagedPolicies(arn: string, stack: StackValues): AttachedPolicy[] {
    const declared = listNearest(this.managedByArn.get(arn) ?? [], stack.source.path, ({ origin }) => origin!.stack);
    for (const policy of declared) this.namedPolicies.add(policy);
    if (declared.length === 0) return [{ name: shortenPolicyArn(arn), arn, document: this.externalPolicies[arn], recordedAccesses: [] }];
    return declared.map((policy) => this.qualifyNamesake(policy, policy.origin!, declared.length));
  }

  /**
   * Lists the policies that a user has as a member of a group. Nothing is known about a group that the assembly doesn't declare.
   *
   * @param stack the path of the stack of the user
   */
  private inheritPolicies(membership: Membership, stack: string, groups: readonly GroupRecord[]): AttachedPolicy[] {
    const { group: name, account, user, path, choice, isUncertain } = membership;
    if (name === undefined) return [nameUnknownPolicy(path)];
    const named = listNearest(groups.filter((each) => each.name === name && each.account === account), stack, ({ origin }) => origin.stack);
    if (named.length === 0) return [nameUnknownPolicy(`the group ${name}`)];
    const policies = named.flatMap((group) => group.policies.map((policy) => this.qualifyNamesake(policy, group.origin, named.length)))
      .map((policy) => isUncertain ? makeUncertain(policy, { uncertain: path, choice }) : policy);
    if (user !== undefined) return policies;
    return policies.map((policy) => ({ ...policy, anyIdentity: true }));
  }

  /**
   * Makes a policy uncertain if its resource, or that of the group that has it, has namesakes. An account has one resource of a name, so
   * that conditions decide which one it is.
   */
  private qualifyNamesake(policy: AttachedPolicy, { stack, logicalId }: Origin, count: number): AttachedPolicy {
    if (count === 1) return policy;
    const choice = this.world.stacks.find(({ source }) => source.path === stack)?.source.template.Resources?.[logicalId].Condition;
    return makeUncertain(policy, { uncertain: `${stack}/${logicalId}.Condition`, ...choice !== undefined && { choice } });
  }
}

/** Names a managed policy. Only the policies of AWS have names of their own, whatever their paths are. */
function shortenPolicyArn(arn: string): string {
  return /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? arn;
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

/** Describes a policy that isn't known, by the path of the value that names it, or by the macro or the part of the app that may add it. */
function nameUnknownPolicy(path: string): AttachedPolicy {
  return { name: path, recordedAccesses: [] };
}

/** Keeps a group once. The name of each group that isn't known may be that of another one. */
function isFirstMembership({ group }: Membership, index: number, all: readonly Membership[]): boolean {
  return group === undefined || all.findIndex((each) => each.group === group) === index;
}

/**
 * A policy under the condition of its identity exists whenever the identity exists.
 *
 * @param own the conditions of the identity
 */
function qualifyPolicy({ policy, name, uncertain, choice, conditions }: Attachment, own: readonly UnknownCondition[]): AttachedPolicy {
  const further = conditions.filter((each) => !own.some((other) => other.stack === each.stack && other.name === each.name));
  const [decisive] = [...toList(uncertain), ...further.map(({ path }) => path)];
  const outcomes = [...toList(choice), ...further.map((each) => each.name)].join(' and ');
  const qualified = makeUncertain(policy, { uncertain: decisive, ...outcomes !== '' && { choice: outcomes } });
  return { ...qualified, ...name === undefined && { anyIdentity: true } };
}

/** Changes a policy that an identity has only if a choice at deployment says so. */
function makeUncertain(policy: AttachedPolicy, choice: Pick<Branch, 'uncertain' | 'choice'>): AttachedPolicy {
  if (choice.uncertain === undefined) return policy;
  return { ...policy, document: policy.document && markUncertain(policy.document, choice), isUncertain: true };
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
  const { source: { account, path }, source } = stack;
  const conditions = stack.listUnknownConditions(id);
  const isSingle = SINGLE_POLICIES.includes(type);
  const properties = KINDS.filter((kind) => !isSingle || type === `AWS::IAM::${kind}Policy`)
    .map((kind) => ({ kind, property: kind + (isSingle ? 'Name' : 's') }));
  const attachments = properties.flatMap(({ kind, property }) => {
    const uncertain = `${path}/${id}.Properties.${property}`;
    return listItemBranches(stack.getCertainProperty(id, property), uncertain).map(({ value, ...choice }): Attachment => (
      { kind, account, partition: source.partition, policy, conditions, ...isIdentityName(value) ? { name: value } : { uncertain }, ...choice }));
  });
  // a macro in the resource may attach the policy to any identity
  const changed = stack.listOwnMacros(id).flatMap((uncertain) =>
    KINDS.map((kind): Attachment => ({ kind, account, partition: source.partition, policy, conditions, uncertain })));
  return { policy, attachments: [...attachments, ...changed] };
}

/** An ARN in place of the name makes the deployment fail. */
function isIdentityName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w+=,.@-]+$/.test(value);
}

/** Reads the accesses that a policy was written for. Those in the form of another version are recorded as unknown. */
function readRecordedAccesses(stack: StackValues, id: string): RecordedAccess[] {
  const recorded = stack.readMetadata(id, ACCESS_METADATA, (path) => path.replace(POLICY_BESIDE_THE_FIRST, 'TableAccess'));
  for (const other of recorded.filter((each) => !isRecordedAccess(each))) {
    stack.noteUnresolved(`${id}.Metadata`, other, 'another version of cdk-dynamo-access wrote this policy, so its features are not known');
  }
  return recorded.filter(isRecordedAccess);
}

function filterTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each) => typeof each === 'string');
}

/**
 * Keeps a managed policy once, even if the identity names the policy and the policy names the identity. It isn't uncertain if one of them
 * is certain.
 */
function removeRepeated(policies: readonly AttachedPolicy[]): AttachedPolicy[] {
  const byArn = groupBy(policies.filter(({ arn }) => arn !== undefined), ({ arn }) => arn!);
  return policies.filter((policy) => {
    const same = byArn.get(policy.arn ?? '') ?? [];
    if (policy.isUncertain) return !same.some((each) => !each.isUncertain);
    return same.length === 0 || same.find((each) => !each.isUncertain) === policy;
  });
}
