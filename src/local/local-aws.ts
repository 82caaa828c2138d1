import { Emulator } from './emulators/emulator';
import { startEmulator } from './emulators/emulators';
import { Caller } from './endpoint/caller';
import { DynamoDb } from './endpoint/dynamodb';
import { TableSchema } from './endpoint/dynamodb-permissions';
import { Endpoint, EndpointOptions } from './endpoint/endpoint';
import { Keys } from './endpoint/keys';
import { Logs } from './endpoint/logs';
import { OtherServices } from './endpoint/other-services';
import { Service } from './endpoint/service';
import { readQuery, Sts } from './endpoint/sts';
import { Incoming, Outgoing, writeAnswer } from './endpoint/wire';

export interface LocalAwsOptions extends Omit<EndpointOptions, 'answerOthers'> {
  /** `dynamodb-local`, `dynalite` or a URL. */
  readonly emulator?: string;
  /** The beginning of the names of the emulator's databases. */
  readonly space?: string;
  /** Stands between the endpoint and DynamoDB, whose tables it is told by their ARNs. */
  readonly watchDynamoDb?: (service: Service, tables: ReadonlyMap<string, TableSchema>) => Service;
  /** Answers requests that no service of AWS is meant by. */
  readonly control?: (path: string, body: string) => Promise<unknown>;
}

/** The policies of a role, for sessions of it. */
type SessionRights = Omit<Caller, 'arn' | 'account' | 'explicit'>;

/** The paths of requests to the endpoint itself. */
const CONTROL = '/cdk-dynamo-access/';

/** An AWS on loopback: DynamoDB with its streams, KMS, CloudWatch Logs and STS behind one endpoint. */
export class LocalAws {
  public static async start(options: LocalAwsOptions = {}): Promise<LocalAws> {
    const aws = new LocalAws(await startEmulator(options.emulator), options);
    await aws.endpoint.start();
    return aws;
  }

  public readonly endpoint: Endpoint;
  public readonly keys = new Keys();
  public readonly logs = new Logs();
  public readonly dynamoDb: DynamoDb;
  public readonly others = new OtherServices();
  /** The rights of sessions of roles, by the ARNs of the roles. */
  public readonly roles = new Map<string, SessionRights>();
  private readonly sts: Sts;

  private constructor(public readonly emulator: Emulator, private readonly options: LocalAwsOptions) {
    this.dynamoDb = new DynamoDb(emulator, this.keys, options.space);
    const watch = (service: Service) => options.watchDynamoDb?.(service, this.dynamoDb.tables) ?? service;
    const services = {
      DynamoDB_20120810: watch(this.dynamoDb.api),
      DynamoDBStreams_20120810: watch(this.dynamoDb.streams),
      TrentService: this.keys,
      Logs_20140328: this.logs,
    };
    this.endpoint = new Endpoint(services, { ...options, answerOthers: (incoming) => this.answerOthers(incoming, Object.keys(services)) });
    this.sts = new Sts(this.endpoint.callers, (role, session) => {
      const rights = this.roles.get(role);
      return rights && { ...rights, ...session, context: { ...rights.context, ...session.context } };
    });
  }

  public stop(): void {
    this.endpoint.stop();
    this.emulator.stop();
  }

  private async answerOthers(incoming: Incoming, prefixes: readonly string[]): Promise<Outgoing | undefined> {
    const { path, headers, body, service } = incoming;
    if (this.options.control && path.startsWith(CONTROL)) {
      return writeAnswer({ body: await this.options.control(path.slice(CONTROL.length), body) }, 'application/json');
    }
    if (service === 'sts') {
      const { operation, parameters } = readQuery(body);
      const caller = this.endpoint.findCaller(incoming);
      return writeAnswer(await this.endpoint.serve(this.sts, caller, incoming, operation, parameters), 'text/xml');
    }
    const prefix = String(headers['x-amz-target'] ?? '').split('.')[0];
    if (prefixes.includes(prefix) || SERVED.includes(service)) return undefined;
    throw this.others.refuse(incoming);
  }
}

/** The services whose requests the endpoint answers, even if they are malformed. */
const SERVED = ['dynamodb', 'kms', 'logs'];
