import { canBe, canBeDynamoDb } from './arn-patterns';
import { DYNAMODB_ACTIONS } from './dynamodb-actions';
import { foldCase } from './pattern';

/** An action of DynamoDB on a resource that AWS doesn't authorize it on. */
export interface UselessAction {
  readonly action: string;
  readonly resource: string;
  /** True if the action has an effect on another resource of the statement. */
  readonly hasEffect: boolean;
}

const namesByFolded = new Map(Object.keys(DYNAMODB_ACTIONS).map((action) => [foldCase(action), action]));

/**
 * Finds the actions that a statement names without wildcards and that have no effect on one of its resources. Resources of other services
 * count only for actions that have an effect on none.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 */
export function findUselessActions(actions: readonly string[], resources: readonly string[]): UselessAction[] {
  const named = new Set(actions.map((action) => namesByFolded.get(foldCase(action))).filter((action) => action !== undefined).sort());
  return [...named].flatMap((action) => {
    const useless = resources.filter((resource) => !canActOn(action, resource));
    const hasEffect = useless.length < resources.length;
    const counting = hasEffect ? useless.filter((resource) => !isAccountLevel(action) && canBeDynamoDb(resource)) : useless;
    return counting.map((resource) => ({ action, resource, hasEffect }));
  });
}

/** Tells whether AWS authorizes an action on no resource, so that only `*` allows it. */
export function isAccountLevel(action: string): boolean {
  return DYNAMODB_ACTIONS[action].length === 0;
}

function canActOn(action: string, resource: string): boolean {
  if (isAccountLevel(action)) return resource === '*';
  return DYNAMODB_ACTIONS[action].some((type) => canBe(type, resource));
}
