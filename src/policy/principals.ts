import { CannotEvaluate, NamedPrincipal } from './policy-document';

/** The principal that makes a request. */
export interface RequestPrincipal {
  /** The ARN of a role, a session, a user, a federated user or the root user; or the name of a service or an identity provider. */
  readonly arn: string;
  /** The account that the principal belongs to. Empty for services. */
  readonly account: string;
}

/**
 * How a policy of a resource names a principal: with everybody, by its account, by its role, or itself. A session, a user, a
 * service and an identity provider are named themselves.
 */
export type NamedAs = 'anyone' | 'account' | 'role' | 'itself';

/** A principal, in the terms in which policies name it. */
export interface Identity {
  /** True for principals of an account, whose identity policies count. */
  readonly ofAccount: boolean;
  /** True for the root user of an account, who needs no identity policy there. */
  readonly root: boolean;
  readonly account: string;
  readonly arn: string;
  /** The role, or the role of the session, as `partition:account:name`. */
  readonly role?: string;
}

const KIND = '(?<kind>root|role|assumed-role|user|federated-user)';
/** A name in a template may have any characters, line breaks too, before IAM refuses it. */
const PRINCIPAL_ARN = new RegExp(`^arn:(?<partition>[^:]+):(?:iam|sts)::(?<account>\\d{12}):${KIND}(?:/(?<name>.+))?$`, 's');

const WHOLE_ACCOUNT = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/;

const LIKE_AN_ARN = /^arn:.*:(root|role|assumed-role|user|federated-user)\b/;

export function identify({ arn, account }: RequestPrincipal): Identity {
  const groups = PRINCIPAL_ARN.exec(arn)?.groups;
  if (!groups) {
    if (LIKE_AN_ARN.test(arn)) throw new CannotEvaluate(`the principal ${arn} is no ARN of IAM or STS`);
    return { ofAccount: false, root: false, account, arn };
  }
  if (groups.account !== account) throw new CannotEvaluate(`the principal ${arn} is not of the account ${account}`);
  return { ofAccount: true, root: groups.kind === 'root', account, arn, role: identifyRole(arn) };
}

/** Tells whether an ARN is one of IAM or STS for a principal of an account. */
export function isPrincipalArn(arn: string): boolean {
  return PRINCIPAL_ARN.test(arn);
}

/** Tells whether a value of a principal names one session of a role, whose ARN this is. */
export function isRoleSession(value: string, role: string): boolean {
  return PRINCIPAL_ARN.exec(value)?.groups?.kind === 'assumed-role' && identifyRole(value) === identifyRole(role);
}

/** Reads the name of a session from its ARN. */
export function readSessionName(session: string): string {
  return session.split('/').at(-1)!;
}

/** Finds the account that a value of a principal names as a whole. */
export function findWholeAccount(value: string): string | undefined {
  return WHOLE_ACCOUNT.exec(value)?.[1];
}

/**
 * Finds how one principal in a policy names an identity. Returns `undefined` if it doesn't.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipal({ type, value }: NamedPrincipal, identity: Identity): NamedAs | undefined {
  if (type === '*' || (type === 'AWS' && value === '*')) return 'anyone';
  if (!identity.ofAccount) return (type === 'Service' || type === 'Federated') && value === identity.arn ? 'itself' : undefined;
  if (type !== 'AWS') return undefined;
  if (value === identity.account || isRootUser(value, identity.account)) return 'account';
  if (isRole(value) && identifyRole(value) === identity.role) return 'role';
  if (value === identity.arn) return 'itself';
  return undefined;
}

/**
 * Tells whether NotPrincipal excludes an identity. It must name both the account and the user or role in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isExcluded(principals: readonly NamedPrincipal[], identity: Identity): boolean {
  const names = principals.map((principal) => matchPrincipal(principal, identity));
  if (!identity.ofAccount) return names.includes('itself');
  if (!names.includes('account')) return false;
  return identity.root || names.includes(identity.role === undefined ? 'itself' : 'role');
}

function isRootUser(arn: string, account: string): boolean {
  const { kind, account: owner } = PRINCIPAL_ARN.exec(arn)?.groups ?? {};
  return kind === 'root' && owner === account;
}

function isRole(arn: string): boolean {
  return PRINCIPAL_ARN.exec(arn)?.groups?.kind === 'role';
}

/** Identifies a role without its path, which the ARNs of its sessions don't have. A role's name is unique in its account. */
function identifyRole(arn: string): string | undefined {
  const { kind, partition, account, name = '' } = PRINCIPAL_ARN.exec(arn)?.groups ?? {};
  if (kind === 'role') return [partition, account, name.split('/').pop()].join(':');
  if (kind === 'assumed-role') return [partition, account, name.split('/')[0]].join(':');
  return undefined;
}
