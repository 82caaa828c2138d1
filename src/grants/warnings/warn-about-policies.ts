import { IConstruct } from 'constructs';
import { dependsOnTags } from '../../conditions/condition-keys';
import { describeEntries } from '../../conditions/conditions';
import { PlannedPermission, PlannedStatement, Reason } from '../../plan/planned-permission';
import { findPermissionWithoutScope } from '../../plan/to-statements';
import { refuseAtSynthesis, warn } from '../../resources/annotate';
import { listFunctionsWithRole } from '../../resources/functions';
import { ARN_SIZE_CONTEXT_KEY, MANAGED_LIMIT, MANAGED_POLICIES_QUOTA } from '../policies/policy-size';

/** Says that an access has no effect. Roles that are imported as immutable, or used without policy updates, ignore policies. */
export function warnAboutNoEffect(identity: IConstruct, owner: IConstruct, plan: readonly PlannedPermission[]): void {
  const value = `this app cannot change the permissions of ${identity.node.path}, so this`;
  const expected = 'a role, a user or a group that accepts policies';
  if (plan.some(({ effect }) => effect === 'Deny')) {
    refuseAtSynthesis(owner, () => [{
      id: 'denialWithoutEffect', value: `${value} denial denies nothing`, expected, remedy: 'deny the actions where the role is defined',
    }]);
    return;
  }
  warn(owner, {
    id: 'grantWithoutEffect',
    value: `${value} access grants nothing`,
    expected,
    remedy: 'pass the role as it is declared, or add the permissions where the role is defined',
  });
}

/** Refuses a statement whose conditions are too long for any policy. */
export function refuseLargeStatement(owner: IConstruct, { actions, conditions = {} }: PlannedStatement): void {
  const entries = describeEntries(conditions).map(({ name, values }) => `${name} of ${values.length} characters`);
  refuseAtSynthesis(owner, () => [{
    id: 'statementTooLarge',
    value: `the statement for ${actions.join(', ')} is too large, with ${entries.join(' and ')}`,
    expected: `a statement that fits into a managed policy of ${MANAGED_LIMIT} characters`,
    remedy: 'write fewer values: prefixes or policy variables for rows, and VPCs for VPC endpoints',
  }]);
}

/** Warns if the library attaches more managed policies than an account allows by default. */
export function warnAboutQuota(identity: IConstruct, owner: IConstruct, managedPolicies: number): void {
  if (managedPolicies <= MANAGED_POLICIES_QUOTA) return;
  warn(owner, {
    id: 'managedPolicyQuota',
    value: `the access of ${identity.node.path} needs ${managedPolicies} managed policies`,
    expected: `at most ${MANAGED_POLICIES_QUOTA}, the default quota for a role`,
    remedy: `check the quota of the account, set the context key ${ARN_SIZE_CONTEXT_KEY} to the longest ARN of the app, or use another role `
      + 'for some tables',
  });
}

/** Warns if another access of the same role allows without conditions what this one narrows. The permissions of a role add up. */
export function warnAboutLostScope(
  identity: IConstruct,
  owner: IConstruct,
  plan: readonly PlannedPermission[],
  all: readonly PlannedPermission[],
): void {
  const lost = plan.flatMap((permission) => {
    const other = findPermissionWithoutScope(permission, all);
    if (other === undefined) return [];
    return [{ permission, other }];
  });
  if (lost.length === 0) return;
  const listFeatureNames = (reasons: Reason[]) => [...new Set(reasons.map(({ feature }) => feature))].join(', ');
  warn(owner, {
    id: 'scopeWithoutEffect',
    value: `the ${describeScope(lost.map(({ permission }) => permission))} of ${listFeatureNames(lost.map(({ permission }) => permission.reason))} have no effect, because another access `
      + `of ${identity.node.path} allows the same without them: ${listFeatureNames(lost.map(({ other }) => other.reason))}`,
    expected: 'the same limits on all accesses of the role to the table',
    remedy: 'limit the other access, give it to another role, or acknowledge this warning',
  });
}

/** Warns if a role may change tags of tables and has permissions that depend on these tags. It can give itself these permissions. */
export function warnAboutTags(identity: IConstruct, owner: IConstruct, permissions: readonly PlannedPermission[]): void {
  const allowed = permissions.filter(({ effect }) => effect === undefined);
  const mayTag = allowed.some(({ action }) => action === 'dynamodb:TagResource');
  if (!mayTag || !allowed.some(({ conditions }) => dependsOnTags(conditions))) return;
  warn(owner, {
    id: 'widensItself',
    value: `${identity.node.path} may change tags of tables and has access that depends on these tags, so it can give itself access`,
    expected: 'a role that has only one of the two',
    remedy: 'give the feature TAGS to another role, or acknowledge this warning',
  });
}

/** The roles, users and groups that have a warning about the size of their inline policies. */
const identitiesBeyondLimit = new WeakSet<IConstruct>();

/** Warns once if the inline policies of a role, user or group are larger than IAM allows. */
export function warnAboutInlineLimit(identity: IConstruct, owner: IConstruct, characters: number): void {
  if (characters === 0 || identitiesBeyondLimit.has(identity)) return;
  identitiesBeyondLimit.add(identity);
  const functions = listFunctionsWithRole(identity).length;
  const logs = functions > 1 ? `, those for the logs of ${functions} functions among them,` : '';
  warn(owner, {
    id: 'inlinePolicyLimit',
    value: `the inline policies of ${identity.node.path}${logs} take ${characters.toLocaleString('en')} characters with the longest names`,
    expected: 'at most 10,240 characters altogether for a role, 5,120 for a group, and 2,048 for a user, which are the limits of IAM',
    remedy: functions > 1 ? 'give each function a role of its own' : 'move statements to managed policies',
  });
}

function describeScope(permissions: readonly PlannedPermission[]): string {
  if (permissions.every(({ action }) => action.startsWith('kms:'))) return 'encryption context';
  return 'rows, attributes or conditions';
}
