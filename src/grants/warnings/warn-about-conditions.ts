import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { PlannedPermission } from '../../plan/planned-permission';
import { findDeclaredPath, warn } from '../../resources/annotate';
import { listReferences } from '../../resources/read-properties';
import { remembered } from '../../resources/settled';

/**
 * Warns if a policy names a resource that only some deployments create. CloudFormation doesn't create what depends on a resource whose
 * condition is false, and it refuses a template that refers to one. Call this at validation.
 *
 * @param policy the policy that the permissions are in
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-condition.html
 */
export function warnAboutConditions(owner: IConstruct, policy: IConstruct, permissions: readonly PlannedPermission[]): void {
  if (!mayHaveConditions(owner)) return;
  const texts = new Set(permissions.map(({ resource }) => resource));
  const targets = [...texts].flatMap((text) => listReferences(owner, text)).map(({ target }) => target);
  const named = new Set(targets.filter((target) => CfnResource.isCfnResource(target)));
  const declaration = [policy, policy.node.defaultChild].find((each) => CfnResource.isCfnResource(each));
  for (const resource of named) {
    const { condition } = resource.cfnOptions;
    if (condition && condition !== declaration?.cfnOptions.condition) warnAboutCondition(owner, resource, condition);
  }
}

/** Returns true if the app has a resource under a condition. Most apps have none, and looking at all permissions takes long. */
function mayHaveConditions(owner: IConstruct): boolean {
  const { root } = owner.node;
  return remembered(root, 'has conditions', () => root.node.findAll().some((each) => CfnResource.isCfnResource(each) && each.cfnOptions.condition !== undefined));
}

function warnAboutCondition(owner: IConstruct, resource: CfnResource, condition: IConstruct): void {
  warn(owner, {
    id: 'conditionalResource',
    value: `a policy of this access names ${findDeclaredPath(resource)}, which is created only under the condition ${condition.node.path}`,
    expected: 'resources that every deployment creates, because CloudFormation refuses the template or does not create the policy if the condition is false',
    remedy: 'remove the condition, declare the access only in apps that create the resource, or acknowledge this warning if the condition is always true',
  });
}
