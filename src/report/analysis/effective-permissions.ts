import { ActionCatalogue } from './action-catalogue';
import { TypedArn, KnownResource } from './known-resources';
import { Statement } from './read-statements';
import { matchPrincipals } from '../../policy/evaluate';
import { ConditionEntry } from '../../policy/policy-document';
import { Identity, NamedAs } from '../../policy/principals';

/** Actions that are allowed, by statements that only together allow them, or denied by one. */
export interface PermissionEffect {
  readonly actions: readonly string[];
  readonly statements: readonly Statement[];
  readonly conditions: readonly ConditionEntry[];
}

export interface EffectivePermissions {
  readonly allowed: readonly PermissionEffect[];
  readonly denied: readonly PermissionEffect[];
}

/** What may decide on the requests of an identity for a facet of a place. */
export interface DecidingStatements {
  readonly identity: readonly Statement[];
  /** Undefined without a permissions boundary. */
  readonly boundary?: readonly Statement[];
  readonly resource: readonly Statement[];
}

/** The condition that stands for the policy of a resource that isn't of the app. */
function requireOtherPolicy({ resource, account }: KnownResource): ConditionEntry {
  return { operator: 'ResourcePolicy', key: `the policy of ${resource.name} in account ${account}`, values: ['allow'] };
}

/**
 * What an identity may do with one facet of a place: the decisions of `authorize` of the evaluation for all actions at once,
 * with the conditions that they depend on instead of those of a request.
 *
 * docs/evaluation.md says which pages of AWS each step rests on.
 */
export function findEffectivePermissions(identity: Identity, place: KnownResource, facet: TypedArn, deciding: DecidingStatements, catalogue: ActionCatalogue): EffectivePermissions {
  const bounded = deciding.boundary !== undefined;
  const supported = catalogue.findAuthorizedOn(facet.type);
  const named = (statement: Statement) => matchPrincipals(statement.parsed, { identity, bounded });
  const all = [...deciding.identity, ...deciding.boundary ?? [], ...deciding.resource];
  const denied = all.filter(({ parsed }) => parsed.effect === 'Deny').filter((statement) => named(statement) !== false)
    .map((statement) => combineStatements([statement], supported)).filter(({ actions }) => actions.length > 0);
  const never = new Set(denied.filter(({ conditions }) => conditions.length === 0).flatMap(({ actions }) => actions));

  const allows = (statements: readonly Statement[] = []) => statements.filter(({ parsed }) => parsed.effect === 'Allow');
  const granting = allows(deciding.resource).flatMap((statement): [Statement, NamedAs][] => {
    const name = named(statement);
    if (name === false || name === undefined) return [];
    return [[statement, name]];
  });
  const byResource = (...names: NamedAs[]) => granting.filter(([, name]) => names.includes(name)).map(([statement]) => [statement]);
  const byIdentity = allows(deciding.identity).map((statement) => [statement]);
  const within = (ways: Statement[][]) => bounded ? combinePairs(ways, allows(deciding.boundary).map((statement) => [statement])) : ways;

  const foreign = place.account !== undefined && place.account !== identity.account;
  const assumed = foreign && place.hasUnknownPolicy;
  // a key that isn't of the app is taken to let its account in, as AWS's default key policy does
  const needed = place.resource.kind === 'key' && place.policy !== undefined;
  const ways = foreign
    ? within(assumed ? byIdentity : combinePairs(byIdentity, granting.map(([statement]) => [statement])))
    : [
      ...byResource('itself', 'anyone'),
      ...within([...byResource('role'), ...needed ? combinePairs(byIdentity, byResource('account')) : byIdentity]),
    ];
  const allowed = ways.map((statements) => combineStatements(statements, supported))
    .map(({ actions, ...effect }) => ({
      ...effect,
      actions: actions.filter((action) => !never.has(action)),
      conditions: assumed ? [...effect.conditions, requireOtherPolicy(place)] : effect.conditions,
    }))
    .filter(({ actions }) => actions.length > 0);
  return { allowed, denied };
}

function combinePairs(some: Statement[][], others: Statement[][]): Statement[][] {
  return some.flatMap((one) => others.map((other) => [...one, ...other]));
}

/** The actions that all statements name, under the conditions of all. */
function combineStatements(statements: readonly Statement[], supported: ReadonlySet<string>): PermissionEffect {
  const [first, ...others] = statements;
  return {
    actions: [...first.actions].filter((action) => supported.has(action) && others.every(({ actions }) => actions.has(action))),
    statements,
    conditions: statements.flatMap(({ conditions }) => conditions),
  };
}
