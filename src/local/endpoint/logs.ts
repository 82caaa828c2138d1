import { arn, NotModelled, Permission, Place } from './permission';
import { Answer, Request, Service, ServiceError } from './service';

/**
 * As much of CloudWatch Logs as Lambda uses on behalf of a function.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export class Logs implements Service {
  /** The streams of each group by the group's ARN. */
  private readonly groups = new Map<string, Set<string>>();

  public createLogGroup(place: Place, name: string): void {
    this.groups.set(arn('logs', place, `log-group:${name}`), new Set());
  }

  public delete(place: Place, name: string): void {
    this.groups.delete(arn('logs', place, `log-group:${name}`));
  }

  public permissionsOf({ operation, parameters: { logGroupName, logStreamName }, ...place }: Request): Permission[] {
    const group = arn('logs', place, `log-group:${logGroupName}`);
    switch (operation) {
      case 'CreateLogGroup':
        return [{ action: 'logs:CreateLogGroup', resource: group, context: {} }];
      case 'CreateLogStream':
      case 'PutLogEvents':
        return [{ action: `logs:${operation}`, resource: `${group}:log-stream:${logStreamName}`, context: {} }];
      default:
        throw new NotModelled(`the operation ${operation}`);
    }
  }

  public answer({ operation, parameters: { logGroupName, logStreamName }, ...place }: Request): Answer {
    if (operation === 'CreateLogGroup') {
      this.createLogGroup(place, logGroupName);
      return { body: {} };
    }
    const streams = this.groups.get(arn('logs', place, `log-group:${logGroupName}`));
    if (operation === 'CreateLogStream') streams?.add(logStreamName);
    if (!streams?.has(logStreamName)) throw new ServiceError('ResourceNotFoundException', 'no such log group or stream');
    return { body: {} };
  }
}
