import { stopNamingCallersTo } from './acting-as';
import { LocalClient } from './local-client';
import { describeEnvironments } from '../environments-file';
import { RunningApp, RunOptions } from '../running-app';
import { LocalSummary, summarize } from '../summary/summarize';

/** An app on loopback, in the process of the tests: its tables, and its functions under their own permissions. */
export class LocalAccess extends LocalClient {
  /** Makes the tables, keys and log groups of a synthesized app, and reads what its functions may do. */
  public static async start({ assembly = 'cdk.out', space = workerSpace(), ...options }: Partial<RunOptions> = {}): Promise<LocalAccess> {
    return new LocalAccess(await RunningApp.start({ assembly, space, ...options }));
  }

  private constructor(private readonly running: RunningApp) {
    super(describeEnvironments(running));
  }

  /** Empties the tables. */
  public async reset(): Promise<void> {
    await this.running.resetTables();
  }

  /** Summarizes the requests, denials and unused features until now. */
  public summary(): LocalSummary {
    return summarize(this.running);
  }

  /** Ends the endpoint, and the emulator that it started. */
  public async stop(): Promise<void> {
    stopNamingCallersTo(this.running.url);
    this.running.stop();
  }
}

/** The space of one of several processes that run tests at the same time, as Jest, Vitest and pytest number them. */
function workerSpace(): string | undefined {
  const { JEST_WORKER_ID, VITEST_POOL_ID, PYTEST_XDIST_WORKER } = process.env;
  const worker = JEST_WORKER_ID ?? VITEST_POOL_ID ?? PYTEST_XDIST_WORKER;
  if (worker === undefined) return undefined;
  return `w${worker.replaceAll(/\W/g, '')}x`;
}
