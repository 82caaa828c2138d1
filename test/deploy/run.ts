/**
 * Deploys the quickstart to a local AWS by the AWS CDK CLI, compares what is there with what the templates declare, runs the
 * functions that were deployed with the policies that were deployed, updates, and destroys. See docs/deployment.md.
 */
import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Account } from './account';
import { Cdk } from './cdk';
import { compare, Comparison, deployedAssembly } from './compare';
import { LocalAws } from './local-aws';
import { Run, runDeployed } from './running';
import { Loopback } from '../proof/loopback';
import '../support/quiet';

const REPORTS = join(__dirname, '..', '..', 'test-reports');

/** Inside the project, so that the handlers find the SDK, which Lambda's runtime has. */
const FOLDER = join(REPORTS, 'deploy');
const STACK = 'Quickstart';
const DESTROY = 'destroy';
const CHANGED_APP = ['--app', 'tsx --tsconfig ../../tsconfig.dev.json ../../test/deploy/changed-app.ts'];

/** What was seen after a step. */
interface Step {
  readonly step: string;
  readonly seconds: number;
  readonly comparisons: readonly Comparison[];
  readonly runs: readonly Run[];
  /** What there is that wasn't there before the quickstart, or what is missing of that. */
  readonly leftovers: readonly string[];
}

class Deployer {
  public readonly steps: Step[] = [];
  private readonly account: Account;
  private readonly cdk: Cdk;
  /** What there was before the quickstart. */
  private before: string[] = [];

  public constructor(private readonly aws: LocalAws, private readonly loopback: Loopback) {
    this.account = new Account(aws);
    this.cdk = new Cdk(aws);
  }

  public async bootstrap(): Promise<void> {
    await this.cdk.bootstrap();
    this.before = await this.account.inventory();
  }

  public deploy(step: string, folder: string, ...app: string[]): Promise<void> {
    return this.take(step, async () => {
      await this.cdk.deploy(join(FOLDER, folder), ...app);
      const assembly = await deployedAssembly(this.account, join(FOLDER, folder), STACK);
      return {
        leftovers: [],
        comparisons: await compare(assembly, this.account),
        runs: await runDeployed(this.aws, this.loopback, this.account, assembly, join(FOLDER, `${folder}-code`)),
      };
    });
  }

  public destroy(folder: string): Promise<void> {
    return this.take(DESTROY, async () => {
      await this.cdk.destroy(join(FOLDER, folder));
      const after = await this.account.inventory();
      const leftovers = [
        ...after.filter((each) => !this.before.includes(each)).map((each) => `${each} is left behind`),
        ...this.before.filter((each) => !after.includes(each)).map((each) => `${each}, of the bootstrap stack, is gone`),
      ];
      return { comparisons: [], runs: [], leftovers };
    });
  }

  private async take(step: string, act: () => Promise<Omit<Step, 'step' | 'seconds'>>): Promise<void> {
    const started = Date.now();
    const seen = await act();
    this.steps.push({ step, seconds: Math.round((Date.now() - started) / 1000), ...seen });
    print(this.steps.at(-1)!);
  }
}

function print({ step, seconds, comparisons, runs, leftovers }: Step): void {
  console.log(`\n${step} (${seconds} seconds)`);
  for (const { kind, declared, found, differences } of comparisons) {
    console.log(`  ${kind.padEnd(10)}${cell(declared, 'declared')}${cell(found, 'found')}${cell(differences.length, 'differ')}`);
  }
  for (const run of runs) {
    console.log(`  ${run.function.padEnd(30)}${cell(run.asked.length, 'permissions')}  ${run.problems.length === 0 ? 'runs' : 'FAILED'}`);
  }
  if (step === DESTROY) console.log(`  left behind: ${leftovers.length}`);
}

function cell(count: number, what: string): string {
  return `${String(count).padStart(4)} ${what}`;
}

async function main(): Promise<void> {
  const started = Date.now();
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const aws = await LocalAws.start();
  const loopback = await Loopback.start('dynamodb-local'); // dynalite has no streams
  try {
    const deployer = new Deployer(aws, loopback);
    await deployer.bootstrap();
    await deployer.deploy('deploy', 'quickstart');
    await deployer.deploy('update', 'changed', ...CHANGED_APP);
    await deployer.destroy('changed');

    const failures = deployer.steps.flatMap(({ step, comparisons, runs, leftovers }) => [
      ...leftovers,
      ...comparisons.flatMap(({ differences }) => differences),
      ...runs.flatMap((run) => run.problems.map((problem) => `${run.function}: ${problem}`)),
    ].map((failure) => `${step}: ${failure}`));
    const seconds = Math.round((Date.now() - started) / 1000);
    writeFileSync(join(REPORTS, 'deploy.json'), `${JSON.stringify({ seconds, failures, steps: deployer.steps }, undefined, 2)}\n`);
    console.log(failures.length === 0 ? `\nas declared, in ${seconds} seconds` : `\nFAILED:\n${failures.join('\n')}`);
    process.exitCode = failures.length === 0 ? 0 : 1;
  } finally {
    loopback.stop();
    aws.stop();
  }
}

void main();
