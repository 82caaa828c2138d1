import { listPossibleValues } from '../policy/branches';
import { AttachedPolicy } from '../policy/identity-records';
import { Assembly } from '../policy/read-assembly';
import { computeOnce } from '../values/compute-once';
import { toList } from '../values/json-values';

/** Finds the ARNs of the managed policies that the app uses as permissions boundaries and attaches to nothing. */
export const findOnlyBoundaries = computeOnce((assembly: Assembly): ReadonlySet<string> => {
  const { roles, users, groups, policies } = assembly;
  const boundaries = assembly.listResources('AWS::IAM::Role', 'AWS::IAM::User')
    .flatMap(({ origin }) => listPossibleValues(assembly.propertyAt(origin, 'PermissionsBoundary'), '').map(({ value }) => value));
  const attached = new Set([...roles, ...users, ...groups].flatMap((identity) => identity.policies).map(({ arn }) => arn));
  const names = new Set(boundaries);
  const unattached = policies.filter((policy) => names.has(policy.arn) && !attached.has(policy.arn) && !namesIdentities(policy, assembly));
  return new Set(unattached.flatMap(({ arn }) => toList(arn)));
});

/** Tells whether a policy names roles, users or groups. The app may not declare them. */
function namesIdentities({ origin }: AttachedPolicy, assembly: Assembly): boolean {
  const named = ['Roles', 'Users', 'Groups'].flatMap((property) => listPossibleValues(assembly.propertyAt(origin!, property), ''));
  return named.some(({ value }) => toList(value).length > 0);
}
