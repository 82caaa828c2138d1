import { IConstruct } from 'constructs';
import { dependsOnTags } from '../../conditions/condition-keys';
import { describeEntries } from '../../conditions/conditions';
import { PlannedPermission, PlannedStatement, Reason } from '../../plan/planned-permission';
import { findBroaderPermission } from '../../plan/to-statements';
import { refuseAtSynthesis, warn } from '../../resources/annotate';
import { ARN_SIZE_CONTEXT_KEY, MANAGED_LIMIT, MANAGED_POLICIES_QUOTA } from '../policies/policy-size';

/** Says that an access has no effect. Roles that are imported as immutable, or used without policy updates, ignore policies. */
export function warnAboutNoEffect(identity: IConstruct, owner: IConstruct, plan: readonly PlannedPermission[]): void {
  const value = `the permissions of ${identity.node.path} can't be changed by this app, so this`;
  const expected = 'a role, user or group that takes policies';
  if (plan.some(({ effect }) => effect === 'Deny')) {
    refuseAtSynthesis(owner, () => [{
      id: 'denialWithoutEffect', value: `${value} denial denies nothing`, expected, remedy: 'deny it where the role is defined',
    }]);
    return;
  }
  warn(owner, {
    id: 'grantWithoutEffect',
    value: `${value} access grants nothing`,
    expected,
    remedy: 'give the access to the role itself, or add the permissions where the role is defined',
  });
}

/** Refuses a statement whose conditions are too long for any policy. */
export function refuseLargeStatement(owner: IConstruct, { actions, conditions = {} }: PlannedStatement): void {
  const entries = describeEntries(conditions).map(({ name, values }) => `${name} of ${values.length} characters`);
  refuseAtSynthesis(owner, () => [{
    id: 'statementTooLarge',
    value: `the statement for ${actions.join(', ')}, under ${entries.join(' and ')}`,
    expected: `a statement that fits into a managed policy, of at most ${MANAGED_LIMIT} characters`,
    remedy: 'name fewer values: rows by prefixes or policy variables, networks by their VPC',
  }]);
}

/** Warns if the library attaches more managed policies than an account allows by default. */
export function warnAboutQuota(identity: IConstruct, owner: IConstruct, managedPolicies: number): void {
  if (managedPolicies <= MANAGED_POLICIES_QUOTA) return;
  warn(owner, {
    id: 'managedPolicyQuota',
    value: `the access of ${identity.node.path} takes ${managedPolicies} managed policies`,
    expected: `at most ${MANAGED_POLICIES_QUOTA}, a quota that many accounts have for a role`,
    remedy: `check that quota, say in the context key ${ARN_SIZE_CONTEXT_KEY} how long the ARNs are at most, or give some `
      + 'tables to another role',
  });
}

/** Warns if another access of the same role allows without conditions what this one narrows. The permissions of a role add up. */
export function warnAboutLostScope(
  identity: IConstruct,
  owner: IConstruct,
  plan: readonly PlannedPermission[],
  all: readonly PlannedPermission[],
): void {
  const lost = plan.filter(({ isScoped }) => isScoped).flatMap((permission) => {
    const other = findBroaderPermission(permission, all);
    if (other === undefined) return [];
    return [{ permission, other }];
  });
  if (lost.length === 0) return;
  const listFeatureNames = (reasons: Reason[]) => [...new Set(reasons.map(({ feature }) => feature))].join(', ');
  warn(owner, {
    id: 'scopeWithoutEffect',
    value: `the rows, attributes or conditions of ${listFeatureNames(lost.map(({ permission }) => permission.reason))} have no effect, as another access of `
      + `${identity.node.path} allows the same without them, by ${listFeatureNames(lost.map(({ other }) => other.reason))}`,
    expected: 'every access of a role to a table narrowed, where one is',
    remedy: 'narrow the other access, give it to another role, or acknowledge this warning',
  });
}

/** Warns if a role may change tags of tables and has permissions that depend on these tags. It can give itself these permissions. */
export function warnAboutTags(identity: IConstruct, owner: IConstruct, permissions: readonly PlannedPermission[]): void {
  const allowed = permissions.filter(({ effect }) => effect === undefined);
  const mayTag = allowed.some(({ action }) => action === 'dynamodb:TagResource');
  if (!mayTag || !allowed.some(({ conditions }) => dependsOnTags(conditions))) return;
  warn(owner, {
    id: 'widensItself',
    value: `${identity.node.path} may change tags of tables, and has access that depends on the tags of tables`,
    expected: 'the one or the other, as it may give itself what depends on tags',
    remedy: 'give the feature TAGS to another role, or acknowledge this warning',
  });
}

/** Warns if the policies for the logs of so many functions don't fit in the inline policies of their role. */
export function warnAboutInlineLimit(identity: IConstruct, owner: IConstruct, functions: number): void {
  if (functions === 0) return;
  warn(owner, {
    id: 'inlinePolicyLimit',
    value: `${functions} functions share the role ${identity.node.path}, each with an inline policy for its logs`,
    expected: 'inline policies of at most 10,240 characters altogether, which IAM allows a role',
    remedy: 'give each function a role of its own',
  });
}
