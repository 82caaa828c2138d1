import { createServer, IncomingMessage, Server } from 'http';
import { buildContext, decideRequest } from './authorization';
import { Caller, Observation } from './caller';
import { CallerKey, readCallerKey } from './caller-key';
import { describeDenial } from './denial';
import { NotModelled, Permission } from './permission';
import { Answer, Request, Service, ServiceError } from './service';
import { Incoming, Outgoing, readIncoming, readParameters, writeAnswer, writeError } from './wire';
import { PolicyDocument } from '../../policy/evaluate';
import { EmulatorFailure } from '../emulators/emulator';
import { getErrorMessage, listenOnLoopback } from '../emulators/loopback';

/** Names the caller of a request whose access key may be that of another caller, as clients that several functions share have it. */
export const CALLER_HEADER = 'x-cdk-dynamo-access-as';
/** Names the call of a test that expects this request to be denied. */
export const EXPECTED_HEADER = 'x-cdk-dynamo-access-expects-denial';

/** The name of an operation of AWS; `constructor` is none. */
const OPERATION_NAME = /^[A-Z][A-Za-z0-9]*$/;

export interface EndpointOptions {
  /** Answers requests although they are denied. */
  readonly soft?: boolean;
  /** Says of a denial, with the condition keys of the request, what to change. The caller gets it behind the words of AWS. */
  readonly describeRemedy?: (caller: Caller, denied: Observation, context: Permission['context']) => string;
  /** Answers requests that no service of the endpoint is for. */
  readonly answerOthers?: (incoming: Incoming) => Promise<Outgoing | undefined>;
  /** Makes what requests of a space find there; it is done before the first of them is answered. */
  readonly prepareSpace?: (space: string) => Promise<void>;
  /** Gets what the endpoint itself couldn't do. */
  readonly report?: (problem: string) => void;
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
  private port = 0;

  /** @param services by the prefix of the header `X-Amz-Target` */
  public constructor(private readonly services: Readonly<Record<string, Service>>, private readonly options: EndpointOptions = {}) {
    // a connection that the server closes while a client writes to it is an error there
    this.server = createServer({ keepAliveTimeout: 600_000 }, (message, response) => {
      void this.respond(message).then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
    });
  }

  public async start(): Promise<void> {
    this.port = await listenOnLoopback(this.server);
  }

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  public stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async respond(message: IncomingMessage): Promise<Outgoing> {
    let incoming: Incoming | undefined;
    try {
      incoming = await readIncoming(message);
      return await this.options.answerOthers?.(incoming) ?? writeAnswer(await this.handle(incoming), getContentType(incoming));
    } catch (error) {
      if (error instanceof ServiceError) return writeError(error, incoming);
      this.options.report?.(getErrorMessage(error));
      // with a status of 500, SDKs would try again
      const type = error instanceof EmulatorFailure ? 'EmulatorFailure' : 'EndpointFailure';
      return writeError({ type, message: getErrorMessage(error) }, incoming);
    }
  }

  private async handle(incoming: Incoming): Promise<Answer> {
    const caller = this.findCaller(incoming);
    const [prefix, operation = ''] = String(incoming.headers['x-amz-target']).split('.');
    if (!Object.hasOwn(this.services, prefix)) throw new ServiceError('UnknownOperationException', `no service ${prefix}`);
    return this.serve(this.services[prefix], caller, incoming, operation, readParameters(incoming.body));
  }

  /** Authorizes a request, and has a service answer it. */
  public async serve(service: Service, caller: Caller, incoming: Incoming, operation: string, parameters: Request['parameters']): Promise<Answer> {
    if (!OPERATION_NAME.test(operation)) throw new ServiceError('UnknownOperationException', `no operation ${operation}`);
    const { space } = this.readCaller(incoming);
    const request = { operation, parameters, text: incoming.body, region: incoming.region, account: caller.account, space };
    const expectedBy = incoming.headers[EXPECTED_HEADER] as string | undefined;
    this.authorizeRequest(caller, request, service, expectedBy);
    if (space !== undefined) await this.options.prepareSpace?.(space);
    return service.answer(request, caller);
  }

  /** The caller of a request: a session by its key; else whoever the request names; else whoever the key belongs to. */
  public findCaller(incoming: Incoming): Caller {
    const { name } = this.readCaller(incoming);
    const caller = this.callers.get(name);
    if (caller) return caller;
    throw new ServiceError('UnrecognizedClientException', 'The security token included in the request is invalid.'
      + `${this.options.describeRemedy ? ` [cdk-dynamo-access: no caller ${name}; expected ${[...this.callers.keys()].join(', ')}]` : ''}`);
  }

  private readCaller({ accessKeyId, headers }: Incoming): CallerKey {
    const byKey = readCallerKey(accessKeyId);
    const named = headers[CALLER_HEADER];
    if (typeof named !== 'string' || this.callers.get(byKey.name)?.explicit) return byKey;
    return readCallerKey(named);
  }

  private authorizeRequest(caller: Caller, request: Request, service: Service, expectedBy?: string): void {
    const observe = (observations: Observation[]) =>
      caller.observations.push(...expectedBy === undefined ? observations : observations.map((each) => ({ ...each, expectedBy })));
    const decisions = this.askPermissions(request, service, observe).map((permission) => {
      const decision = decideRequest(caller, request, permission, this.resourcePolicies);
      const { describeRemedy } = this.options;
      if (decision.allowed || !describeRemedy) return decision;
      return { ...decision, remedy: describeRemedy(caller, decision, buildContext(caller, request, permission)) };
    });
    observe(decisions);
    const denied = decisions.find(({ allowed }) => !allowed);
    if (!denied || this.options.soft) return;
    const remedy = denied.remedy === undefined ? '' : ` [cdk-dynamo-access: ${denied.remedy}]`;
    throw new ServiceError('AccessDeniedException', describeDenial(caller, denied) + remedy);
  }

  private askPermissions(request: Request, service: Service, observe: (observations: Observation[]) => void): Permission[] {
    try {
      const permissions = service.permissionsOf(request);
      if (permissions.every(({ resource }) => typeof resource === 'string')) return permissions;
      throw new Error('it names no resource');
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      // a request that hasn't the form of its operation leads to properties of undefined
      if (!(error instanceof NotModelled)) throw new ServiceError('ValidationException', `the request is not one of ${request.operation}: ${getErrorMessage(error)}`);
      observe([{
        operation: request.operation, action: error.message, resource: '*', context: {}, allowed: false, reason: 'not-modelled', statements: [],
      }]);
      throw new ServiceError('AccessDeniedException', error.message);
    }
  }
}

function getContentType({ headers }: Incoming): string {
  return headers['content-type'] ?? 'application/x-amz-json-1.0';
}
