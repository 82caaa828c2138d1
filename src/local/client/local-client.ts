import { randomUUID } from 'crypto';
import { actAs, Acting, nameCallersTo, stopNamingCallersTo } from './acting-as';
import { readRecords, StreamRecord } from './stream-records';
import { ADMINISTRATOR, clientKey } from '../callers';
import { UNSET } from '../deployment/environment';
import { formatCallerKey } from '../endpoint/caller-key';

/** Who may act, and with which environment: the content of the file that `CDK_DYNAMO_ACCESS_ENVIRONMENTS` names. */
export interface Environments {
  readonly url: string;
  /** The space of the tables that requests are for, of several processes that run tests at the same time. */
  readonly space?: string;
  /** The environment variables of whoever isn't said to be somebody. */
  readonly nobody: Readonly<Record<string, string>>;
  /** The environment variables of each function, and of roles without functions, by their names. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The ARNs of the streams of tables, with the Regions of these, by the tables' names. */
  readonly streams: Readonly<Record<string, { readonly arn: string; readonly region: string }>>;
}

/** The configuration of a client of the AWS SDK. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Runs code under the permissions of the functions of an app, as tests do. */
export class LocalClient {
  /** The variables of this process as they were, for whoever comes after. */
  private readonly replaced: Readonly<Record<string, string | undefined>>;

  public constructor(protected readonly environments: Environments) {
    nameCallersTo(environments.url, environments.nobody.AWS_ACCESS_KEY_ID);
    this.replaced = exchangeVariables({ ...Object.fromEntries(UNSET.map((name) => [name, undefined])), ...environments.nobody });
  }

  /** Has this process be as it was: its requests are nobody's of this app. */
  protected leave(): void {
    stopNamingCallersTo(this.environments.url);
    exchangeVariables(this.replaced);
  }

  /** The names of the functions, and of the roles that no function has. */
  public get functions(): string[] {
    return Object.keys(this.environments.environments);
  }

  /** The environment variables of a function, with local names, credentials and endpoints: for a process of its own. */
  public environmentOf(name: string): Record<string, string> {
    const { environments } = this.environments;
    if (Object.hasOwn(environments, name)) return { ...environments[name] };
    throw new Error(`the app has no function ${name}; expected ${this.functions.join(', ')}`);
  }

  /** The configuration of a client that is always the function's. */
  public clientConfigOf(name: string): ClientConfig {
    const { AWS_REGION: region } = this.environmentOf(name);
    return { endpoint: this.environments.url, region, credentials: this.getCredentials(clientKey(name)) };
  }

  /** The configuration of a client that may do everything: to put items there, and to look at them. */
  public get administrator(): ClientConfig {
    const { url, nobody } = this.environments;
    return { endpoint: url, region: nobody.AWS_REGION, credentials: this.getCredentials(ADMINISTRATOR) };
  }

  /**
   * Does something as a function: with its permissions and its environment variables. Parallel calls don't disturb each other, even if
   * they share a client. Modules that read environment variables when they are loaded have to be loaded in it.
   */
  public async as<T>(name: string, act: () => T | Promise<T>): Promise<T> {
    return actAs(this.describeActing(name), async () => act());
  }

  /**
   * Does something as a function and expects that it is denied an action, whether or not the code lets the error through. The denial
   * doesn't count in the summary.
   *
   * @param action as `dynamodb:PutItem`; any, if it isn't given
   * @throws Error if nothing was denied, or another action
   */
  public async denied(name: string, act: () => unknown, action?: string): Promise<void> {
    const expects = randomUUID();
    let thrown: unknown;
    try {
      await actAs({ ...this.describeActing(name), expects }, async () => act());
    } catch (error) {
      thrown = error;
    }
    const actions = await this.fetchExpected(expects);
    if (action === undefined ? actions.length > 0 : actions.includes(action)) return;
    const seen = actions.length > 0 ? `${actions.join(', ')} was denied` : `nothing was denied${thrown ? `; it threw ${thrown}` : ''}`;
    throw new Error(`expected that ${name} is denied ${action ?? 'something'}, but ${seen}`);
  }

  /** The records of a table's stream from its beginning, as the event of a function has them. */
  public async records(table: string): Promise<StreamRecord[]> {
    const { streams, url } = this.environments;
    if (!Object.hasOwn(streams, table)) throw new Error(`the app has no table ${table} with a stream; expected ${Object.keys(streams).join(', ')}`);
    return readRecords(url, this.getCredentials(ADMINISTRATOR).accessKeyId, streams[table]);
  }

  /** Its access key says who acts, and in which space. */
  private describeActing(name: string): Acting {
    const environment = this.environmentOf(name);
    return { name: environment.AWS_ACCESS_KEY_ID, environment };
  }

  private getCredentials(name: string): ClientConfig['credentials'] {
    return { accessKeyId: formatCallerKey({ name, space: this.environments.space }), secretAccessKey: 'local' };
  }

  private async fetchExpected(call: string): Promise<string[]> {
    const response = await fetch(`${this.environments.url}/cdk-dynamo-access/${call}`, { method: 'POST' });
    return await response.json() as string[];
  }
}

/** Sets variables of this process, and unsets those without value. Returns the values that they had. */
function exchangeVariables(variables: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => {
    const before = process.env[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
    return [name, before];
  }));
}
