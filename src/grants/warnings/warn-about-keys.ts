import { Stack } from 'aws-cdk-lib';
import { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { PlannedPermission } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { findDeclaredPath, warn } from '../../resources/annotate';
import { differ, splitArn } from '../../resources/arns';
import { namedIdentityArn } from '../../resources/identities';
import { readProperty } from '../../resources/read-properties';
import { remembered } from '../../resources/settled';
import { writeStandIns } from '../../resources/stand-ins';
import { findDeclaredKey, listArns } from '../accounts/cross-account-access';
import { formatForMessage, formatPolicyJson } from '../accounts/policy-json';
import { Identity, isIdentity } from '../policies/identity-policies';
import { coversAction, readDocument } from '../policies/read-policies';

/**
 * Warns about keys whose own policies don't allow what an access needs. Without them, an identity policy has no effect. A key of
 * another app in the same account is assumed to leave the decision to IAM. Call this at validation.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function warnAboutKeys(owner: IConstruct, principal: IPrincipal, permissions: readonly PlannedPermission[]): void {
  if (!isIdentity(principal) || 'groupName' in principal) return;
  const onKeys = permissions.filter(({ action, effect }) => effect === undefined && action.startsWith('kms:'));
  for (const arn of new Set(onKeys.map(({ resource }) => resource))) {
    const refused = onKeys.filter(({ resource, action }) => resource === arn && !isAllowedByKeyPolicy(arn, action, principal));
    if (refused.length === 0) continue;
    const key = findDeclaredKey({ arn });
    const statements = toStatements(refused.map((permission) => ({ ...permission, resource: '*' })));
    const warning = key ? {
      value: `the policy of the key ${findDeclaredPath(key)} does not allow ${principal.node.path} to use the key`,
      remedy: 'add the statement to the policy of the key',
    } : {
      value: `the policy of the key ${arn} may not allow ${principal.node.path} to use the key`,
      remedy: 'add the statement where the key is defined, then acknowledge this warning',
    };
    warn(owner, {
      id: 'keyPolicy',
      value: formatForMessage(principal, warning.value),
      expected: formatForMessage(principal, `this policy: ${formatPolicyJson(statements, listArns(principal))}`),
      remedy: warning.remedy,
    });
  }
}

function isAllowedByKeyPolicy(arn: string, action: string, principal: IPrincipal & Identity): boolean {
  const key = findDeclaredKey({ arn });
  const home = key ? Stack.of(key).account : parseAccount(arn);
  const policy = key && readProperty(key, 'KeyPolicy');
  // a key without a policy gets one from KMS that leaves it to IAM in its own account
  if (!key || !policy || policy.isAbsent) return !differ(home, principal.principalAccount);
  const allowed = remembered(key, `who may ${action}`, () => readDocument(key, policy, 'resource')
    .filter((statement) => statement.effect === 'Allow' && coversAction(statement, action))
    .flatMap(({ principals }) => principals?.values ?? []).map(({ value }) => value));
  const account = writeStandIns(key, principal.principalAccount ?? '');
  if (allowed.some((each) => each === '*' || each === account || each.endsWith(`:iam::${account}:root`))) return true;
  // the policy of a key may name the role, or refer to it, though not from another environment
  const isNear = Stack.of(key).environment === Stack.of(principal).environment;
  if (!isNear && namedIdentityArn(principal) === undefined) return false;
  const names = [...listArns(principal), ...[principal.policyFragment.principalJson.AWS ?? []].flat()].map((name) => writeStandIns(key, name));
  return allowed.some((each) => names.includes(each));
}

function parseAccount(arn: string): string | undefined {
  if (arn.startsWith('arn:')) return splitArn(arn).account;
  return undefined;
}
