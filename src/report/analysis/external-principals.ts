import { KnownResource } from './known-resources';
import { Statement } from './read-statements';
import { NamedPrincipal } from '../../policy/policy-document';
import { findWholeAccount } from '../../policy/principals';
import { groupBy } from '../../values/lists';
import { ReportedGrantee } from '../report-data';

/** A principal from outside the app that the policy of a resource allows something. */
export interface ExternalPrincipal {
  readonly id: string;
  readonly target: KnownResource;
  readonly allowing: readonly Statement[];
  readonly denying: readonly Statement[];
  /** True if AWS asks for the permission of its own policies as well. */
  readonly needsOwnPolicies: boolean;
}

/**
 * Finds the principals that resource policies allow something, apart from identities of the app and the accounts of the resources. A
 * statement for the account of a resource leaves permissions to the identity policies of the account.
 *
 * @param identities the ARNs of the identities of the app
 */
export function findExternalPrincipals(
  statementsByTarget: ReadonlyMap<KnownResource, readonly Statement[]>, identities: ReadonlySet<string>,
): ExternalPrincipal[] {
  return [...statementsByTarget].filter(([{ resource }]) => resource.kind !== 'role').flatMap(([target, statements]) => {
    const allowing = statements.filter(({ parsed }) => parsed.effect === 'Allow');
    const named = allowing.flatMap((statement) => statement.parsed.principals!.values
      .filter((principal) => !identities.has(principal.value) && identifyExternal(principal) !== `account ${target.account}`)
      .map((principal) => ({ principal, statement })));
    return [...groupBy(named, ({ principal }) => identifyExternal(principal))].map(([id, group]): ExternalPrincipal => ({
      id,
      target,
      allowing: group.map(({ statement }) => statement),
      denying: statements.filter((statement) => mayDeny(statement, group[0].principal)),
      // within the account, the policy of the resource is enough
      needsOwnPolicies: group[0].principal.type === 'AWS' && group[0].principal.value !== '*'
        && group[0].principal.value.split(':')[4] !== target.account,
    }));
  });
}

/** Tells whether a statement denies something to a principal. What denies all but some is left out, because `anybody` may be one of them. */
function mayDeny({ parsed: { effect, principals } }: Statement, principal: NamedPrincipal): boolean {
  if (effect !== 'Deny' || !principals || principals.negated) return false;
  return principals.values.some(({ type, value }) => value === '*' || (type === principal.type && value === principal.value));
}

/** Describes a principal, for example `account 111122223333`, `Service logs.amazonaws.com` or `anybody`. */
export function identifyExternal({ type, value }: NamedPrincipal): string {
  if (value === '*') return 'anybody';
  const account = findWholeAccount(value);
  if (account !== undefined) return `account ${account}`;
  if (type === 'AWS') return value;
  return `${type} ${value}`;
}

export function makeExternalGrantee(id: string): ReportedGrantee {
  return { id, kind: 'principal', name: id, functions: [], declared: [], unknownPolicies: [] };
}
