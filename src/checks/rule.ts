import { CheckedStatement } from './checked-statement';
import { Assembly, RoleRecord, UserRecord } from '../policy/read-assembly';

/** Something that a rule finds in a statement. */
export interface StatementProblem {
  /** What is wrong, as half a sentence. */
  readonly problem: string;
  /** What to do about it, where that is more than the rule says. */
  readonly remedy?: string;
}

/** Something that a rule finds in what a role or user may do. */
export interface IdentityProblem extends StatementProblem {
  /** The statement that shows it; without one, it is the role or user itself. */
  readonly statement?: CheckedStatement;
}

/** What every rule says of itself. */
interface RuleFacts {
  /** The name, which never changes: `cdk-dynamo-access:<name>` is what one acknowledges. */
  readonly name: string;
  /** An error for what isn't what it seems to be, a warning for what is more than is needed. */
  readonly severity: 'error' | 'warning';
  /** What is wrong. */
  readonly title: string;
  readonly reason: string;
  readonly remedy: string;
  /** The page of AWS that the rule rests on. */
  readonly see: string;
}

/** A rule on each statement of each policy. */
export interface StatementRule extends RuleFacts {
  readonly inStatement: (statement: CheckedStatement, assembly: Assembly) => readonly StatementProblem[];
}

/** A rule on all policies together that a role or user has. */
export interface IdentityRule extends RuleFacts {
  readonly inIdentity: (identity: RoleRecord | UserRecord, assembly: Assembly) => readonly IdentityProblem[];
}

export type Rule = StatementRule | IdentityRule;

/** What a rule is acknowledged by, like a warning of this library. */
export function getRuleId({ name }: Rule): string {
  return `cdk-dynamo-access:${name}`;
}

export const DEVELOPER_GUIDE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
export const ACTIONS_REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html';
export const LEAST_PRIVILEGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege';
