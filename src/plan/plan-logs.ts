import { PlannedPermission } from './planned-permission';

/** A log group that a principal writes to. */
export interface LogDestination {
  /** The ARN of the group and its streams. It ends in `:*`, or is a reference to an attribute that does. */
  readonly streamsArn: string;
  /** The ARN of the group without its streams, if the app doesn't create the group. */
  readonly uncreatedGroupArn?: string;
}

/** Plans the permission to create a log group that the app doesn't create. */
export function planLogGroupCreation(groupArn: string): PlannedPermission[] {
  return planCreation([groupArn, `${groupArn}:*`], 'creates the log group of a function');
}

/** Plans the permissions to write logs: streams and events in one group, which the app may not create. */
export function planLogs({ streamsArn, uncreatedGroupArn }: LogDestination): PlannedPermission[] {
  const why = 'writes the logs of the function';
  return [
    ...uncreatedGroupArn === undefined ? [] : planCreation([uncreatedGroupArn, streamsArn], why),
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: streamsArn, reason: { feature: 'logs', why } })),
  ];
}

/**
 * Plans `CreateLogGroup` on both forms of the ARN of a group, because AWS documents one form, and its denial messages name the
 * other (docs/assumptions.md).
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
function planCreation(forms: readonly string[], why: string): PlannedPermission[] {
  return forms.map((resource) => ({ action: 'logs:CreateLogGroup', resource, reason: { feature: 'logs', why } }));
}
