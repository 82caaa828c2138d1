import { CfnResource, Stage } from 'aws-cdk-lib';
import { IGrantable, IIdentity, IPrincipal, ManagedPolicy, Policy } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { Problem } from '../../problems/problem';
import { isResource } from '../../resources/arns';
import { IDENTITY_TYPES } from '../../resources/identities';
import { remembered } from '../../resources/settled';
import { findReferencedPolicy, readManagedPolicies } from '../policies/attached-policies';

/** A policy that stands for the roles, users and groups that it is attached to. */
export type GranteePolicy = Policy | ManagedPolicy;

export function isGranteePolicy(grantee: IGrantable): grantee is GranteePolicy {
  return grantee instanceof Policy || grantee instanceof ManagedPolicy;
}

/** Members of a `Policy` or `ManagedPolicy` that aws-cdk-lib doesn't publish. */
interface HeldBy {
  readonly roles?: readonly IIdentity[];
  readonly users?: readonly IIdentity[];
  readonly groups?: readonly IIdentity[];
}

/**
 * Lists the roles, users and groups that a policy is attached to by now. They may name a managed policy themselves. Those that only an L1
 * declares are L1s.
 */
export function listPolicyHolders(policy: GranteePolicy): IConstruct[] {
  const { roles = [], users = [], groups = [] } = policy as unknown as HeldBy;
  return [...new Set<IConstruct>([...roles, ...users, ...groups, ...listNamingIdentities(policy)])];
}

function listNamingIdentities(policy: GranteePolicy): readonly IConstruct[] {
  if (policy instanceof Policy) return [];
  const stage = Stage.of(policy)!;
  const byPolicy = remembered(stage, 'identities by managed policy', () => findIdentitiesByPolicy(stage));
  return byPolicy.get(policy.node.defaultChild as CfnResource) ?? [];
}

function findIdentitiesByPolicy(stage: IConstruct): ReadonlyMap<CfnResource, readonly IConstruct[]> {
  const byPolicy = new Map<CfnResource, IConstruct[]>();
  for (const declaration of stage.node.findAll().filter((each) => isResource(each, ...IDENTITY_TYPES))) {
    const { scope } = declaration.node;
    const identity = scope?.node.defaultChild === declaration ? scope : declaration;
    for (const policy of readManagedPolicies(declaration).map(findReferencedPolicy).filter((each) => each !== undefined)) {
      byPolicy.set(policy, [...byPolicy.get(policy) ?? [], identity]);
    }
  }
  return byPolicy;
}

/** Lists the principals that a grantee stands for: a policy stands for those that it is attached to. */
export function listPrincipals(grantee: IGrantable): IPrincipal[] {
  if (!isGranteePolicy(grantee)) return [grantee.grantPrincipal];
  return [...new Set(listPolicyHolders(grantee).map((holder) => isGrantable(holder) ? holder.grantPrincipal : grantee.grantPrincipal))];
}

export function isGrantable(holder: IConstruct): holder is IConstruct & IGrantable {
  return 'grantPrincipal' in holder;
}

/** Finds what is wrong with a policy as a grantee at the end of synthesis. */
export function findHolderProblem(policy: GranteePolicy, holders: readonly IConstruct[]): Problem | undefined {
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
