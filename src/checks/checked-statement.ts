import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { AttachedPolicy } from '../policy/identity-records';
import { readPolicy, ReadStatement } from '../policy/read-policy';
import { matchesAction } from '../policy/text-pattern';
import { toList } from '../values/json-values';

/** One operator and one key of a condition block. The key is in lower case, because IAM ignores the case of keys. */
export interface CheckedCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement of an identity policy, with the values that are known before deployment. */
export interface CheckedStatement {
  readonly policy: AttachedPolicy;
  /** The number of the statement in the policy, from 0. */
  readonly index: number;
  readonly allows: boolean;
  /** The patterns of `Action`. Empty if the statement has `NotAction`. */
  readonly actions: readonly string[];
  /** The patterns of `NotAction`. Empty if the statement has `Action`. */
  readonly notActions: readonly string[];
  /** The known patterns of `Resource`. `*` if the statement has `NotResource`. */
  readonly resources: readonly string[];
  /** False if the value of a resource is known only at deployment. */
  readonly knowsResources: boolean;
  readonly conditions: readonly CheckedCondition[];
}

/** The statements of policies that were read before, because each rule reads them. */
const statementsByPolicy = new WeakMap<AttachedPolicy, readonly CheckedStatement[]>();
const dynamoActionsByStatement = new WeakMap<CheckedStatement, readonly string[]>();

/** Reads the statements of a policy, except those of which nothing is known before deployment. */
export function readCheckedStatements(policy: AttachedPolicy): readonly CheckedStatement[] {
  const statements = statementsByPolicy.get(policy)
    ?? readPolicy(policy.document, 'identity', policy.name).flatMap((statement) => toCheckedStatement(policy, statement));
  statementsByPolicy.set(policy, statements);
  return statements;
}

function toCheckedStatement(policy: AttachedPolicy, { index, known, parsed, unknown, unknownConditions }: ReadStatement): CheckedStatement[] {
  if (!known) return [];
  return [{
    policy,
    index,
    allows: known.Effect === 'Allow',
    actions: toList(known.Action).map((action) => action.trim()),
    notActions: toList(known.NotAction),
    resources: known.NotResource === undefined ? parsed?.resources?.values ?? [] : ['*'],
    knowsResources: !unknown.some(({ element }) => /Resource$/.test(element)),
    conditions: [...parsed?.conditions ?? [], ...unknownConditions].map((each) => ({ ...each, key: each.key.toLowerCase() })),
  }];
}

/** Filters actions by a statement, whose wildcards and `NotAction` count. */
export function filterNamed({ actions, notActions }: CheckedStatement, names: readonly string[]): string[] {
  const isInverted = notActions.length > 0;
  const patterns = isInverted ? notActions : actions;
  return names.filter((name) => patterns.some((pattern) => matchesAction(pattern, name)) !== isInverted);
}

/** Lists the actions of DynamoDB that a statement names. */
export function listDynamoActions(statement: CheckedStatement): readonly string[] {
  const actions = dynamoActionsByStatement.get(statement) ?? filterNamed(statement, Object.keys(DYNAMODB_ACTIONS));
  dynamoActionsByStatement.set(statement, actions);
  return actions;
}

/** Finds the conditions of a statement on a key. */
export function findConditions({ conditions }: CheckedStatement, key: string): CheckedCondition[] {
  return conditions.filter((condition) => condition.key === key.toLowerCase());
}

/** Joins the names of actions, without `dynamodb:`. */
export function joinActions(actions: readonly string[]): string {
  return actions.map((action) => action.replace(/^dynamodb:/, '')).join(', ');
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}
