import { ChildProcess, spawn } from 'child_process';
import { createServer, AddressInfo } from 'net';
import { Emulated } from './emulator';

/** The Region and account in every ARN that it writes: what DynamoDB Local always says, and dynalite if it is told to. */
const PLACE = { AWS_REGION: 'ddblocal', AWS_ACCOUNT_ID: '000000000000' };

/** An emulator that runs as a process of its own, until the proof ends. */
export class EmulatorProcess {
  /** @param commandFor the program and its arguments, by the port that it is to listen on */
  public static async start(name: string, commandFor: (port: string) => readonly [string, ...string[]]): Promise<EmulatorProcess> {
    const port = String(await freePort());
    const [program, ...args] = commandFor(port);
    const emulator = new EmulatorProcess(name, `http://127.0.0.1:${port}`, spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...PLACE } }));
    await emulator.answers();
    return emulator;
  }

  private failure?: Error;

  private constructor(name: string, private readonly url: string, private readonly child: ChildProcess) {
    child.once('error', ({ message }) => { this.failure = new Error(`${name} didn't start: ${message}`); });
    child.once('exit', (code) => { this.failure ??= new Error(`${name} ended with ${code}`); });
    process.once('exit', () => child.kill()); // also when the proof itself breaks
  }

  public async send(target: string, body: string): Promise<Emulated> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'x-amz-target': target,
        'x-amz-date': '20260101T000000Z',
        'content-type': 'application/x-amz-json-1.0',
        'authorization': 'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=none, Signature=none',
      },
      body,
    });
    return { status: response.status, body: await response.text() };
  }

  public stop(): void {
    this.child.kill();
  }

  private async answers(): Promise<void> {
    for (const end = Date.now() + 120_000; ;) {
      if (this.failure) throw this.failure;
      try {
        await this.send('DynamoDB_20120810.ListTables', '{}');
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
