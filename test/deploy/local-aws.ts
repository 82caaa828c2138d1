import { ChildProcess, execFile, spawn } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import { freePort } from '../../src/local/endpoint/emulator-process';
import { PLACE } from '../proof/loopback';
import { virtualEnvironment } from '../support/virtual-environment';

const run = promisify(execFile);
const REQUIREMENTS = join(__dirname, 'requirements.txt');

/** The environment variables that point an SDK or the AWS CDK CLI to one place, whatever the user's own say. */
export type Surroundings = Readonly<Record<string, string>>;

/**
 * moto's server on loopback: the APIs of AWS without what is behind them, CloudFormation among them.
 *
 * @see https://docs.getmoto.org/en/latest/docs/server_mode.html
 */
export class LocalAws {
  public static async start(): Promise<LocalAws> {
    const python = join(await virtualEnvironment('moto', REQUIREMENTS), 'python');
    const port = await freePort();
    const aws = new LocalAws(port, spawn(python, [join(__dirname, 'local_aws.py'), String(port)], { stdio: 'ignore' }));
    await aws.signIn();
    return aws;
  }

  /** By its name: addresses would be taken for the name of a bucket. */
  public readonly url: string;
  private credentials: Surroundings = {};
  private failure?: Error;

  private constructor(port: number, private readonly server: ChildProcess) {
    this.url = `http://localhost:${port}`;
    process.once('exit', () => server.kill()); // also when the run itself breaks
    server.once('exit', (code) => { this.failure = new Error(`moto ended with ${code}`); });
  }

  public get surroundings(): Surroundings {
    return { AWS_ENDPOINT_URL: this.url, AWS_REGION: PLACE.region, AWS_EC2_METADATA_DISABLED: 'true', ...this.credentials };
  }

  /** What every SDK client is made with. */
  public get config() {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = this.credentials;
    return { endpoint: this.url, region: PLACE.region, credentials: { accessKeyId, secretAccessKey, sessionToken } };
  }

  /** Reads an object of a bucket. */
  public async read(bucket: string, key: string): Promise<Buffer> {
    const headers = unsigned(this.credentials.AWS_ACCESS_KEY_ID, 's3');
    const response = await fetch(`${this.url}/${bucket}/${key}`, { headers });
    if (!response.ok) throw new Error(`${bucket}/${key} can't be read: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  public stop(): void {
    this.server.kill();
  }

  /** Takes credentials of the account: moto knows the account of a request by them. Waits until it answers. */
  private async signIn(): Promise<void> {
    for (const end = Date.now() + 60_000; ;) {
      if (this.failure) throw this.failure;
      try {
        this.credentials = await this.assumeRole();
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  private async assumeRole(): Promise<Surroundings> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: unsigned('anybody', 'sts'),
      body: new URLSearchParams({
        Action: 'AssumeRole', RoleArn: `arn:aws:iam::${PLACE.account}:role/deployer`, RoleSessionName: 'deploy',
      }),
    });
    const answer = await response.text();
    const valueOf = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(answer)![1];
    return {
      AWS_ACCESS_KEY_ID: valueOf('AccessKeyId'),
      AWS_SECRET_ACCESS_KEY: valueOf('SecretAccessKey'),
      AWS_SESSION_TOKEN: valueOf('SessionToken'),
    };
  }
}

/** Whose request to which service it is; moto looks at no signatures. */
function unsigned(accessKeyId: string, service: string): Record<string, string> {
  return { authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${PLACE.region}/${service}/aws4_request, ` };
}

/** Extracts a zip file into a folder, with the Python that is there anyway. */
export async function unzip(file: string, folder: string): Promise<void> {
  await run('python3', ['-m', 'zipfile', '--extract', file, folder]);
}
