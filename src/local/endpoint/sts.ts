import { randomBytes } from 'crypto';
import { Caller } from './caller';
import { formatCallerKey } from './caller-key';
import { AnyParameters, Context, NotModelled, Permission } from './permission';
import { Answer, Request, RequestCaller, Service, ServiceError } from './service';
import { escapeXml } from './wire';
import { RequestPrincipal } from '../../policy/evaluate';

/** How long a session lasts, unless the request says otherwise. */
const HOUR = 3600;

/** Options of a session that would change what it may do, and that the endpoint doesn't evaluate. */
const REFUSED = ['Policy', 'PolicyArns.member.1.arn', 'ProvidedContexts.member.1.ProviderArn', 'SerialNumber'];

/**
 * As much of STS as functions use: sessions of roles with tags, and who the caller is.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export class Sts implements Service {
  /**
   * @param callers the callers by their access keys, to which sessions are added
   * @param sessionOf makes the caller that a session of a role is, by the role's ARN; nothing for a role that isn't known
   */
  public constructor(
    private readonly callers: Map<string, Caller>,
    private readonly sessionOf: (role: string, session: Pick<Caller, 'arn' | 'context'> & RequestPrincipal) => Caller | undefined,
  ) {}

  public permissionsOf({ operation, parameters }: Request): Permission[] {
    // needs no permission: docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    if (operation === 'GetCallerIdentity') return [];
    if (operation !== 'AssumeRole') throw new NotModelled(`the operation ${operation}`);
    const { RoleArn, RoleSessionName } = parameters;
    if (!RoleArn || !RoleSessionName) throw new ServiceError('ValidationError', 'AssumeRole needs RoleArn and RoleSessionName');
    const refused = REFUSED.find((name) => name in parameters);
    if (refused) throw new NotModelled(`sessions with ${refused.split('.')[0]}`);
    const tags = Object.entries(readTags(parameters));
    const context = {
      'sts:RoleSessionName': RoleSessionName,
      ...parameters.ExternalId && { 'sts:ExternalId': parameters.ExternalId },
      ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
      ...tags.length > 0 && { 'aws:TagKeys': tags.map(([key]) => key) },
    };
    return ['sts:AssumeRole', ...tags.length > 0 ? ['sts:TagSession'] : []].map((action) => ({ action, resource: RoleArn, context }));
  }

  public answer(request: Request, caller: RequestCaller): Answer {
    return { text: request.operation === 'AssumeRole' ? this.assumeRole(request) : describeCaller(caller) };
  }

  private assumeRole({ parameters, space }: Request): string {
    const { RoleArn, RoleSessionName, DurationSeconds = HOUR } = parameters;
    const [, partition,,, account, path] = RoleArn.split(':');
    const arn = `arn:${partition}:sts::${account}:assumed-role/${path.split('/').pop()}/${RoleSessionName}`;
    const session = this.sessionOf(RoleArn, { arn, account, context: principalTags(readTags(parameters)) });
    if (!session) throw new ServiceError('AccessDenied', `the assembly has no role ${RoleArn}`);
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    this.callers.set(accessKeyId, { ...session, explicit: true });
    return result('AssumeRole', element('Credentials', [
      element('AccessKeyId', formatCallerKey({ name: accessKeyId, space })),
      element('SecretAccessKey', 'local'),
      element('SessionToken', 'local'),
      element('Expiration', new Date(Date.now() + Number(DurationSeconds) * 1000).toISOString()),
    ].join('')) + element('AssumedRoleUser', element('AssumedRoleId', `${accessKeyId}:${escapeXml(RoleSessionName)}`) + element('Arn', escapeXml(arn))));
  }
}

/** The parameters of a request of the query protocol. */
export function readQuery(body: string): { operation: string; parameters: AnyParameters } {
  const { Action = '', ...parameters } = Object.fromEntries(new URLSearchParams(body));
  return { operation: Action, parameters };
}

function readTags(parameters: AnyParameters): Record<string, string> {
  return Object.fromEntries(Object.entries<string>(parameters).flatMap(([name, key]) => {
    const member = /^Tags\.member\.(\d+)\.Key$/.exec(name)?.[1];
    if (member === undefined) return [];
    return [[key, parameters[`Tags.member.${member}.Value`] ?? '']];
  }));
}

function principalTags(tags: Record<string, string>): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));
}

function describeCaller({ arn, account }: RequestCaller): string {
  return result('GetCallerIdentity', element('Arn', escapeXml(arn)) + element('UserId', 'LOCAL') + element('Account', account));
}

function result(operation: string, content: string): string {
  const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
  return `<${operation}Response xmlns="${namespace}">${element(`${operation}Result`, content)}</${operation}Response>`;
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
