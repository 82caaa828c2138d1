import { Conditions } from '../conditions/conditions';

/** Who asked for a permission, and why. */
export interface Reason {
  readonly feature: string;
  readonly why: string;
}

/** One action on one resource under the same conditions: the smallest thing that a policy can allow, or deny. */
export interface PlannedPermission {
  /** A `Deny` takes away what any statement allows. */
  readonly effect?: 'Deny';
  readonly action: string;
  /** The ARN, which may hold tokens, or `*`. */
  readonly resource: string;
  /** What ARNs the resource is one of, where only the deployment knows which. */
  readonly within?: string;
  readonly conditions?: Conditions;
  /** Says why the resource is `*`. Only permissions on `*` have one: they go in a policy of their own. */
  readonly sid?: string;
  readonly reason: Reason;
  /** Whether the user narrowed the permission, by rows, attributes or other conditions. */
  readonly isScoped?: boolean;
}

/** What a statement will say. */
export interface PlannedStatement {
  readonly effect?: 'Deny';
  readonly sid?: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Conditions;
}
