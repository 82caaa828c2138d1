import { IGrantable, IIdentity, IPrincipal, Policy } from 'aws-cdk-lib/aws-iam';
import { Problem } from '../../problems/problem';

/** Members of a `Policy` that aws-cdk-lib doesn't publish. */
interface HeldBy {
  readonly roles?: readonly IIdentity[];
  readonly users?: readonly IIdentity[];
  readonly groups?: readonly IIdentity[];
}

/** Lists the roles, users and groups that a policy is attached to by now. */
export function listPolicyHolders(policy: Policy): IIdentity[] {
  const { roles = [], users = [], groups = [] } = policy as unknown as HeldBy;
  return [...roles, ...users, ...groups];
}

/** Lists the principals that a grantee stands for: a policy stands for those that it is attached to. */
export function listPrincipals(grantee: IGrantable): IPrincipal[] {
  if (grantee instanceof Policy) return listPolicyHolders(grantee).map(({ grantPrincipal }) => grantPrincipal);
  return [grantee.grantPrincipal];
}

/** Finds what is wrong with a policy as a grantee at the end of synthesis. */
export function findHolderProblem(policy: Policy, holders: readonly IIdentity[]): Problem | undefined {
  const [late] = listPolicyHolders(policy).filter((holder) => !holders.includes(holder));
  if (late) {
    return {
      id: 'accessTooLate',
      value: `the policy ${policy.node.path} was attached to ${late.node.path} when the policies were written already`,
      expected: 'an attachment before synthesis',
      remedy: 'attach it outside of aspects',
    };
  }
  if (holders.length > 0) return undefined;
  return {
    id: 'granteeTakesNoPolicy',
    value: `the policy ${policy.node.path} is attached to nothing, so this access grants nothing`,
    expected: 'a policy that is attached to a role, user or group',
    remedy: 'attach the policy, or give the access to the role itself',
  };
}
