import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';
import { INTERNET, Network, networkContext } from './network';
import { NotModelled, Permission, Place } from './permission';
import { authorize, PolicyDocument } from '../../policy/evaluate';

/** Who calls, known by the access key id of the request: signatures aren't verified. */
export interface Caller {
  /** Every decision on what the caller asked for. */
  readonly observations: Observation[];
  readonly arn: string;
  readonly account: string;
  readonly policies: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  /** The internet, if it isn't said. */
  readonly network?: Network;
  /** What else the request's context says of the caller, such as `aws:PrincipalTag/team`. */
  readonly context?: Permission['context'];
}

/** A request as a service gets it. */
export interface Request extends Place {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, any>>;
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** A service behind the endpoint. */
export interface Service {
  /** The permissions that a request takes; throws `NotModelled`. */
  permissionsOf(request: Request): Permission[];
  answer(request: Request): Promise<Answer> | Answer;
}

/** A decision on one permission. */
export interface Observation {
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Permission['context'];
  readonly allowed: boolean;
}

/** An error of a service, in the form that its SDK knows. */
export class ServiceError extends Error {
  public constructor(public readonly type: string, message: string) {
    super(message);
  }
}

/**
 * An AWS endpoint on loopback: every request is authorized as its caller before a service answers it.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export class Endpoint {
  public readonly callers = new Map<string, Caller>();
  /** The policies that resources have themselves, as keys do, by ARN. */
  public readonly resourcePolicies = new Map<string, PolicyDocument>();
  private readonly server: Server;

  /** @param services by the prefix of the header `X-Amz-Target` */
  public constructor(private readonly services: Readonly<Record<string, Service>>) {
    this.server = createServer((incoming, outgoing) => {
      void this.respond(incoming).then(({ status = 200, body, protocol }) => {
        outgoing.writeHead(status, { 'content-type': protocol }).end(JSON.stringify(body));
      });
    });
  }

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async respond(incoming: IncomingMessage): Promise<Answer & { protocol: string }> {
    const protocol = incoming.headers['content-type'] ?? 'application/x-amz-json-1.0';
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      return { protocol, ...await this.handle(incoming, Buffer.concat(chunks).toString('utf8')) };
    } catch (error) {
      const type = error instanceof ServiceError ? error.type : 'InternalServerError';
      return {
        protocol, status: error instanceof ServiceError ? 400 : 500, body: { __type: type, message: (error as Error).message },
      };
    }
  }

  private async handle({ headers }: IncomingMessage, body: string): Promise<Answer> {
    const [, accessKeyId, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
    const caller = this.callers.get(accessKeyId);
    if (!caller) throw new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.');
    const [prefix, operation] = String(headers['x-amz-target']).split('.');
    const service = this.services[prefix];
    if (!service) throw new ServiceError('UnknownOperationException', `no service ${prefix}`);
    const request = { operation, parameters: JSON.parse(body), region, account: caller.account };
    this.authorize(caller, request, service);
    return service.answer(request);
  }

  private authorize(caller: Caller, request: Request, service: Service): void {
    const decisions = this.permissionsOf(caller, request, service).map((permission) => {
      const { policies: identity, boundary } = caller;
      const { allowed } = authorize({ identity, boundary, resource: this.ownerOf(permission.resource) }, {
        principal: { arn: caller.arn, account: caller.account },
        action: permission.action,
        resource: permission.resource,
        context: contextOf(caller, request, permission),
      });
      return { operation: request.operation, ...permission, allowed };
    });
    caller.observations.push(...decisions);
    const denied = decisions.find(({ allowed }) => !allowed);
    if (denied) throw accessDenied(caller, denied);
  }

  /** The policy of a resource, and whose it is; that of a table is also that of its indexes. */
  private ownerOf(resource: string): { account: string; document: PolicyDocument } | undefined {
    const document = this.resourcePolicies.get(resource.replace(/\/index\/.*/, ''));
    return document && { account: resource.split(':')[4], document };
  }

  private permissionsOf(caller: Caller, request: Request, service: Service): Permission[] {
    try {
      return service.permissionsOf(request);
    } catch (error) {
      if (!(error instanceof NotModelled)) throw error;
      caller.observations.push({
        operation: request.operation, action: error.message, resource: '*', context: {}, allowed: false,
      });
      throw new ServiceError('AccessDeniedException', error.message);
    }
  }
}

function contextOf(caller: Caller, { region }: Request, permission: Permission): Permission['context'] {
  return {
    'aws:CurrentTime': new Date().toISOString(),
    'aws:SecureTransport': 'true', // as it is with AWS, though not on loopback
    'aws:RequestedRegion': region,
    // what a service does on the caller's behalf doesn't come from where the caller is
    ...'aws:ViaAWSService' in permission.context ? {} : networkContext(caller.network ?? INTERNET),
    ...caller.context,
    ...permission.context,
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function accessDenied(caller: Caller, { action, resource }: Observation): ServiceError {
  return new ServiceError('AccessDeniedException', `User: ${caller.arn} is not authorized to perform: ${action} `
    + `on resource: ${resource} because no identity-based policy allows the ${action} action`);
}
