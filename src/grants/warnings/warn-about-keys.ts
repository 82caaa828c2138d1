import { Aws, Stack, Token } from 'aws-cdk-lib';
import { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { PlannedPermission } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { authorize, Decision, RequestPrincipal } from '../../policy/evaluate';
import { openPolicy } from '../../policy/open-policies';
import { ALLOW_EVERYTHING } from '../../policy/policy-document';
import { findWholeAccount, isPrincipalArn } from '../../policy/principals';
import { findDeclaredPath, warn } from '../../resources/annotate';
import { differ, splitArn } from '../../resources/arns';
import { findIdentityResource } from '../../resources/identities';
import { readProperty } from '../../resources/read-properties';
import { remembered } from '../../resources/settled';
import { writeStandIns } from '../../resources/stand-ins';
import { groupBy } from '../../values/lists';
import { findDeclaredKey, listArns } from '../accounts/cross-account-access';
import { formatForMessage, formatPolicyJson } from '../accounts/policy-json';
import { Identity, isIdentity } from '../policies/identity-policies';
import { HeldStatement, readDocument } from '../policies/read-policies';

/**
 * Warns about keys whose own policies don't allow what an access needs. Without them, an identity policy has no effect. A key of
 * another app in the same account is assumed to leave the decision to IAM. Call this at validation.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function warnAboutKeys(owner: IConstruct, principal: IPrincipal, permissions: readonly PlannedPermission[]): void {
  if (!isIdentity(principal)) return;
  const onKeys = permissions.filter(({ action, effect }) => effect === undefined && action.startsWith('kms:'));
  for (const [arn, group] of groupBy(onKeys, ({ resource }) => resource)) {
    const decided = group.map((permission) => ({ permission, reason: decideByKeyPolicy(permission, principal) }));
    const denied = decided.filter(({ reason }) => reason === 'explicit-deny').map(({ permission }) => permission);
    const refused = decided.filter(({ reason }) => !['allowed', 'explicit-deny'].includes(reason)).map(({ permission }) => permission);
    if (denied.length > 0) warnAboutKeyDenial(owner, principal, arn, denied);
    if (refused.length > 0) warnAboutMissingStatement(owner, principal, arn, refused);
  }
}

function warnAboutKeyDenial(owner: IConstruct, principal: Identity, arn: string, denied: readonly PlannedPermission[]): void {
  warn(owner, {
    id: 'keyPolicy',
    value: `the policy of the key ${findDeclaredPath(findDeclaredKey({ arn })!)} denies ${[...new Set(denied.map(({ action }) => action))].join(', ')}, `
      + `which this access allows ${principal.node.path}`,
    expected: 'no statement that denies the actions of the features, because KMS then denies the requests',
    remedy: 'narrow or remove the denial in the policy of the key',
  });
}

function warnAboutMissingStatement(owner: IConstruct, principal: IPrincipal & Identity, arn: string, refused: readonly PlannedPermission[]): void {
  const key = findDeclaredKey({ arn });
  const statements = toStatements(refused.map((permission) => ({ ...permission, resource: '*' })));
  const warning = key ? {
    value: `the policy of the key ${findDeclaredPath(key)} does not allow ${principal.node.path} to use the key`,
    remedy: 'add the statement to the policy of the key',
  } : {
    value: `the policy of the key ${arn} may not allow ${principal.node.path} to use the key`,
    remedy: 'add the statement where the key is defined, then acknowledge this warning',
  };
  // a policy can't name a group, only the account of its users
  const names = 'groupName' in principal ? [`arn:${Aws.PARTITION}:iam::${findOwnAccount(principal)}:root`] : listArns(principal);
  warn(owner, {
    id: 'keyPolicy',
    value: formatForMessage(principal, warning.value),
    expected: formatForMessage(principal, `this policy: ${formatPolicyJson(statements, names)}`),
    remedy: warning.remedy,
  });
}

function decideByKeyPolicy(permission: PlannedPermission, principal: IPrincipal & Identity): Decision['reason'] {
  const { resource: arn } = permission;
  const key = findDeclaredKey({ arn });
  // a key without a policy gets one from KMS that leaves it to IAM in its own account
  if (!key || readProperty(key, 'KeyPolicy').isAbsent) {
    return differ(key ? Stack.of(key).account : parseAccount(arn), findOwnAccount(principal)) ? 'resource-policy' : 'allowed';
  }
  const statements = remembered(key, 'statements of its policy', () => readDocument(key, readProperty(key, 'KeyPolicy'), 'resource'));
  const [resource, account] = [arn, Stack.of(key).account].map((text) => writeStandIns(key, text));
  if (findOwnAccount(principal) === Stack.of(key).account && remembered(key, 'its policy leaves it to IAM', () => leavesToIam(statements, account))) return 'allowed';
  const reasons = listKeyPrincipals(principal, statements).flatMap((each) => listServices(permission, key, statements).map((service) => {
    const [context, missing] = service === undefined ? [{}, ['kms:ViaService']] : [{ 'kms:ViaService': service }, []];
    const Statement = statements.flatMap((statement) => openPolicy(statement.document, context, missing).Statement);
    // the identity policy allows everything, so that the policy of the key decides
    const policies = { identity: [ALLOW_EVERYTHING], resource: { account, document: { ...ALLOW_EVERYTHING, Statement } } };
    return authorize(policies, { principal: each, action: permission.action, resource, context }).reason;
  }));
  return reasons.find((reason) => reason === 'allowed') ?? reasons[0];
}

/**
 * Tells whether the policy of a key leaves everything to the identity policies of its account, as the policy does that CDK writes. It is the same
 * for all principals of the account.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
function leavesToIam(statements: readonly HeldStatement[], account: string): boolean {
  return statements.every(({ effect }) => effect === 'Allow') && statements.some(({ principals, actions, resources, conditions }) =>
    principals?.negated === false && principals.values.some(({ type, value }) => type === 'AWS' && findWholeAccount(value) === account)
    && !actions.negated && actions.values.includes('kms:*') && !resources?.negated && conditions.length === 0
    && (!resources || resources.values.includes('*')));
}

/** Lists who may be the principal of a request. A user of a group may be one that the policy names. */
function listKeyPrincipals(principal: IPrincipal & Identity, statements: readonly HeldStatement[]): RequestPrincipal[] {
  if (!('groupName' in principal)) return [toRequestPrincipal(listArns(principal).map((name) => writeStandIns(principal, name)).at(0))];
  const named = statements.flatMap(({ principals }) => principals?.values ?? []).map(({ value }) => value).filter((value) => /:user\//.test(value));
  return [`arn:aws:iam::${writeStandIns(principal, findOwnAccount(principal))}:user/member`, ...named].map(toRequestPrincipal);
}

/** A principal that only CloudFormation knows is none that the policy names. */
function toRequestPrincipal(arn: string = ''): RequestPrincipal {
  if (isPrincipalArn(arn)) return { arn, account: arn.split(':')[4] };
  return { arn: 'unknown', account: '' };
}

/**
 * Lists the services that may send the requests of a permission, as `kms:ViaService` names them. The client itself is none. If only
 * CloudFormation knows the Region, it may be the one that the policy names.
 */
function listServices({ conditions }: PlannedPermission, key: CfnKey, statements: readonly HeldStatement[]): (string | undefined)[] {
  const services = [conditions?.StringEquals?.['kms:ViaService'] ?? []].flat();
  if (services.length === 0) return [undefined];
  const named = statements.flatMap((statement) => statement.conditions).filter((entry) => /^kms:ViaService$/i.test(entry.key)).flatMap(({ values }) => values);
  const isOpen = services.some((service) => Token.isUnresolved(service));
  return [...services.map((service) => writeStandIns(key, service)), ...named.filter((name) => name.includes('{') || (isOpen && name.startsWith('dynamodb.')))];
}

/** The account of an import is the one of its declaration, if the app has it. */
function findOwnAccount(principal: IPrincipal & Identity): string {
  const declaration = findIdentityResource(principal);
  return declaration ? Stack.of(declaration).account : principal.principalAccount ?? Stack.of(principal).account;
}

function parseAccount(arn: string): string | undefined {
  if (arn.startsWith('arn:')) return splitArn(arn).account;
  return undefined;
}
