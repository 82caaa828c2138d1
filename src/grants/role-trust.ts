import { Token } from 'aws-cdk-lib';
import { AccountPrincipal, IPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SOURCE_CONDITIONS } from './source-conditions';
import { failIf, Problem } from '../problems/problem';
import { checkShape, expectOptions, expectText, optional, PROPS } from '../problems/shape';

/** Conditions under which the principals of an AWS account may assume a role. */
export interface AccountTrustOptions {
  /**
   * The external id that the principal must send, 2 to 1,224 characters. The other account chooses a different one for each of its
   * customers, so that no customer can make it act for another. It isn't a secret.
   *
   * @default - no external id is required
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  readonly externalId?: string;

  /**
   * The organization that the principal must belong to, for example `o-a1b2c3d4e5`.
   *
   * @default - any organization, or none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
   */
  readonly organizationId?: string;
}

/** The account or resource on whose behalf an AWS service may assume a role. */
export interface ServiceTrustOptions {
  /**
   * The account whose resources the service acts for, as 12 digits.
   *
   * @default - any account that may pass the role
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceaccount
   */
  readonly sourceAccount?: string;

  /**
   * The ARN of the resource that the service acts for. `*` matches any characters. For EventBridge Scheduler, name a schedule
   * group. For Amazon ECS, name the account and Region: `arn:aws:ecs:eu-west-1:111122223333:*`.
   *
   * @default - any resource
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
   */
  readonly sourceArn?: string;
}

/**
 * Principals for `assumedBy` of `DynamoAccessRole`, with conditions that an account or service principal alone doesn't have.
 *
 * To delegate access to another account takes three steps: the role trusts the account, the role has permissions, and the account
 * allows one of its principals `sts:AssumeRole` on the role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export class RoleTrust {
  /**
   * Trusts the principals of an AWS account. The account must allow them `sts:AssumeRole` on the role.
   *
   * Throws an error if the account id isn't 12 digits, or if the external id or organization id is malformed.
   *
   * @param accountId the account, as 12 digits
   * @example
   * const assumedBy = RoleTrust.ofAccount('111122223333', { externalId: 'orders-7f3a' });
   */
  public static ofAccount(accountId: string, options: AccountTrustOptions = {}): IPrincipal {
    const where = 'RoleTrust.ofAccount';
    checkShape(where, 'accountId', accountId, ACCOUNT);
    checkShape(where, PROPS, options, ACCOUNT_TRUST);
    const { externalId, organizationId } = options;
    failIf(where, findFormProblem('accountId', accountId)
      ?? findFormProblem('externalId', externalId) ?? findFormProblem('organizationId', organizationId));
    const principal = new AccountPrincipal(accountId);
    if (externalId === undefined && organizationId === undefined) return principal;
    return principal.withConditions({
      StringEquals: {
        ...externalId !== undefined && { 'sts:ExternalId': externalId },
        ...organizationId !== undefined && { 'aws:PrincipalOrgID': organizationId },
      },
    });
  }

  /**
   * Trusts an AWS service on behalf of one account or resource.
   *
   * Throws an error if the service doesn't document these conditions for the roles that it uses. Such a service doesn't send the
   * keys, so it could never assume the role. Malformed values are an error too.
   *
   * @param service the service principal, for example `states.amazonaws.com`
   * @example
   * const assumedBy = RoleTrust.ofService('states.amazonaws.com', { sourceAccount: '111122223333' });
   */
  public static ofService(service: string, options: ServiceTrustOptions = {}): IPrincipal {
    const where = 'RoleTrust.ofService';
    checkShape(where, 'service', service, SERVICE);
    checkShape(where, PROPS, options, SERVICE_TRUST);
    const { sourceAccount, sourceArn } = options;
    const principal = new ServicePrincipal(service);
    if (sourceAccount === undefined && sourceArn === undefined) return principal;
    failIf(where, findServiceProblem(service, options) ?? findFormProblem('accountId', sourceAccount, 'sourceAccount'));
    return principal.withConditions({
      ...sourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': sourceAccount } },
      ...sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } },
    });
  }

  private constructor() {}
}

const ACCOUNT = expectText('an AWS account id of 12 digits', 'write the id in quotes with its leading zeros');
const SERVICE = expectText('a service principal, such as states.amazonaws.com');

const ACCOUNT_TRUST = expectOptions({
  externalId: optional(expectText('the external id that the account chose')),
  organizationId: optional(expectText('the id of an organization, such as o-a1b2c3d4e5')),
});

const SERVICE_TRUST = expectOptions({
  sourceAccount: optional(ACCOUNT),
  sourceArn: optional(expectText('an ARN')),
});

interface TrustValueForm {
  readonly pattern: RegExp;
  readonly expected: string;
  readonly remedy: string;
}

const TRUST_VALUE_FORMS: Readonly<Record<'accountId' | 'externalId' | 'organizationId', TrustValueForm>> = {
  accountId: {
    pattern: /^\d{12}$/,
    expected: 'an AWS account id of 12 digits',
    remedy: 'write the id in quotes with its leading zeros and without dashes',
  },
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  externalId: {
    pattern: /^[\w+=,.@:/-]{2,1224}$/,
    expected: '2 to 1,224 letters, digits, and _ + = , . @ : / -',
    remedy: 'choose another external id, or leave externalId out',
  },
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
  organizationId: {
    pattern: /^o-[a-z0-9]{10,32}$/,
    expected: 'the id of an organization: o- and 10 to 32 lowercase letters or digits',
    remedy: 'copy the id from AWS Organizations, or leave organizationId out',
  },
};

function findFormProblem(id: keyof typeof TRUST_VALUE_FORMS, value: string | undefined, name: string = id): Problem | undefined {
  const { pattern, expected, remedy } = TRUST_VALUE_FORMS[id];
  if (value === undefined || Token.isUnresolved(value) || pattern.test(value)) return undefined;
  return { id, value: `${name} is '${value}'`, expected, remedy };
}

function findServiceProblem(service: string, { sourceArn }: ServiceTrustOptions): Problem | undefined {
  const documented = SOURCE_CONDITIONS[service];
  if (!documented) {
    return {
      id: 'sourceCondition',
      value: `${service} documents no sourceAccount or sourceArn for the roles that it assumes`,
      expected: `a service that does: ${Object.keys(SOURCE_CONDITIONS).join(', ')}`,
      remedy: 'leave the two options out, or write the condition yourself if AWS documents it now',
    };
  }
  if (sourceArn === undefined || Token.isUnresolved(sourceArn) || documented.sourceArn.test(sourceArn)) return undefined;
  return {
    id: 'sourceCondition',
    value: `sourceArn is '${sourceArn}', which ${service} never sends`,
    expected: `the form ${documented.form}`,
    remedy: `correct the ARN as ${documented.see} shows`,
  };
}
