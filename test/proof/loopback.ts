import { DynamoDb } from './endpoint/dynamodb';
import { Emulator } from './endpoint/emulator';
import { Endpoint } from './endpoint/endpoint';
import { Keys } from './endpoint/keys';
import { Logs } from './endpoint/logs';
import { PolicyDocument } from '../../src/policy/evaluate';

export const PLACE = { region: 'eu-west-1', account: '111122223333' };

/** What every SDK client on loopback is made with. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const FULL_ACCESS: PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** An AWS of one account and one Region on loopback. */
export class Loopback {
  public static async start(): Promise<Loopback> {
    const emulator = await Emulator.start();
    const keys = new Keys();
    const logs = new Logs();
    const { api, streams } = new DynamoDb(emulator, keys);
    const endpoint = new Endpoint({
      DynamoDB_20120810: api, DynamoDBStreams_20120810: streams, TrentService: keys, Logs_20140328: logs,
    });
    await endpoint.start();
    return new Loopback(emulator, endpoint, keys, logs);
  }

  /** The configuration of a principal that may do everything. */
  public readonly administrator: ClientConfig;

  private constructor(
    private readonly emulator: Emulator,
    public readonly endpoint: Endpoint,
    public readonly keys: Keys,
    public readonly logs: Logs,
  ) {
    this.administrator = this.configOf('administrator', [FULL_ACCESS]);
  }

  /** The configuration of the clients of a role with these policies, in the place of those that it had. */
  public configOf(role: string, identity: readonly PolicyDocument[]): ClientConfig {
    const accessKeyId = Buffer.from(role).toString('hex');
    this.endpoint.callers.set(accessKeyId, {
      arn: `arn:aws:sts::${PLACE.account}:assumed-role/${role}/proof`,
      account: PLACE.account,
      policies: { identity },
    });
    return { endpoint: this.endpoint.url, region: PLACE.region, credentials: { accessKeyId, secretAccessKey: 'unverified' } };
  }

  public stop(): void {
    this.endpoint.stop();
    this.emulator.stop();
  }
}
