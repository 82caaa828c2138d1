import { makeRequest } from './feature-requests';
import { AccessRequest, Subject } from './subject';
import { findActionTypes } from '../policy/action-types';
import { listLogGroupArns } from '../policy/assembly-resources';
import { replacePolicyVariables } from '../policy/policy-variables';
import { toList } from '../values/json-values';

const WRITES_STREAMS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Lists the requests to write to a stream of an existing log group. */
export function listLogWrites(logGroup: string, stream = 'stream'): AccessRequest[] {
  return WRITES_STREAMS.map((action) => makeRequest(action, `${logGroup}:log-stream:${stream}`, { context: {} }));
}

/**
 * Lists requests to create other log groups and to write to them: log groups of the app, and groups with similar names. The streams are any
 * one and those that statements name.
 */
export function listOtherLogWrites(subject: Subject, logGroups: readonly string[]): AccessRequest[] {
  const { assembly, statements } = subject;
  const written = statements.flatMap(({ statement }) => toList<unknown>(statement.Resource)).filter((each) => typeof each === 'string')
    .filter((resource) => /^arn:[^:]*:logs:/.test(resource)).map((resource) => fillWildcards(resource, subject));
  const named = written.flatMap((resource) => /^(arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]*)/.exec(resource)?.[1] ?? []);
  const streams = new Set([undefined, ...written.flatMap((resource) => toList(resource.split(':').slice(7).at(-1)))]);
  const close = logGroups.flatMap((arn) => [`${arn}x`, arn.replace(/.$/, ''), arn.replace(/log-group:.*$/, 'log-group:other'), moveToOtherRegion(arn)]);
  const others = [...assembly.logGroups.map(({ arn }) => arn), ...assembly.functions.flatMap(listLogGroupArns), ...named, ...close]
    .filter((arn, index, all) => !logGroups.includes(arn) && all.indexOf(arn) === index);
  return others.flatMap((arn) => [
    ...listGroupArns(arn).map((resource) => makeRequest('logs:CreateLogGroup', resource, { context: {} })),
    ...[...streams].flatMap((stream) => listLogWrites(arn, stream)),
  ]);
}

/** Writes a log group that a pattern matches. It is in the account of the role, because another account has a policy of its own. */
function fillWildcards(pattern: string, { identity }: Subject): string {
  return replacePolicyVariables(pattern).replace(/^(arn:[^:]*:logs:[^:]*:)[^:]*[*?][^:]*:/, `$1${identity.account}:`).replace(/[*?]/g, 'x');
}

function moveToOtherRegion(arn: string): string {
  return arn.replace(/:logs:[^:]*:/, ':logs:other-region-1:');
}

/**
 * Lists the requests that a request about a log group stands for if it has the ARN of the construct, with `:*` at its end. AWS documents
 * the ARN without it for some actions, and the beginning of the ARNs of its streams for others.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function listLogGroupForms(request: AccessRequest): AccessRequest[] {
  const { action, resource } = request;
  const isForGroup = findActionTypes(action)?.types.includes('log-group');
  if (!isForGroup || !/:log-group:[^:]+:\*$/.test(resource)) return [request];
  return listGroupArns(resource.replace(/:\*$/, '')).map((each) => ({ ...request, resource: each }));
}

function listGroupArns(arn: string): string[] {
  return [arn, `${arn}:log-stream:`];
}
