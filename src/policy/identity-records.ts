import { Origin } from './assembly-resources';
import { PolicyDocument } from './policy-document';
import { UnknownCondition } from './stack-values';
import { RecordedAccess } from '../features/recorded-access';

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
  /** True for a macro, which may change or remove the other policies too. */
  readonly isMacro?: boolean;
  /** True if a choice at deployment decides whether the identity has the policy. */
  readonly isUncertain?: boolean;
  /** The accesses that this library wrote the policy for; none for a policy from elsewhere. */
  readonly recordedAccesses: readonly RecordedAccess[];
}

export interface IdentityRecord {
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

/** A role, user or group outside of the app that has policies of the app, or whoever has a managed policy that the app attaches to nothing. */
export interface OutsideIdentity extends IdentityRecord {
  readonly kind: 'role' | 'user' | 'group' | 'principal';
}

export interface Identities {
  readonly roles: readonly RoleRecord[];
  readonly users: readonly UserRecord[];
  readonly groups: readonly GroupRecord[];
  /** Identities that the assembly doesn't declare. Their other policies aren't known. */
  readonly outside: readonly OutsideIdentity[];
  /** Every identity policy that the assembly declares, attached or not. Each policy is in the list once. */
  readonly policies: readonly AttachedPolicy[];
}

export const KINDS = ['Role', 'User', 'Group'] as const;
export type Kind = typeof KINDS[number];

/** A policy, and the name of one identity that it is attached to. */
export interface Attachment {
  readonly kind: Kind;
  /** Undefined if the name isn't known. */
  readonly name?: string;
  readonly account: string;
  readonly partition: string;
  readonly policy: AttachedPolicy;
  /** The path of the value that decides if the policy is attached. */
  readonly uncertain?: string;
  /** The condition of that choice and its outcome. */
  readonly choice?: string;
  /** The conditions of the policy that can't be known. */
  readonly conditions: readonly UnknownCondition[];
}

/** Identifies the identity that a policy is attached to, as text. */
export function identifyHolder({ kind, name, account }: Pick<Attachment, 'kind' | 'name' | 'account'>): string {
  return JSON.stringify([kind, name, account]);
}
