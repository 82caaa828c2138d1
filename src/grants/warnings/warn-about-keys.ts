import { Stack } from 'aws-cdk-lib';
import { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { PlannedPermission } from '../../plan/planned-permission';
import { toStatements } from '../../plan/to-statements';
import { pathOf, warn } from '../../resources/annotate';
import { differ, splitArn } from '../../resources/arns';
import { namedIdentityArn } from '../../resources/identities';
import { overrideOf } from '../../resources/lazy';
import { remembered } from '../../resources/settled';
import { findDeclaredKey, listArns } from '../accounts/cross-account-access';
import { formatForMessage, formatPolicyJson } from '../accounts/policy-json';
import { Identity, isIdentity } from '../policies/identity-policies';
import { statementsIn, textOf, withoutPartition } from '../policies/written-policies';

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
    const user = `${principal.node.path} use it, nor`;
    const warning = key ? {
      value: `the policy of the key ${pathOf(key)} neither lets ${user} leaves that to IAM in the role's account`,
      remedy: 'add it to the policy of the key',
    } : {
      value: `the policy of the key ${arn} may neither let ${user} leave that to IAM in the role's account`,
      remedy: 'add it where the key is defined, then acknowledge this warning',
    };
    warn(owner, {
      id: 'keyPolicy',
      value: formatForMessage(principal, warning.value),
      expected: formatForMessage(principal, `this in it: ${formatPolicyJson(statements, listArns(principal))}`),
      remedy: warning.remedy,
    });
  }
}

function isAllowedByKeyPolicy(arn: string, action: string, principal: IPrincipal & Identity): boolean {
  const key = findDeclaredKey({ arn });
  const home = key ? Stack.of(key).account : parseAccount(arn);
  const policy = key && (overrideOf(key, 'KeyPolicy') ?? key.keyPolicy);
  // KMS gives a key without a policy a default policy, which leaves the decision to IAM in its account
  if (!key || policy === undefined) return !differ(home, principal.principalAccount);
  const allowed = remembered(key, `who may ${action}`, () => statementsIn(key, policy)
    .filter(({ isAllow, coversAction }) => isAllow && coversAction(action)).flatMap(({ principals }) => principals));
  const normalizeArn = (value: string) => withoutPartition(textOf(Stack.of(key).resolve(value)));
  const account = principal.principalAccount ?? '';
  const leavesItToIam = remembered(key, `whether ${account} may ${action}`, () =>
    allowed.some((each) => each === '*' || namesAccount(each, normalizeArn(account))));
  if (leavesItToIam) return true;
  // a key policy can name the role, or refer to it within the same environment
  const isNear = Stack.of(key).environment === Stack.of(principal).environment;
  if (!isNear && namedIdentityArn(principal) === undefined) return false;
  const names = [...listArns(principal), ...[principal.policyFragment.principalJson.AWS ?? []].flat()].map(normalizeArn);
  return allowed.some((each) => names.includes(withoutPartition(each)));
}

/** Returns true if a principal of a policy is this account. An unknown account counts as this one. */
function namesAccount(principal: string, account: string): boolean {
  if (!/^\d{12}$|:root$/.test(principal)) return false;
  const named = principal.split(':iam::').at(-1)!.replace(/:root$/, '');
  return named === account || !/^\d{12}$/.test(named) || !/^\d{12}$/.test(account);
}

function parseAccount(arn: string): string | undefined {
  return arn.startsWith('arn:') ? splitArn(arn).account : undefined;
}
