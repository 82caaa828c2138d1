import { Recorder } from './foreign/recorder';
import { Emulator } from '../../src/local/emulators/emulator';
import { Caller, Observation } from '../../src/local/endpoint/caller';
import { DynamoDb } from '../../src/local/endpoint/dynamodb';
import { Endpoint } from '../../src/local/endpoint/endpoint';
import { Keys } from '../../src/local/endpoint/keys';
import { Logs } from '../../src/local/endpoint/logs';
import { LocalAws } from '../../src/local/local-aws';
import { PolicyDocument } from '../../src/policy/evaluate';

export const PLACE = { region: 'eu-west-1', account: '111122223333' };

/** Where replicas of tables and keys are, if there are any. */
export const REPLICA_REGION = 'us-east-1';

/** What every SDK client on loopback is made with. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export const FULL_ACCESS: PolicyDocument = {
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** A role with what it may do and from where it does it. */
export interface RoleInUse extends Pick<Caller, 'policies' | 'boundary' | 'network' | 'context'> {
  readonly role: string;
  /** That of the proof, if it isn't said. */
  readonly account?: string;
}

/** What came of something that was done. */
export interface Outcome {
  /** Every permission that was asked for. */
  readonly observations: readonly Observation[];
  /** What was thrown. */
  readonly error?: Error;
}

/** An AWS on loopback. */
export class Loopback {
  /**
   * @param emulatorName the name of the emulator that answers, if it must be a certain one
   * @param recorder gets every request to DynamoDB
   */
  public static async start(emulatorName?: string, recorder?: Recorder): Promise<Loopback> {
    return new Loopback(await LocalAws.start({
      emulator: emulatorName, watchDynamoDb: recorder && ((service, tables) => recorder.recordRequests(service, tables)),
    }));
  }

  /** The configuration of a principal that may do everything in the account of the proof. */
  public readonly administrator: ClientConfig;

  public readonly emulator: Emulator;
  public readonly endpoint: Endpoint;
  public readonly keys: Keys;
  public readonly logs: Logs;
  public readonly dynamoDb: DynamoDb;
  private readonly observations = new Map<string, Observation[]>();

  private constructor(private readonly aws: LocalAws) {
    ({ emulator: this.emulator, endpoint: this.endpoint, keys: this.keys, logs: this.logs, dynamoDb: this.dynamoDb } = aws);
    this.administrator = this.administratorOf(PLACE.account);
  }

  /** The configuration of a principal that may do everything in an account. */
  public administratorOf(account: string): ClientConfig {
    return this.configOf({ role: 'administrator', account, policies: [FULL_ACCESS] });
  }

  /** The configuration of clients that run as a role. */
  public configOf({ role, account = PLACE.account, ...rights }: RoleInUse): ClientConfig {
    const accessKeyId = `AKIA${this.endpoint.callers.size}`;
    const observations: Observation[] = [];
    this.observations.set(accessKeyId, observations);
    this.endpoint.callers.set(accessKeyId, { ...rights, arn: `arn:aws:sts::${account}:assumed-role/${role}/proof`, account, observations });
    return { endpoint: this.endpoint.url, region: PLACE.region, credentials: { accessKeyId, secretAccessKey: 'unverified' } };
  }

  /** What was asked with these credentials, as it comes in. */
  public observationsOf({ credentials }: ClientConfig): readonly Observation[] {
    return this.observations.get(credentials.accessKeyId)!;
  }

  /** Does something, and says what was asked with these credentials. */
  public async observe(config: ClientConfig, act: () => Promise<void>): Promise<Outcome> {
    const observations = this.observationsOf(config);
    try {
      await withinTime(act(), observations);
      return { observations };
    } catch (error) {
      return { observations, error: error as Error };
    }
  }

  public stop(): void {
    this.aws.stop();
  }
}

/** Some clients wait forever for what they were denied: what was denied something gets a second to end, all else a minute. */
async function withinTime(done: Promise<void>, observations: readonly Observation[]): Promise<void> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    const end = Date.now() + 60_000;
    let grace = end;
    timer = setInterval(() => {
      if (grace === end && observations.some(({ allowed }) => !allowed)) grace = Date.now() + 1_000;
      if (Date.now() > grace) reject(new Error('it comes to no end'));
    }, 100);
  });
  await Promise.race([done, late]).finally(() => clearInterval(timer));
}
