import { NamedPrincipal } from './policy-document';

/** Who makes a request. */
export interface RequestPrincipal {
  /** The ARN of a role, a role's session, a user, a federated user, an account's root; or the name of a service or an IdP. */
  readonly arn: string;
  /** The account that the principal belongs to; empty for services. */
  readonly account: string;
}

/**
 * As what a policy of a resource names a principal: as one of all, by its account, by its role, or directly, as a session, a
 * user, a service or an identity provider.
 */
export type NamedAs = 'anyone' | 'account' | 'role' | 'itself';

/** What a principal is, as far as policies can name it. */
export interface Identity {
  /** Whether it is a principal of an account, whose identity policies count. */
  readonly ofAccount: boolean;
  /** The root user of an account, who needs no identity policy there. */
  readonly root: boolean;
  readonly account: string;
  readonly arn: string;
  /** The role whose session it is, or that it is, as `partition:account:name`. */
  readonly role?: string;
}

const PRINCIPAL_ARN = /^arn:(?<partition>[^:]+):(?:iam|sts)::(?<account>\d{12}):(?<kind>root|role|assumed-role|user|federated-user)(?:\/(?<name>.+))?$/;

export function identify({ arn, account }: RequestPrincipal): Identity {
  const groups = PRINCIPAL_ARN.exec(arn)?.groups;
  if (!groups) {
    if (/^arn:.*:(role|assumed-role|user|federated-user|root)\b/.test(arn)) throw new Error(`the principal ${arn} is no ARN of IAM or STS`);
    return { ofAccount: false, root: false, account, arn };
  }
  if (groups.account !== account) throw new Error(`the principal ${arn} is not of the account ${account}`);
  return { ofAccount: true, root: groups.kind === 'root', account, arn, role: roleOf(arn) };
}

/**
 * How a principal of a policy names an identity, if it does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function namedAs({ type, value }: NamedPrincipal, identity: Identity): NamedAs | undefined {
  if (type === '*' || (type === 'AWS' && value === '*')) return 'anyone';
  if (!identity.ofAccount) return (type === 'Service' || type === 'Federated') && value === identity.arn ? 'itself' : undefined;
  if (type !== 'AWS') return undefined;
  if (value === identity.account || isRootOf(value, identity.account)) return 'account';
  if (isRole(value) && roleOf(value) === identity.role) return 'role';
  return value === identity.arn ? 'itself' : undefined;
}

/**
 * Whether NotPrincipal leaves an identity out. The account is looked at first, then the user or role in it: both must be named.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isLeftOut(principals: readonly NamedPrincipal[], identity: Identity): boolean {
  const names = principals.map((principal) => namedAs(principal, identity));
  if (!identity.ofAccount) return names.includes('itself');
  if (!names.includes('account')) return false;
  return identity.root || names.includes(identity.role === undefined ? 'itself' : 'role');
}

function isRootOf(arn: string, account: string): boolean {
  const { kind, account: owner } = PRINCIPAL_ARN.exec(arn)?.groups ?? {};
  return kind === 'root' && owner === account;
}

function isRole(arn: string): boolean {
  return PRINCIPAL_ARN.exec(arn)?.groups?.kind === 'role';
}

/** A role's name is unique in its account, and the ARN of a session doesn't have the role's path. */
function roleOf(arn: string): string | undefined {
  const { kind, partition, account, name } = PRINCIPAL_ARN.exec(arn)?.groups ?? {};
  if (kind === 'role') return [partition, account, name.split('/').pop()].join(':');
  return kind === 'assumed-role' ? [partition, account, name.split('/')[0]].join(':') : undefined;
}
