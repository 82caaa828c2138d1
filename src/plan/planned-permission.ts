/** The `Condition` block of a statement: operator, condition key, value or values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

/** Who asked for a permission, and why. */
export interface Reason {
  readonly feature: string;
  readonly why: string;
}

/** One action on one resource under the same conditions: the smallest thing that a policy can allow. */
export interface PlannedPermission {
  readonly action: string;
  /** The ARN, which may hold tokens, or `*`. */
  readonly resource: string;
  readonly conditions?: Conditions;
  /** Says why the resource is `*`. Only permissions on `*` have one: they go in a policy of their own. */
  readonly sid?: string;
  readonly reason: Reason;
}

/** What a statement will say, and all reasons for it. */
export interface PlannedStatement {
  readonly sid?: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Conditions;
  readonly reasons: Reason[];
}
