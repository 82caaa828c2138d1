import { Agent, request } from 'http';
import { Database, Emulated } from './emulator';

/** Sends requests to an emulator over connections that stay open. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true });

  public constructor(private readonly url: string) {}

  public async sendRequest(target: string, body: string, database: Database): Promise<Emulated> {
    try {
      return await this.sendOnce(target, body, database);
    } catch (error) {
      // the emulator has closed a connection that was open too long, before it read anything
      if (!(error as { isStale?: boolean }).isStale) throw error;
      return this.sendOnce(target, body, database);
    }
  }

  public close(): void {
    this.agent.destroy();
  }

  private sendOnce(target: string, body: string, { owner, region }: Database): Promise<Emulated> {
    return new Promise((resolve, reject) => {
      const outgoing = request(this.url, {
        method: 'POST',
        agent: this.agent,
        headers: {
          'x-amz-target': target,
          'x-amz-date': '20260101T000000Z',
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(body),
          // emulators don't verify signatures
          'authorization': `AWS4-HMAC-SHA256 Credential=${owner}/20260101/${region}/dynamodb/aws4_request, SignedHeaders=none, Signature=none`,
        },
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks).toString('utf8') }));
      });
      outgoing.on('error', (error: NodeJS.ErrnoException) =>
        reject(Object.assign(error, { isStale: outgoing.reusedSocket && error.code === 'ECONNRESET' })));
      outgoing.end(body);
    });
  }
}
