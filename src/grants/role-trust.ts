import { Token } from 'aws-cdk-lib';
import { AccountPrincipal, IPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SOURCE_CONDITIONS } from './source-conditions';
import { fail, Problem } from '../problems/problem';
import { checkShape, optional, PROPS, expectOptions, expectText } from '../problems/shape';

/**
 * On what condition the principals of an AWS account may assume a role.
 */
export interface AccountTrustOptions {
  /**
   * What whoever assumes the role must send as the external id, of 2 to 1,224 characters: the account chooses one for each
   * party that it acts for, so that none of them can make it act on another's behalf. It is no secret.
   *
   * @default - none is asked for
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  readonly externalId?: string;

  /**
   * The organization that whoever assumes the role must belong to, for example `o-a1b2c3d4e5`.
   *
   * @default - any, or none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid
   */
  readonly organizationId?: string;
}

/**
 * On whose behalf an AWS service may assume a role.
 */
export interface ServiceTrustOptions {
  /**
   * The account whose resources the service acts for, as 12 digits.
   *
   * @default - any account that may pass the role
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceaccount
   */
  readonly sourceAccount?: string;

  /**
   * The ARN of the resource that the service acts for, in which `*` stands for any characters. For EventBridge Scheduler that
   * is a schedule group, for Amazon ECS anything of an account and Region: `arn:aws:ecs:eu-west-1:111122223333:*`.
   *
   * @default - any resource
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
   */
  readonly sourceArn?: string;
}

/**
 * Who may assume a role, for `assumedBy` of `DynamoAccessRole`, where an account or a service alone says too little.
 *
 * The trust is one of three steps to delegate access to another account: the role trusts the account, the role has its
 * permissions, and the account gives `sts:AssumeRole` on the role to a principal of its own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export class RoleTrust {
  /**
   * The principals of an AWS account, to whom that account gives `sts:AssumeRole` on the role.
   *
   * An account id that isn't 12 digits, a malformed external id or organization id are errors.
   *
   * @param accountId the account, as 12 digits
   */
  public static ofAccount(accountId: string, options: AccountTrustOptions = {}): IPrincipal {
    const where = 'RoleTrust.ofAccount';
    checkShape(where, 'accountId', accountId, ACCOUNT);
    checkShape(where, PROPS, options, ACCOUNT_TRUST);
    const { externalId, organizationId } = options;
    failIf(where, findAccountProblem('accountId', accountId) ?? findExternalIdProblem(externalId) ?? findOrganizationProblem(organizationId));
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
   * An AWS service, on behalf of one account or resource.
   *
   * These conditions are an error for a service that doesn't document them for the trust policies of the roles that it
   * runs with: a service that doesn't send the keys could never assume the role. So are malformed values.
   *
   * @param service the service principal, for example `states.amazonaws.com`
   */
  public static ofService(service: string, options: ServiceTrustOptions = {}): IPrincipal {
    const where = 'RoleTrust.ofService';
    checkShape(where, 'service', service, SERVICE);
    checkShape(where, PROPS, options, SERVICE_TRUST);
    const { sourceAccount, sourceArn } = options;
    const principal = new ServicePrincipal(service);
    if (sourceAccount === undefined && sourceArn === undefined) return principal;
    failIf(where, findServiceProblem(service, options) ?? findAccountProblem('sourceAccount', sourceAccount));
    return principal.withConditions({
      ...sourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': sourceAccount } },
      ...sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } },
    });
  }

  private constructor() {}
}

const ACCOUNT = expectText('an AWS account id, which is 12 digits', 'write it in quotes, with its leading zeros');
const SERVICE = expectText('a service principal, such as states.amazonaws.com');

const ACCOUNT_TRUST = expectOptions({
  externalId: optional(expectText('the external id that the account chose')),
  organizationId: optional(expectText('the id of an organization, such as o-a1b2c3d4e5')),
});

const SERVICE_TRUST = expectOptions({
  sourceAccount: optional(ACCOUNT),
  sourceArn: optional(expectText('an ARN')),
});

function failIf(where: string, problem: Problem | undefined): void {
  if (problem) fail(where, problem);
}

function findAccountProblem(name: string, accountId?: string): Problem | undefined {
  if (accountId === undefined || Token.isUnresolved(accountId) || /^\d{12}$/.test(accountId)) return undefined;
  return {
    id: 'accountId',
    value: `${name} '${accountId}'`,
    expected: 'an AWS account id, which is 12 digits',
    remedy: 'write it as text, with its leading zeros and without dashes',
  };
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function findExternalIdProblem(externalId: string | undefined): Problem | undefined {
  const sound = externalId === undefined || Token.isUnresolved(externalId) || /^[\w+=,.@:/-]{2,1224}$/.test(externalId);
  if (sound) return undefined;
  return {
    id: 'externalId',
    value: `externalId '${externalId}'`,
    expected: '2 to 1,224 letters, digits, and _ + = , . @ : / -',
    remedy: 'choose another, or leave it out',
  };
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
function findOrganizationProblem(organizationId: string | undefined): Problem | undefined {
  const sound = organizationId === undefined || Token.isUnresolved(organizationId) || /^o-[a-z0-9]{10,32}$/.test(organizationId);
  if (sound) return undefined;
  return {
    id: 'organizationId',
    value: `organizationId '${organizationId}'`,
    expected: 'the id of an organization: o- and 10 to 32 lower-case letters or digits',
    remedy: 'look it up in AWS Organizations, or leave it out',
  };
}

function findServiceProblem(service: string, { sourceArn }: ServiceTrustOptions): Problem | undefined {
  const documented = SOURCE_CONDITIONS[service];
  if (!documented) {
    return {
      id: 'sourceCondition',
      value: `sourceAccount or sourceArn for ${service}`,
      expected: 'a service that documents these conditions for the trust of the roles that it runs with: '
        + Object.keys(SOURCE_CONDITIONS).join(', '),
      remedy: 'leave them out, or write the condition yourself if the service documents it by now',
    };
  }
  if (sourceArn === undefined || Token.isUnresolved(sourceArn) || documented.sourceArn.test(sourceArn)) return undefined;
  return {
    id: 'sourceCondition',
    value: `sourceArn '${sourceArn}' for ${service}`,
    expected: `the form ${documented.form}`,
    remedy: `see ${documented.see}`,
  };
}
