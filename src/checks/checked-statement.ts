import { AttachedPolicy } from '../policy/assembly-identities';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { matchesAction } from '../policy/text-pattern';
import { isRecord, toList, toRecord } from '../values/json-values';

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

const statementsByPolicy = new WeakMap<AttachedPolicy, readonly CheckedStatement[]>();
const dynamoActionsByStatement = new WeakMap<CheckedStatement, readonly string[]>();

/** Reads the statements of a policy once, except those whose value is known only at deployment. */
export function readCheckedStatements(policy: AttachedPolicy): readonly CheckedStatement[] {
  const statements = statementsByPolicy.get(policy) ?? readKnownValues(policy);
  statementsByPolicy.set(policy, statements);
  return statements;
}

function readKnownValues(policy: AttachedPolicy): CheckedStatement[] {
  return toList<unknown>(policy.document?.Statement).flatMap((statement, index) => {
    if (!isRecord(statement)) return [];
    const resources = statement.NotResource === undefined ? toList(statement.Resource) : ['*'];
    return [{
      policy,
      index,
      allows: statement.Effect === 'Allow',
      actions: keepTexts(statement.Action),
      notActions: keepTexts(statement.NotAction),
      resources: keepTexts(resources),
      knowsResources: resources.every((resource) => typeof resource === 'string'),
      conditions: readConditions(statement.Condition),
    }];
  });
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

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

function readConditions(condition: unknown): CheckedCondition[] {
  return Object.entries(toRecord(condition)).flatMap(([operator, keys]) => Object.entries(toRecord(keys))
    .map(([key, values]) => ({ operator, key: key.toLowerCase(), values: toList(values).map(String) })));
}

function keepTexts(value: unknown): string[] {
  return toList(value).filter((each) => typeof each === 'string');
}
