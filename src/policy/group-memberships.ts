import { findResources } from './assembly-resources';
import { Branch, listItemBranches } from './branches';
import { identifyHolder } from './identity-records';
import { StackValues, World } from './stack-values';
import { toList } from '../values/json-values';

/** A group that a user is in, or may be in. */
export interface Membership {
  /** The name of the group. Undefined if it can't be known. */
  readonly group?: string;
  readonly account: string;
  /** The name of the user. Undefined if it can't be known, so that it may be any user of the account. */
  readonly user?: string;
  /** The path of the value that decides about the membership, or that names the group. */
  readonly path: string;
  /** True if the user is in the group only if a choice at deployment says so. */
  readonly isUncertain: boolean;
  /** The condition of the choice that decides it, and its outcome. */
  readonly choice?: string;
}

/** Reads the groups that a user names. */
export function readNamedGroups(stack: StackValues, id: string): Membership[] {
  const path = `${stack.source.path}/${id}.Properties.Groups`;
  const { account } = stack.source;
  return listItemBranches(stack.getCertainProperty(id, 'Groups'), path).map((branch): Membership => ({
    group: readBranchText(branch),
    account,
    user: stack.getRef(id),
    path: branch.uncertain ?? path,
    choice: branch.choice,
    isUncertain: branch.uncertain !== undefined,
  }));
}

/** Reads the resources that add users to groups. */
export function readGroupAdditions(world: World): Membership[] {
  return findResources(world, 'AWS::IAM::UserToGroupAddition').flatMap(({ stack, id }) => {
    const path = `${stack.source.path}/${id}`;
    const conditions = stack.listUnknownConditions(id);
    const listNamedIn = (property: string) => listItemBranches(stack.getCertainProperty(id, property), `${path}.Properties.${property}`);
    return listNamedIn('GroupName').flatMap((group) => listNamedIn('Users').map((user): Membership => {
      const uncertain = user.uncertain ?? group.uncertain ?? conditions.at(0)?.path;
      return {
        group: readBranchText(group),
        account: stack.source.account,
        user: readBranchText(user),
        path: uncertain ?? path,
        choice: [...toList(user.choice), ...toList(group.choice), ...conditions.map(({ name }) => name)].join(' and ') || undefined,
        isUncertain: uncertain !== undefined,
      };
    }));
  });
}

/**
 * Records as unknown that users outside of the app get the permissions of groups.
 *
 * @param isDeclared tells whether the app declares the identity that a policy is attached to
 */
export function noteOutsideMembers(world: World, additions: readonly Membership[], isDeclared: (holder: string) => boolean): void {
  for (const { user, group, account, path } of additions) {
    if (user === undefined || isDeclared(identifyHolder({ kind: 'User', name: user, account }))) continue;
    const problem = `the user ${user}, whom the app does not declare, has the permissions of the group ${group ?? 'that it names'}`;
    world.unresolved.push({ path: `${path}.Properties.Users.${user}`, expression: undefined, problem });
  }
}

function readBranchText({ value }: Branch): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
