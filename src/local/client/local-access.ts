import { LocalClient } from './local-client';
import { describeEnvironments } from '../environments-file';
import { workerSpace } from './worker-space';
import { RunOptions } from '../run-options';
import { RunningApp } from '../running-app';
import { LocalSummary } from '../summary/local-summary';
import { summarize } from '../summary/summarize';

/** An app on loopback, in the process of the tests: its tables, and its functions under their own permissions. */
export class LocalAccess extends LocalClient {
  /** Makes the tables, keys and log groups of a synthesized app, and reads what its functions may do. */
  public static async start({ assembly = 'cdk.out', space = workerSpace(), ...options }: Partial<RunOptions> = {}): Promise<LocalAccess> {
    const running = await RunningApp.start({ assembly, space, ...options });
    running.warnings.forEach((warning) => process.emitWarning(warning));
    return new LocalAccess(running);
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
    this.leave();
    this.running.stop();
  }
}
