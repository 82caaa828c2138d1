import { Stack } from 'aws-cdk-lib';
import { newApp } from './synthesize';
import { QUERIED, Way } from './ways';
import { allowedPairs, effectivePairs } from '../test/support/effective-pairs';

/** What the function of the benchmark needs, by the kind of thing that it needs it on. */
const NEEDED = [
  /^dynamodb:(GetItem|PutItem) on <Table\w+\.Arn>$/,
  new RegExp(`^dynamodb:Query on <Table\\w+\\.Arn>/index/${QUERIED}$`),
  /^kms:Decrypt on <\w+Key\w+\.Arn>$/,
  /^logs:(CreateLogStream|PutLogEvents) on <\w+\.Arn>$/,
];

/** The actions on resources that the policies of the template give one function. */
export interface Permissions {
  /** Needed by the function, and allowed. */
  readonly needed: number;
  /** Allowed, and not needed. */
  readonly excess: number;
  /** In a policy, and allowing nothing: IAM doesn't know the action on that kind of resource. */
  readonly dead: number;
  /** AWS managed policies that the role has besides. */
  readonly managedPolicies: number;
}

export async function permissionsOf(way: Way): Promise<Permissions> {
  const stack = newApp(way, 1).node.children.find(Stack.isStack)!;
  const effective = await effectivePairs(stack);
  const needed = effective.filter((pair) => NEEDED.some((pattern) => pattern.test(pair))).length;
  const template = (stack.node.root as ReturnType<typeof newApp>).synth().getStackArtifact(stack.artifactId).template;
  const roles = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
  return {
    needed,
    excess: effective.length - needed,
    dead: (await allowedPairs(stack)).length - effective.length,
    managedPolicies: roles.flatMap(({ Properties }) => Properties.ManagedPolicyArns ?? []).length,
  };
}
