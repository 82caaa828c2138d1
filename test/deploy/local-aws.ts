import { ChildProcess, execFile, spawn } from 'child_process';
import { existsSync, mkdirSync, readFileSync } from 'fs';
import { get } from 'https';
import { join } from 'path';
import { promisify } from 'util';
import { freePort } from '../../src/local/emulators/emulator-process';
import { PLACE } from '../proof/loopback';
import { virtualEnvironment } from '../support/virtual-environment';

const run = promisify(execFile);
const REQUIREMENTS = join(__dirname, 'requirements.txt');

/** A Region of an account. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * MiniStack on loopback: the APIs of AWS with CloudFormation and Lambda among them, for any account and Region.
 *
 * It serves TLS, because the bucket of `cdk bootstrap` denies requests without it.
 */
export class LocalAws {
  /** @param folder for its files. It must be inside the project, so that functions find the SDK that Lambda's runtime has. */
  public static async start(folder: string): Promise<LocalAws> {
    const program = join(await virtualEnvironment('ministack', REQUIREMENTS), 'ministack');
    const port = await freePort();
    mkdirSync(folder, { recursive: true });
    const aws = new LocalAws(port, folder, spawn(program, [], {
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        TMPDIR: folder,
        BIND_HOST: '127.0.0.1',
        GATEWAY_PORT: `${port}`,
        USE_SSL: '1',
        AUTH: 'true',
        MINISTACK_ACCOUNT_ID: PLACE.account,
        MINISTACK_REGION: PLACE.region,
      },
    }));
    await aws.waitUntilReady();
    return aws;
  }

  /** By its name: addresses would be taken for the name of a bucket. */
  private readonly url: string;
  private readonly certificate: string;
  private failure?: Error;

  private constructor(port: number, folder: string, private readonly server: ChildProcess) {
    this.url = `https://localhost:${port}`;
    this.certificate = join(folder, 'ministack-tls', 'server.crt');
    process.once('exit', () => server.kill()); // also when the run itself breaks
    server.once('exit', (code) => { this.failure = new Error(`MiniStack ended with ${code}`); });
  }

  /** The environment variables that point the AWS CDK CLI to one account, whatever the user's own say. */
  public environmentFor(account: string): NodeJS.ProcessEnv {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_CA_BUNDLE: this.certificate,
      AWS_REGION: PLACE.region,
      AWS_ACCESS_KEY_ID: account, // by which MiniStack knows the account of a request
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** What SDK clients for an account and Region are made with. */
  public configFor({ account, region }: Place) {
    return {
      endpoint: this.url,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      requestHandler: { httpsAgent: { ca: readFileSync(this.certificate) } },
    };
  }

  /** Reads what a URL of the server leads to; the server says http where it speaks https. */
  public download(url: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      get(url.replace(/^http:/, 'https:'), { ca: readFileSync(this.certificate) }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk)).once('error', reject).once('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks));
          else reject(new Error(`${url} can't be read: ${response.statusCode}`));
        });
      }).once('error', reject);
    });
  }

  public stop(): void {
    this.server.kill();
  }

  private async waitUntilReady(): Promise<void> {
    for (const end = Date.now() + 60_000; ;) {
      if (this.failure) throw this.failure;
      try {
        if (!existsSync(this.certificate)) throw new Error('MiniStack has no certificate yet');
        await this.download(`${this.url}/_ministack/health`);
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }
}

/** Extracts a zip file into a folder, with the Python that is there anyway. */
export async function unzip(file: string, folder: string): Promise<void> {
  await run('python3', ['-m', 'zipfile', '--extract', file, folder]);
}
