import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import { Deployment } from './examples';
import { LocalAws, Place } from './local-aws';

const ROOT = join(__dirname, '..', '..');
const TOOLS = join(ROOT, 'node_modules', '.bin');

const CHANGED_APP = ['--app', `tsx --tsconfig ${join(ROOT, 'tsconfig.dev.json')} ${join(__dirname, 'changed.ts')}`];

/** The AWS CDK CLI, pointed to a local AWS. */
export class Cdk {
  public constructor(private readonly aws: LocalAws) {}

  public bootstrap({ account, region }: Place): Promise<void> {
    return this.run(ROOT, account, 'bootstrap', `aws://${account}/${region}`);
  }

  /** Deploys stacks of an example, and leaves the assembly in a folder. */
  public deploy(deployment: Deployment, assembly: string): Promise<void> {
    const { account, stacks } = deployment;
    return this.run(findFolder(deployment), account, 'deploy', ...stacks, '--exclusively', '--output', assembly, '--require-approval', 'never');
  }

  /** Deploys what becomes of them by the changes of changed.ts. */
  public update(deployment: Deployment, assembly: string): Promise<void> {
    const { account, stacks } = deployment;
    return this.run(
      findFolder(deployment), account, 'deploy', ...stacks, '--exclusively', '--output', assembly, '--require-approval', 'never', ...CHANGED_APP,
    );
  }

  /** Destroys what an assembly was deployed to. */
  public destroy(deployment: Deployment, assembly: string): Promise<void> {
    const { account, stacks } = deployment;
    return this.run(findFolder(deployment), account, 'destroy', ...stacks, '--exclusively', '--app', assembly, '--force');
  }

  /** In an environment without what the user's own says of AWS: nothing can reach a real account. */
  private async run(folder: string, account: string, ...args: string[]): Promise<void> {
    const { PATH, HOME } = process.env;
    await promisify(execFile)(join(TOOLS, 'cdk'), args, {
      cwd: folder,
      env: { HOME, PATH: `${TOOLS}:${PATH}`, ...this.aws.environmentFor(account) },
      maxBuffer: 2 ** 24,
    });
  }
}

/** The folder whose cdk.json the CLI reads. */
function findFolder({ example, folder }: Deployment): string {
  return folder ?? join(ROOT, 'examples', example);
}
