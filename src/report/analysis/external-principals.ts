import { KnownResource } from './known-resources';
import { Statement } from './read-statements';
import { matchPrincipals } from '../../policy/evaluate';
import { NamedPrincipal } from '../../policy/policy-document';
import { findWholeAccount, identify, Identity, isPrincipalArn, isRoleSession } from '../../policy/principals';
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
      .filter((principal) => !isAppPrincipal(principal, identities) && nameExternal(principal) !== `account ${target.account}`)
      .map((principal) => ({ principal, statement })));
    return [...groupBy(named, ({ principal }) => nameExternal(principal))].map(([id, group]): ExternalPrincipal => {
      const { principal } = group[0];
      const identity = identifyExternal(principal);
      return {
        id,
        target,
        allowing: group.map(({ statement }) => statement),
        denying: statements.filter((statement) => deniesAlways(statement, identity)),
        // within the account, the policy of the resource is enough
        needsOwnPolicies: principal.type === 'AWS' && principal.value !== '*' && identity.account !== target.account,
      };
    });
  });
}

/** Tells whether a principal is a role or user of the app, or the session of a role of the app. */
function isAppPrincipal({ value }: NamedPrincipal, identities: ReadonlySet<string>): boolean {
  return identities.has(value) || [...identities].some((arn) => isRoleSession(value, arn));
}

/** Tells whether a statement denies something to a principal. A denial to all but some is left out for `anybody`, who may be one of them. */
function deniesAlways({ parsed }: Statement, identity: Identity): boolean {
  if (parsed.effect !== 'Deny' || (parsed.principals?.negated && identity === ANYBODY)) return false;
  return matchPrincipals(parsed, { identity, bounded: false }) !== false;
}

/** A caller that no policy names except by `*`. */
const ANYBODY: Identity = { ofAccount: false, root: false, account: '', arn: '' };

/** Identifies a principal for the evaluation of policies. An account stands for its root user, whom only statements about the account name. */
function identifyExternal({ type, value }: NamedPrincipal): Identity {
  if (value === '*') return ANYBODY;
  if (type !== 'AWS') return { ...ANYBODY, arn: value };
  const account = findWholeAccount(value);
  if (account !== undefined) return { ofAccount: true, root: true, account, arn: `arn:aws:iam::${account}:root` };
  // the unique id of a deleted role or user names no account
  if (!isPrincipalArn(value)) return { ofAccount: true, root: false, account: '', arn: value };
  return identify({ arn: value, account: value.split(':')[4] });
}

/** Describes a principal, for example `account 111122223333`, `Service logs.amazonaws.com` or `anybody`. */
function nameExternal({ type, value }: NamedPrincipal): string {
  if (value === '*') return 'anybody';
  const account = findWholeAccount(value);
  if (account !== undefined) return `account ${account}`;
  if (type === 'AWS') return value;
  return `${type} ${value}`;
}

export function makeExternalGrantee(id: string): ReportedGrantee {
  return { id, kind: 'principal', name: id, functions: [], declared: [], unknownPolicies: [] };
}
