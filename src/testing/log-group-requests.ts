import { makeRequest } from './feature-requests';
import { AccessRequest, Subject } from './subject';
import { listLogGroupArns } from '../policy/assembly-resources';
import { toList } from '../values/json-values';

const WRITES_STREAMS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Lists the requests to write to an existing log group. */
export function listLogWrites(logGroup: string): AccessRequest[] {
  return WRITES_STREAMS.map((action) => makeRequest(action, `${logGroup}:log-stream:stream`, { context: {} }));
}

/** Lists requests to create other log groups and to write to them: log groups of the app, and groups with similar names. */
export function listOtherLogWrites(subject: Subject, logGroups: readonly string[]): AccessRequest[] {
  const { assembly, statements } = subject;
  const named = statements.flatMap(({ statement }) => toList<unknown>(statement.Resource)).filter((each) => typeof each === 'string')
    .flatMap((resource) => /^(arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]*)/.exec(resource.replace(/\*/g, 'x'))?.[1] ?? []);
  const close = logGroups.flatMap((arn) => [`${arn}x`, arn.replace(/.$/, ''), arn.replace(/log-group:.*$/, 'log-group:other')]);
  const others = [...assembly.logGroups.map(({ arn }) => arn), ...assembly.functions.flatMap(listLogGroupArns), ...named, ...close]
    .filter((arn, index, all) => !logGroups.includes(arn) && all.indexOf(arn) === index);
  return others.flatMap((arn) => [
    ...[arn, `${arn}:log-stream:`].map((resource) => makeRequest('logs:CreateLogGroup', resource, { context: {} })),
    ...listLogWrites(arn),
  ]);
}
