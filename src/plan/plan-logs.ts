import { PlannedPermission } from './planned-permission';

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
export function planLogs({ streamsArn, uncreatedGroupArn }: LogDestination): PlannedPermission[] {
  const reason = { feature: 'logs', why: 'writes the logs of the function' };
  const create = uncreatedGroupArn === undefined ? [] : [uncreatedGroupArn, streamsArn];
  return [
    ...create.map((resource) => ({ action: 'logs:CreateLogGroup', resource, reason })),
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: streamsArn, reason })),
  ];
}
