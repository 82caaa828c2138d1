import { Catalogue } from './catalogue';
import { Facet, Place } from './places';
import { Statement } from './statements';
import { nameOf } from '../policy/evaluate';
import { ConditionEntry } from '../policy/policy-document';
import { Identity, NamedAs } from '../policy/principals';

/** Actions that are allowed, by statements that only together allow them, or denied by one. */
export interface Effect {
  readonly actions: readonly string[];
  readonly statements: readonly Statement[];
  readonly conditions: readonly ConditionEntry[];
}

export interface Reach {
  readonly allowed: readonly Effect[];
  readonly denied: readonly Effect[];
}

/** What may decide on the requests of an identity for a facet of a place. */
export interface Deciding {
  readonly identity: readonly Statement[];
  /** Undefined without a permissions boundary. */
  readonly boundary?: readonly Statement[];
  readonly resource: readonly Statement[];
}

/** The condition that stands for the policy of a resource that isn't of the app. */
function policyOfOthers({ resource, account }: Place): ConditionEntry {
  return { operator: 'ResourcePolicy', key: `the policy of ${resource.name} in account ${account}`, values: ['allow'] };
}

/**
 * What an identity may do with one facet of a place: the decisions of `authorize` of the evaluation for all actions at once,
 * with the conditions that they depend on instead of those of a request.
 *
 * docs/evaluation.md says which pages of AWS each step rests on.
 */
export function reachOf(identity: Identity, place: Place, facet: Facet, deciding: Deciding, catalogue: Catalogue): Reach {
  const bounded = deciding.boundary !== undefined;
  const supported = catalogue.on(facet.type);
  const named = (statement: Statement) => nameOf(statement.parsed, { identity, bounded });
  const all = [...deciding.identity, ...deciding.boundary ?? [], ...deciding.resource];
  const denied = all.filter(({ parsed }) => parsed.effect === 'Deny').filter((statement) => named(statement) !== false)
    .map((statement) => together([statement], supported)).filter(({ actions }) => actions.length > 0);
  const never = new Set(denied.filter(({ conditions }) => conditions.length === 0).flatMap(({ actions }) => actions));

  const allows = (statements: readonly Statement[] = []) => statements.filter(({ parsed }) => parsed.effect === 'Allow');
  const granting = allows(deciding.resource).flatMap((statement): [Statement, NamedAs][] => {
    const name = named(statement);
    return name === false || name === undefined ? [] : [[statement, name]];
  });
  const byResource = (...names: NamedAs[]) => granting.filter(([, name]) => names.includes(name)).map(([statement]) => [statement]);
  const byIdentity = allows(deciding.identity).map((statement) => [statement]);
  const within = (ways: Statement[][]) => bounded ? product(ways, allows(deciding.boundary).map((statement) => [statement])) : ways;

  const foreign = place.account !== undefined && place.account !== identity.account;
  const assumed = foreign && place.hasUnknownPolicy;
  // a key that isn't of the app is taken to let its account in, as AWS's default key policy does
  const needed = place.resource.kind === 'key' && place.policy !== undefined;
  const ways = foreign
    ? within(assumed ? byIdentity : product(byIdentity, granting.map(([statement]) => [statement])))
    : [
      ...byResource('itself', 'anyone'),
      ...within([...byResource('role'), ...needed ? product(byIdentity, byResource('account')) : byIdentity]),
    ];
  const allowed = ways.map((statements) => together(statements, supported))
    .map(({ actions, ...effect }) => ({
      ...effect,
      actions: actions.filter((action) => !never.has(action)),
      conditions: assumed ? [...effect.conditions, policyOfOthers(place)] : effect.conditions,
    }))
    .filter(({ actions }) => actions.length > 0);
  return { allowed, denied };
}

function product(some: Statement[][], others: Statement[][]): Statement[][] {
  return some.flatMap((one) => others.map((other) => [...one, ...other]));
}

/** The actions that all statements name, under the conditions of all. */
function together(statements: readonly Statement[], supported: ReadonlySet<string>): Effect {
  const [first, ...others] = statements;
  return {
    actions: [...first.actions].filter((action) => supported.has(action) && others.every(({ actions }) => actions.has(action))),
    statements,
    conditions: statements.flatMap(({ conditions }) => conditions),
  };
}
