import { ADMINISTRATOR, clientKey, NOBODY } from './callers';
import { deployResources, deployTables, recreateTables } from './deployment/deploy';
import { endpointVariables, functionVariables, identityVariables, NotedVariables } from './deployment/environment';
import { LocalIdentity, readCallers } from './deployment/identities';
import { LocalApp, readApp } from './deployment/read-app';
import { EmulatorFailure } from './emulators/emulator';
import { hasSharedDatabase } from './emulators/shared-database';
import { LocalAws } from './local-aws';
import { Observations } from './observations';
import { Remedies } from './remedies';
import { RunOptions } from './run-options';

const SHARED = 'has one database for all access keys, so that tests in parallel see each other\'s items; '
  + 'run them one after the other, or start DynamoDB Local without -sharedDb';

function isUrl(emulator: string | undefined): boolean {
  return emulator !== undefined && /^https?:/.test(emulator);
}

/** An app on loopback: its tables, keys and roles, and what was asked of them. */
export class RunningApp {
  public static async start(options: RunOptions): Promise<RunningApp> {
    const app = readApp(options.assembly);
    const remedies = new Remedies(app);
    const expected = new Map<string, string[]>();
    const errors: string[] = [];
    const aws = await LocalAws.start({
      emulator: options.emulator,
      space: options.space,
      soft: options.mode === 'soft' || options.mode === 'record',
      describeRemedy: (caller, denied, context) => remedies.describe(caller.name ?? caller.arn, caller, denied, context),
      report: (problem) => errors.push(problem),
      prepareSpace: (space) => running.prepareSpace(space),
      control: async (path) => running.takeExpected(path),
    });
    const running = new RunningApp(app, aws, options, remedies, expected, errors);
    try {
      running.notes.push(...deployResources(aws, app));
      running.notes.push(...options.reset ? await recreateTables(aws, app) : await deployTables(aws, app));
      if (options.space !== undefined && await running.sharesDatabase()) running.warnings.push(`${aws.emulator.name} ${SHARED}`);
      return running;
    } catch (error) {
      aws.stop();
      throw error;
    }
  }

  public readonly identities: readonly LocalIdentity[];
  public readonly observations = new Map<string, Observations>();
  public readonly notes: string[];
  /** Problems that a test should report at once, because its summary may never be read. */
  public readonly warnings: string[] = [];
  /** Denials that can't be evaluated. */
  public readonly lostDenials: readonly string[];
  /** The tables of each space that a request named. */
  private readonly spaces = new Map<string, Promise<void>>();

  private constructor(
    public readonly app: LocalApp,
    public readonly aws: LocalAws,
    private readonly options: RunOptions,
    public readonly remedies: Remedies,
    private readonly expected: Map<string, string[]>,
    /** Problems of the endpoint or the emulator, not of the policies. */
    public readonly errors: readonly string[],
  ) {
    const { identities, notes, lostDenials } = readCallers(app);
    this.identities = identities;
    this.notes = [...app.notes, ...notes];
    this.lostDenials = lostDenials;
    for (const identity of identities) this.addCaller(identity);
    const { account } = identities[0] ?? app.assembly.tables[0] ?? { account: '111122223333' };
    this.aws.endpoint.callers.set(ADMINISTRATOR, {
      name: ADMINISTRATOR,
      arn: `arn:aws:iam::${account}:root`,
      account,
      policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
      observations: { push: () => undefined },
      explicit: true,
    });
  }

  public get url(): string {
    return this.aws.endpoint.url;
  }

  /** The environment variables that lead to the endpoint, as nobody. */
  public get variables(): Record<string, string> {
    return { ...endpointVariables(this.url), ...identityVariables(NOBODY, this.getRegion(this.identities[0])) };
  }

  /** The environment variables of a function or a role, by its name; what it has to say of them. */
  public describeEnvironment(name: string): NotedVariables {
    const identity = this.identities.find((each) => each.name === name);
    const own = identity?.function ? functionVariables(this.app, identity.function, this.url) : { variables: {}, notes: [] };
    const given = this.options.environment ?? {};
    return {
      variables: { ...own.variables, ...endpointVariables(this.url), ...identityVariables(name, this.getRegion(identity)), ...given },
      notes: own.notes.filter((note) => !Object.keys(given).some((variable) => note.includes(`the variable ${variable} `))),
    };
  }

  /** Empties the tables. An emulator that somebody else runs may hold the items of others. */
  public async resetTables(): Promise<void> {
    const { emulator, reset } = this.options;
    if (isUrl(emulator) && !reset) {
      throw new Error(`the tables at ${emulator} may hold items of others; start with the option 'reset' to empty them`);
    }
    await recreateTables(this.aws, this.app);
  }

  /** Makes the tables of a space, once. */
  private prepareSpace(space: string): Promise<void> {
    const prepared = this.spaces.get(space) ?? this.deploySpace(space, this.spaces.size === 0);
    this.spaces.set(space, prepared);
    return prepared;
  }

  private async deploySpace(space: string, isFirst: boolean): Promise<void> {
    if (!isFirst && await this.sharesDatabase()) throw new EmulatorFailure(`${this.aws.emulator.name} ${SHARED}`);
    await deployTables(this.aws, this.app, space);
  }

  /** Only emulators that somebody else runs may have one database for all. */
  private async sharesDatabase(): Promise<boolean> {
    return isUrl(this.options.emulator) && hasSharedDatabase(this.aws.emulator, this.getRegion(this.identities[0]));
  }

  public stop(): void {
    this.aws.stop();
  }

  /** The denials that the call of a test expected; they are told once. */
  public takeExpected(call: string): string[] {
    const denied = this.expected.get(call) ?? [];
    this.expected.delete(call);
    return denied;
  }

  private addCaller(identity: LocalIdentity): void {
    const { name, arn, account, policies, boundary, network, context, role } = identity;
    const observations = new Observations(this.expected);
    this.observations.set(name, observations);
    const caller = { name, observations, policies, boundary, network, context };
    this.aws.endpoint.callers.set(name, { ...caller, arn, account });
    this.aws.endpoint.callers.set(clientKey(name), { ...caller, arn, account, explicit: true });
    if (!identity.function || !this.aws.roles.has(role.arn)) this.aws.roles.set(role.arn, caller);
  }

  private getRegion(identity: LocalIdentity | undefined): string {
    return identity?.function?.region ?? this.app.assembly.tables[0]?.region ?? 'us-east-1';
  }
}
