import { CheckedStatement } from './checked-statement';
import { ResourceStatement } from './resource-statements';
import { Assembly, AttachedPolicy, RoleRecord, UserRecord } from '../policy/read-assembly';

/** A problem that a rule finds in a statement. */
export interface StatementProblem {
  /** The problem, as part of a sentence. */
  readonly problem: string;
  /** The remedy, if it is more specific than that of the rule. */
  readonly remedy?: string;
  /** The severity, if it isn't that of the rule. */
  readonly severity?: 'error' | 'warning';
}

/** A problem that a rule finds in the policies of a role or user. */
export interface IdentityProblem extends StatementProblem {
  /** The statement with the problem. Without it, the role or user has the problem. */
  readonly statement?: CheckedStatement;
}

interface RuleFacts {
  /** The name. It never changes, because apps acknowledge `cdk-dynamo-access:<name>`. */
  readonly name: string;
  /** An error if a policy doesn't do what it seems to do, a warning if it allows more than is needed. */
  readonly severity: 'error' | 'warning';
  /** The problem, in general. */
  readonly title: string;
  readonly reason: string;
  readonly remedy: string;
  /** The page of AWS that documents the rule. */
  readonly see: string;
}

/** A rule that is applied to each statement of each policy. */
export interface StatementRule extends RuleFacts {
  readonly findInStatement: (statement: CheckedStatement, assembly: Assembly) => readonly StatementProblem[];
}

/** A rule that is applied to all policies of a role or user together. */
export interface IdentityRule extends RuleFacts {
  readonly findInIdentity: (identity: RoleRecord | UserRecord, assembly: Assembly) => readonly IdentityProblem[];
}

/** A rule that is applied to the policies that a role, user or group has itself. Those of its groups are left out. */
export interface AttachmentRule extends RuleFacts {
  readonly findInAttached: (policies: readonly AttachedPolicy[]) => readonly StatementProblem[];
}

/** A rule that is applied to each statement of the policies of tables, streams and keys. */
export interface ResourcePolicyRule extends RuleFacts {
  readonly findInResourcePolicy: (statement: ResourceStatement, assembly: Assembly) => readonly StatementProblem[];
}

export type Rule = StatementRule | IdentityRule | AttachmentRule | ResourcePolicyRule;

/** Gets the id to acknowledge a rule by. */
export function getRuleId({ name }: Pick<RuleFacts, 'name'>): string {
  return `cdk-dynamo-access:${name}`;
}

export const DEVELOPER_GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
export const ACTIONS_REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html';
export const LEAST_PRIVILEGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege';
