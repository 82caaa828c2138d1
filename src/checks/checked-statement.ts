import { AttachedPolicy } from '../policy/assembly-identities';
import { DYNAMODB_ACTIONS } from '../policy/dynamodb-actions';
import { PolicyDocument } from '../policy/policy-document';
import { matchesAction } from '../policy/text-pattern';

/** One key under one operator. The key is in lower case, as policies may write it in any. */
export interface CheckedCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement of an identity policy, as far as its values are known before deployment. */
export interface CheckedStatement {
  readonly policy: AttachedPolicy;
  /** Which statement of the policy it is, from 0. */
  readonly index: number;
  readonly allows: boolean;
  /** The patterns of `Action`; none where it has `NotAction`. */
  readonly actions: readonly string[];
  /** The patterns of `NotAction`; none where it has `Action`. */
  readonly notActions: readonly string[];
  /** The patterns of `Resource` that are known; `*` where it has `NotResource`, which names too little to say more. */
  readonly resources: readonly string[];
  /** Whether these are all resources. */
  readonly knowsResources: boolean;
  readonly conditions: readonly CheckedCondition[];
}

/** The statements of a policy. What isn't one, as its value isn't known yet, is left out. */
export function readCheckedStatements(policy: AttachedPolicy): CheckedStatement[] {
  return listOf((policy.document as Partial<PolicyDocument> | undefined)?.Statement).flatMap((statement, index) => {
    if (!isRecord(statement)) return [];
    const resources = statement.NotResource === undefined ? listOf(statement.Resource) : ['*'];
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

/** Which of these actions a statement names, wildcards and `NotAction` included. */
export function filterNamed({ actions, notActions }: CheckedStatement, names: readonly string[]): string[] {
  const isNamed = (patterns: readonly string[], name: string) => patterns.some((pattern) => matchesAction(pattern, name));
  return names.filter((name) => notActions.length > 0 ? !isNamed(notActions, name) : isNamed(actions, name));
}

/** The actions of DynamoDB that a statement names. */
export function listDynamoActions(statement: CheckedStatement): string[] {
  return filterNamed(statement, Object.keys(DYNAMODB_ACTIONS));
}

/** The conditions of a statement on a key. */
export function findConditions({ conditions }: CheckedStatement, key: string): CheckedCondition[] {
  return conditions.filter((condition) => condition.key === key.toLowerCase());
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

function readConditions(condition: unknown): CheckedCondition[] {
  if (!isRecord(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) => !isRecord(keys) ? [] : Object.entries(keys)
    .map(([key, values]) => ({ operator, key: key.toLowerCase(), values: listOf(values).map(String) })));
}

function keepTexts(value: unknown): string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
