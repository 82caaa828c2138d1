import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import { LocalAws } from './local-aws';
import { PLACE } from '../proof/loopback';

const ROOT = join(__dirname, '..', '..');
const TOOLS = join(ROOT, 'node_modules', '.bin');

/** The folder whose cdk.json counts. */
const QUICKSTART = join(ROOT, 'examples', 'quickstart');

/** The AWS CDK CLI, pointed to a local AWS. */
export class Cdk {
  public constructor(private readonly aws: LocalAws) {}

  public bootstrap(): Promise<void> {
    return this.run('bootstrap', `aws://${PLACE.account}/${PLACE.region}`);
  }

  /** Deploys the quickstart, or another app, and leaves the assembly in a folder. */
  public deploy(assembly: string, ...app: string[]): Promise<void> {
    return this.run('deploy', '--output', assembly, ...app, '--require-approval', 'never',
      '--method', 'direct', // moto has no change sets to wait for
      '--no-previous-parameters'); // of which moto has none when a stack is updated
  }

  /** Destroys what an assembly was deployed to. */
  public destroy(assembly: string): Promise<void> {
    return this.run('destroy', '--app', assembly, '--force');
  }

  /** In an environment without what the user's own says of AWS: nothing can reach a real account. */
  private async run(...args: string[]): Promise<void> {
    const { PATH, HOME } = process.env;
    await promisify(execFile)(join(TOOLS, 'cdk'), args, {
      cwd: QUICKSTART,
      env: {
        HOME,
        PATH: `${TOOLS}:${PATH}`,
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        ...this.aws.surroundings,
      },
    });
  }
}
