import { PlannedPermission } from './planned-permission';

/** A log group that a principal writes to. */
export interface LogDestination {
  /** The ARN of the group and its streams. It ends in `:*`, or is a reference to an attribute that does. */
  readonly streamsArn: string;
  /** The ARN of the group without its streams, if the app doesn't create the group. */
  readonly uncreatedGroupArn?: string;
}

/** Plans the permission to create a log group, on both forms of its ARN. */
export function planLogGroupCreation(groupArn: string): PlannedPermission[] {
  const reason = { feature: 'logs', why: 'creates the log group of a function' };
  return [groupArn, `${groupArn}:*`].map((resource) => ({ action: 'logs:CreateLogGroup', resource, reason }));
}

/**
 * Plans the permissions to write logs: streams and events in one group. A group that the app doesn't create needs `CreateLogGroup`
 * on both forms of its ARN, because AWS documents one form, and its denial messages name the other (docs/assumptions.md).
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function planLogs({ streamsArn, uncreatedGroupArn }: LogDestination): PlannedPermission[] {
  const reason = { feature: 'logs', why: 'writes the logs of the function' };
  const create = uncreatedGroupArn === undefined ? [] : [uncreatedGroupArn, streamsArn];
  return [
    ...create.map((resource) => ({ action: 'logs:CreateLogGroup', resource, reason })),
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: streamsArn, reason })),
  ];
}
