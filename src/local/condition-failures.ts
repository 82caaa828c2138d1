import { matchesCondition } from '../policy/match-conditions';
import { ConditionEntry, ParsedStatement, PolicyDocument, readStatements } from '../policy/policy-document';
import { ContextValues, RequestContext } from '../policy/request-context';
import { matchesAction, makeResourceTest } from '../policy/text-pattern';

/** A request for one permission. */
export interface RequestedPermission {
  readonly action: string;
  readonly resource: string;
  readonly context: ContextValues;
}

/**
 * The conditions that keep a request from being allowed, each with the value that the request has: those of the statement that the
 * fewest conditions fail of. Nothing if no statement allows the action on the resource, whatever the conditions.
 */
export function findFailedConditions(policies: readonly PolicyDocument[], request: RequestedPermission): string[] | undefined {
  const context = new RequestContext(request.context);
  const failures = policies.flatMap((document) => readStatements(document, 'identity', 'the policy'))
    .filter((statement) => statement.effect === 'Allow' && names(statement, request))
    .map((statement) => statement.conditions.filter((entry) => !matchesCondition(entry, context, statement.variables, statement.where)));
  const [fewest] = failures.sort((one, other) => one.length - other.length);
  return fewest?.map((entry) => describeFailure(entry, context));
}

function names(statement: ParsedStatement, { action, resource }: RequestedPermission): boolean {
  const { actions } = statement;
  return actions.values.some((pattern) => matchesAction(pattern, action)) !== actions.negated && namesResource(statement, resource);
}

/** Tells whether a statement is for a resource. A resource with variables may be any. */
export function namesResource({ resources, where }: ParsedStatement, resource: string): boolean {
  return !resources || resources.values.some((pattern) =>
    makeResourceTest(pattern.replaceAll(/\$\{[^}]*\}/g, '*'), { where })?.(resource)) !== resources.negated;
}

function describeFailure({ operator, key, values }: ConditionEntry, context: RequestContext): string {
  const asked = context.getValues(key);
  return `${key} was ${asked.length === 0 ? 'not in the request' : asked.join(', ')}; the policy has ${operator} ${values.join(', ')}`;
}
