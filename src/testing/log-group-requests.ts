import { makeRequest } from './feature-requests';
import { AccessRequest, Subject } from './subject';
import { getLogGroupArn } from '../policy/assembly-resources';

const WRITES_STREAMS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Requests to write to a log group that is there. */
export function listLogWrites(logGroup: string): AccessRequest[] {
  return WRITES_STREAMS.map((action) => makeRequest(action, `${logGroup}:log-stream:stream`, { context: {} }));
}

/** Requests to create log groups but these and to write to them: all that the app knows, and what lies close to their names. */
export function listOtherLogWrites(subject: Subject, logGroups: readonly string[]): AccessRequest[] {
  const { assembly, statements } = subject;
  const named = statements.flatMap(({ statement }) => [statement.Resource ?? []].flat()).filter((each) => typeof each === 'string')
    .flatMap((resource) => /^(arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]*)/.exec(resource.replace(/\*/g, 'x'))?.[1] ?? []);
  const close = logGroups.flatMap((arn) => [`${arn}x`, arn.replace(/.$/, ''), arn.replace(/log-group:.*$/, 'log-group:other')]);
  const others = [...assembly.logGroups.map(({ arn }) => arn), ...assembly.functions.map(getLogGroupArn), ...named, ...close]
    .filter((arn, index, all) => !logGroups.includes(arn) && all.indexOf(arn) === index);
  return others.flatMap((arn) => [
    ...[arn, `${arn}:log-stream:`].map((resource) => makeRequest('logs:CreateLogGroup', resource, { context: {} })),
    ...listLogWrites(arn),
  ]);
}
