import { PolicyDocument, PolicyStatement } from '../../src/policy/evaluate';

/** One action on one resource, as one statement of a role grants it. */
export interface Grant {
  readonly policy: number;
  readonly statement: number;
  readonly action: string;
  readonly resource: string;
}

/** Everything that policies grant, pair by pair. */
export function grantsOf(policies: readonly PolicyDocument[]): Grant[] {
  return policies.flatMap((document, policy) => statementsOf(document).flatMap(({ Effect, Action, Resource }, statement) =>
    Effect === 'Deny' ? [] : listOf(Action).flatMap((action) =>
      listOf(Resource).map((resource) => ({ policy, statement, action, resource })))));
}

/** The same policies without one grant: its statement becomes one for the other resources, and one for the other actions. */
export function without(policies: readonly PolicyDocument[], grant: Grant): PolicyDocument[] {
  return policies.map((document, policy) => policy !== grant.policy ? document : {
    ...document,
    Statement: statementsOf(document).flatMap((statement, index) => {
      if (index !== grant.statement) return [statement];
      const { Sid: _, ...rest } = statement;
      const otherActions = listOf(statement.Action).filter((action) => action !== grant.action);
      const otherResources = listOf(statement.Resource).filter((resource) => resource !== grant.resource);
      return [
        ...(otherActions.length > 0 ? [{ ...rest, Action: otherActions }] : []),
        ...(otherResources.length > 0 ? [{ ...rest, Action: grant.action, Resource: otherResources }] : []),
      ];
    }),
  });
}

/** The same policies without what limits them: without the conditions on actions of DynamoDB, and without denials. */
export function unlimited(policies: readonly PolicyDocument[]): PolicyDocument[] {
  return policies.map((document) => ({
    ...document,
    Statement: statementsOf(document).filter(({ Effect }) => Effect === 'Allow').map(({ Condition, ...statement }) =>
      listOf(statement.Action).some((action) => action.startsWith('dynamodb:')) ? statement : { ...statement, Condition }),
  }));
}

function statementsOf({ Statement }: PolicyDocument): PolicyStatement[] {
  return listOf(Statement);
}

function listOf<T>(value: T | readonly T[] | undefined): T[] {
  return value === undefined ? [] : [value].flat() as T[];
}
