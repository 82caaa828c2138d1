import { KnownResource } from './known-resources';
import { Statement } from './read-statements';
import { matchPrincipals } from '../../policy/evaluate';
import { ConditionEntry } from '../../policy/policy-document';
import { Identity, isRoleSession, NamedAs, readSessionName } from '../../policy/principals';
import { isSupportedAcrossAccounts } from '../../policy/resource-policy-actions';
import { computeOnce } from '../../values/compute-once';
import { partition } from '../../values/lists';

/** Actions that several statements together allow, or that one statement denies. */
export interface PermissionEffect {
  readonly actions: readonly string[];
  readonly statements: readonly Statement[];
  readonly conditions: readonly ConditionEntry[];
}

export interface EffectivePermissions {
  readonly allowed: readonly PermissionEffect[];
  readonly denied: readonly PermissionEffect[];
}

/** The statements that name one ARN, by the kind of their policy. */
export interface DecidingStatements {
  readonly identity: readonly Statement[];
  /** Undefined without a permissions boundary. */
  readonly boundary?: readonly Statement[];
  readonly resource: readonly Statement[];
}

/** Statements that allow something if all of them allow it. */
type Combination = readonly Statement[];

/**
 * Finds the permissions of an identity on one ARN of a resource. It decides like `authorize` of the evaluation, but for all actions at
 * once, and returns the conditions on which the permissions depend.
 *
 * docs/evaluation.md names the pages of AWS for each step.
 *
 * @param supported the actions that AWS authorizes on the type of the ARN
 */
export function findEffectivePermissions(
  identity: Identity, target: KnownResource, supported: ReadonlySet<string>, deciding: DecidingStatements,
): EffectivePermissions {
  const all = [...deciding.identity, ...deciding.boundary ?? [], ...deciding.resource];
  const [denying, others] = partition(all.filter(({ parsed }) => parsed.effect === 'Deny'), (statement) =>
    matchPrincipals(statement.parsed, { identity, bounded: deciding.boundary !== undefined }) !== false);
  const denied = [...denying, ...others.flatMap((statement) => limitToSessions(identity, statement))]
    .map((statement) => combineStatements([statement], supported)).filter(({ actions }) => actions.length > 0);
  const isExternal = target.account !== undefined && target.account !== identity.account;
  const needsUnknown = target.hasUnknownPolicy && (isExternal || target.resource.kind === 'role');
  const extra = needsUnknown ? [requirePolicyOutsideApp(target)] : [];
  const combinations = isExternal ? combineAcrossAccounts(target, identity, deciding) : combineWithinAccount(target, identity, deciding);
  const possible = isExternal ? filterAcrossAccounts(supported) : supported;
  const allowed = combinations.map((statements) => combineStatements(statements, possible))
    .map((effect) => ({ ...effect, conditions: [...effect.conditions, ...extra] }));
  return removeDenied({ allowed, denied });
}

/** Filters the actions that a resource can allow to other accounts. */
export const filterAcrossAccounts = computeOnce((actions: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...actions].filter(isSupportedAcrossAccounts)));

/** Removes the actions that are always denied from those that are allowed. */
export function removeDenied({ allowed, denied }: EffectivePermissions): EffectivePermissions {
  const never = new Set(denied.filter(({ conditions }) => conditions.length === 0).flatMap(({ actions }) => actions));
  const left = allowed.map((effect) => ({ ...effect, actions: effect.actions.filter((action) => !never.has(action)) }));
  return { allowed: left.filter(({ actions }) => actions.length > 0), denied };
}

function combineAcrossAccounts(target: KnownResource, identity: Identity, deciding: DecidingStatements): Combination[] {
  const byIdentity = listAllowing(deciding.identity);
  if (target.hasUnknownPolicy) return limitByBoundary(byIdentity, deciding);
  const byResource = [...listGranting(identity, deciding), ...listSessionGrants(identity, deciding)];
  return limitByBoundary(combinePairs(byIdentity, byResource), deciding);
}

function combineWithinAccount(
  { resource, policy, hasUnknownPolicy }: KnownResource, identity: Identity, deciding: DecidingStatements,
): Combination[] {
  // a key that the app doesn't declare is assumed to have AWS's default key policy, which allows its account
  const needsPolicy = (resource.kind === 'role' && !hasUnknownPolicy) || (resource.kind === 'key' && policy !== undefined);
  const byIdentity = listAllowing(deciding.identity);
  return [
    ...listGranting(identity, deciding, 'itself', 'anyone'),
    ...listSessionGrants(identity, deciding),
    ...limitByBoundary([
      ...listGranting(identity, deciding, 'role'),
      ...needsPolicy ? combinePairs(byIdentity, listGranting(identity, deciding, 'account')) : byIdentity,
    ], deciding),
  ];
}

function limitByBoundary(combinations: Combination[], { boundary }: DecidingStatements): Combination[] {
  if (boundary) return combinePairs(combinations, listAllowing(boundary));
  return combinations;
}

function listAllowing(statements: readonly Statement[]): Combination[] {
  return statements.filter(({ parsed }) => parsed.effect === 'Allow').map((statement) => [statement]);
}

/** Lists the statements of the resource's policy that allow the identity, if they name it in one of these ways. */
function listGranting(identity: Identity, { resource, boundary }: DecidingStatements, ...names: NamedAs[]): Combination[] {
  return listAllowing(resource).filter(([{ parsed }]) => {
    const name = matchPrincipals(parsed, { identity, bounded: boundary !== undefined });
    return name && (names.length === 0 || names.includes(name));
  });
}

/** Lists the statements of the resource's policy that allow some sessions of a role. */
function listSessionGrants(identity: Identity, { resource }: DecidingStatements): Combination[] {
  return listAllowing(resource).flatMap(([statement]) => limitToSessions(identity, statement).map((limited) => [limited]));
}

/** Limits a statement of a resource's policy to the sessions of a role that it names, which the report shows as a condition. */
function limitToSessions(identity: Identity, statement: Statement): Statement[] {
  const { negated = true, values = [] } = statement.parsed.principals ?? {};
  const sessions = values.map(({ value }) => value).filter((value) => isRoleSession(value, identity.arn));
  if (negated || sessions.length === 0) return [];
  const condition: ConditionEntry = { operator: 'Session', key: 'the session', values: sessions.map(readSessionName) };
  return [{ ...statement, conditions: [...statement.conditions, condition] }];
}

function combinePairs(some: readonly Combination[], others: readonly Combination[]): Combination[] {
  return some.flatMap((one) => others.map((other) => [...one, ...other]));
}

/** Finds the actions that all statements name, under the conditions of all of them. */
export function combineStatements(statements: Combination, supported: ReadonlySet<string>): PermissionEffect {
  const [first, ...others] = statements;
  return {
    actions: [...first.actions].filter((action) => supported.has(action) && others.every(({ actions }) => actions.has(action))),
    statements,
    conditions: statements.flatMap(({ conditions }) => conditions),
  };
}

/** The policy of a resource outside of the app must allow the request too, which the report shows as a condition. */
function requirePolicyOutsideApp({ resource: { kind, name }, account }: KnownResource): ConditionEntry {
  const key = kind === 'role' ? `the trust policy of ${name}` : `the policy of ${name} in account ${account}`;
  return { operator: 'ResourcePolicy', key, values: ['allow'] };
}
