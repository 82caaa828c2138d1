import { CfnResource, Stage, Token } from 'aws-cdk-lib';
import { CfnUser, CfnUserToGroupAddition } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { mayShareAccount, referencedResource } from '../../resources/arns';
import { findNamedIdentities } from '../../resources/identities';
import { readProperty } from '../../resources/read-properties';
import { remembered } from '../../resources/settled';

/** The name of a group, in the stack that names it. */
interface GroupName {
  readonly scope: IConstruct;
  readonly name: string;
}

/**
 * Finds the groups of the app that a user may be in: those that the user names, and those that a resource adds the user to. Call this at
 * validation.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html
 */
export function findGroups(user: CfnUser): CfnResource[] {
  const additions = listAdditions(user).filter((addition) => mayAdd(addition, user));
  const names: GroupName[] = [
    ...readProperty(user, 'Groups').texts().map((name) => ({ scope: user, name })),
    ...additions.flatMap((addition) => readProperty(addition, 'GroupName').texts().map((name) => ({ scope: addition, name }))),
  ];
  return [...new Set(names.flatMap(({ scope, name }) => findNamedIdentities(scope, 'Group', name)))];
}

function listAdditions(user: CfnUser): readonly CfnUserToGroupAddition[] {
  const stage = Stage.of(user)!;
  return remembered(stage, 'additions to groups', () => stage.node.findAll().filter(CfnUserToGroupAddition.isCfnUserToGroupAddition));
}

/** An addition of users that only CloudFormation knows counts for every user. */
function mayAdd(addition: CfnUserToGroupAddition, user: CfnUser): boolean {
  const users = readProperty(addition, 'Users').elements();
  const names = readProperty(user, 'UserName').texts();
  return users.some(({ isUnknown }) => isUnknown) || users.flatMap((each) => each.texts()).some((name) => {
    const declared = referencedResource(name, CfnUser.CFN_RESOURCE_TYPE_NAME);
    if (declared) return declared === user;
    return Token.isUnresolved(name) || (names.includes(name) && mayShareAccount(addition, user));
  });
}
