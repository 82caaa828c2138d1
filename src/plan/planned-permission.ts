import { Conditions } from '../conditions/conditions';

/** The feature that needs a permission, and why. */
export interface Reason {
  readonly feature: string;
  readonly why: string;
}

/** One action on one resource under one set of conditions: the smallest part of a policy. */
export interface PlannedPermission {
  /** A `Deny` overrides every statement that allows the action. */
  readonly effect?: 'Deny';
  readonly action: string;
  /** The ARN, which may hold tokens, or `*`. */
  readonly resource: string;
  /** A pattern of ARNs that contains the resource, if only the deployment knows its ARN. */
  readonly within?: string;
  readonly conditions?: Conditions;
  /** Explains why the resource is `*`. Only permissions on `*` have a Sid, and they go in a policy of their own. */
  readonly sid?: string;
  readonly reason: Reason;
  /** The part of the conditions by which the user narrowed the permission: rows, attributes, or other conditions. */
  readonly scope?: Conditions;
}

export interface PlannedStatement {
  readonly effect?: 'Deny';
  readonly sid?: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Conditions;
}
