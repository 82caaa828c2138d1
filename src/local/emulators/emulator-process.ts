import { ChildProcess } from 'child_process';
import { createServer } from 'net';
import { Database, Emulated, EmulatorFailure } from './emulator';
import { HttpClient } from './http-client';
import { getErrorMessage, listenOnLoopback } from './loopback';
import { endWatched, spawnWatched } from '../watched-process';

const ANY_DATABASE: Database = { owner: 'local', region: 'us-east-1' };

/** An emulator that runs as a process of its own. It ends with this process, whatever ends this one. */
export class EmulatorProcess {
  /** @param commandFor the program and its arguments, by the port that it is to listen on */
  public static async start(name: string, commandFor: (port: string) => readonly [string, ...string[]]): Promise<EmulatorProcess> {
    const port = String(await freePort());
    const emulator = new EmulatorProcess(name, `http://127.0.0.1:${port}`, spawnWatched(commandFor(port), { stdio: 'ignore' }));
    await emulator.answers();
    return emulator;
  }

  private readonly client: HttpClient;
  private failure?: EmulatorFailure;

  private constructor(private readonly name: string, url: string, private readonly child: ChildProcess) {
    this.client = new HttpClient(url);
    child.once('error', ({ message }) => { this.failure = new EmulatorFailure(`${name} did not start: ${message}`); });
    child.once('exit', (code) => { this.failure ??= new EmulatorFailure(`${name} ended with code ${code}`); });
  }

  public async send(target: string, body: string, database: Database): Promise<Emulated> {
    try {
      return await this.client.sendRequest(target, body, database);
    } catch (error) {
      // the connection breaks a moment before the process is known to have ended
      await new Promise((resolve) => setTimeout(resolve, this.failure ? 0 : 200));
      throw this.failure ?? new EmulatorFailure(`${this.name} does not answer: ${getErrorMessage(error)}`);
    }
  }

  public stop(): void {
    this.failure = new EmulatorFailure(`${this.name} was stopped`);
    this.client.close();
    endWatched(this.child);
  }

  private async answers(): Promise<void> {
    for (const end = Date.now() + 120_000; ;) {
      if (this.failure) throw this.failure;
      try {
        await this.client.sendRequest('DynamoDB_20120810.ListTables', '{}', ANY_DATABASE);
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

/** A port of loopback that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
