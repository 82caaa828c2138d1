import { ArnFormat, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, ILogGroup, LogRetention } from 'aws-cdk-lib/aws-logs';
import { formatArn, referencedResource } from './arns';
import { produced } from './lazy';
import { PlannedPermission } from '../plan/planned-permission';

/** A log group that a principal writes to. */
export interface LogDestination {
  /** The ARN of the group with its streams: it ends in `:*`, or is a reference that does. */
  readonly streamsArn: string;
  /** The ARN of the group without its streams, where the group isn't created by the app. */
  readonly uncreatedGroupArn?: string;
}

/**
 * What writing logs takes: streams and events in the one group; creating the group only where the app doesn't, on both
 * forms of its ARN, as AWS documents one and denials name the other (docs/assumptions.md).
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function logPermissions({ streamsArn, uncreatedGroupArn }: LogDestination): PlannedPermission[] {
  const reason = { feature: 'logs', why: 'writes the logs of the function' };
  const create = uncreatedGroupArn === undefined ? [] : [uncreatedGroupArn, streamsArn];
  return [
    ...create.map((resource) => ({ action: 'logs:CreateLogGroup', resource, reason })),
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: streamsArn, reason })),
  ];
}

/** A log group that was made or imported by the app. */
export function destinationOf(logGroup: ILogGroup): LogDestination {
  const isCreated = referencedResource(logGroup.logGroupArn, CfnLogGroup.CFN_RESOURCE_TYPE_NAME) !== undefined;
  return {
    streamsArn: logGroup.logGroupArn,
    uncreatedGroupArn: isCreated ? undefined : logGroup.logGroupArn.replace(/:\*$/, ''),
  };
}

/**
 * The log group of a function of the app, read from its declaration: its logging configuration, or the default group
 * `/aws/lambda/<name>`. To be called at synthesis, when no log group is missing.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
export function logDestinationOf(fn: CfnFunction): LogDestination {
  const configuration = produced<CfnFunction.LoggingConfigProperty | undefined>(fn, fn.loggingConfig);
  const groupName = configuration?.logGroup ?? `/aws/lambda/${fn.ref}`;
  const declared = referencedResource(groupName, CfnLogGroup.CFN_RESOURCE_TYPE_NAME) as CfnLogGroup | undefined
    ?? declaredGroup(fn, groupName);
  if (declared) return { streamsArn: declared.attrArn };

  const { region, account } = Stack.of(fn);
  const arn = formatArn({
    service: 'logs', region, account, resource: 'log-group', resourceName: groupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return { streamsArn: `${arn}:*`, uncreatedGroupArn: hasLogRetention(fn) ? undefined : arn };
}

/** `logRetention` makes a custom resource that creates the log group at deployment. */
function hasLogRetention(fn: CfnFunction): boolean {
  return fn.node.scope?.node.tryFindChild('LogRetention') instanceof LogRetention;
}

/** The log group of this name that the function's stack declares: by CDK for the function, or by the user. */
function declaredGroup(fn: CfnFunction, groupName: string): CfnLogGroup | undefined {
  const stack = Stack.of(fn);
  const groups = groupsByName(stack);
  const names = [groupName, ...fn.functionName ? [`/aws/lambda/${fn.functionName}`] : []];
  return names.map((name) => groups.get(JSON.stringify(stack.resolve(name)))).find((group) => group !== undefined);
}

const GROUPS = new WeakMap<Stack, Map<string, CfnLogGroup>>();

function groupsByName(stack: Stack): Map<string, CfnLogGroup> {
  let groups = GROUPS.get(stack);
  if (!groups) {
    groups = new Map(stack.node.findAll()
      .filter((child): child is CfnLogGroup => CfnResource.isCfnResource(child)
        && child.cfnResourceType === CfnLogGroup.CFN_RESOURCE_TYPE_NAME && Stack.of(child) === stack)
      .map((group) => [JSON.stringify(stack.resolve(group.logGroupName)), group]));
    GROUPS.set(stack, groups);
  }
  return groups;
}
