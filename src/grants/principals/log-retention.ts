import { ArnFormat, CfnResource, Stack } from 'aws-cdk-lib';
import { planLogGroupCreation } from '../../plan/plan-logs';
import { PlannedPermission } from '../../plan/planned-permission';
import { formatArn, isResource } from '../../resources/arns';
import { readProperty } from '../../resources/read-properties';

/** The beginning of the id of the function with which CDK sets the retention of log groups. */
const HANDLER = 'LogRetentionaae0aa3c';

/** Returns true for the function that carries out `logRetention`. CDK makes one a stack. */
export function isLogRetentionHandler(fn: CfnResource): boolean {
  return fn.node.scope?.node.id.startsWith(HANDLER) === true;
}

/**
 * Plans the permissions to create the log groups whose retention a handler sets. It creates a group before the function has written to
 * it, and CDK leaves the permission to the managed policy of the role.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_logs.LogRetention.html
 */
export function planLogRetention(handler: CfnResource): PlannedPermission[] {
  const stack = Stack.of(handler);
  const groups = stack.node.findAll().filter((child): child is CfnResource => isResource(child, 'Custom::LogRetention') && Stack.of(child) === stack);
  return groups.flatMap((group) => {
    const [region = stack.region] = readProperty(group, 'LogGroupRegion').texts();
    return readProperty(group, 'LogGroupName').texts().flatMap((name) => planLogGroupCreation(formatArn({
      service: 'logs', region, account: stack.account, resource: 'log-group', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })));
  });
}
