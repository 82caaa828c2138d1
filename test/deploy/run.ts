/**
 * Deploys every example to a local AWS by the AWS CDK CLI, compares what is there with what the templates declare, runs the functions of the
 * quickstart, updates, and destroys. See docs/deployment.md.
 */
import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Account } from './account';
import { Cdk } from './cdk';
import { compare, Comparison, readDeployed } from './compare';
import { Deployment, DEPLOYMENTS, findAssembly, OWN_LOGS, PLACES } from './examples';
import { checkLogs } from './function-logs';
import { invokeQuickstart } from './invoking';
import { LocalAws } from './local-aws';
import { Run, runDeployed } from './running';
import { Loopback } from '../proof/loopback';
import '../support/quiet';

const REPORTS = join(__dirname, '..', '..', 'test-reports');

/** Inside the project, so that the handlers find the SDK, which Lambda's runtime has. */
const FOLDER = join(REPORTS, 'deploy');

/** How many examples are deployed at a time. */
const AT_A_TIME = 2;

/** What was seen after a step. */
interface Step {
  readonly step: string;
  readonly seconds: number;
  readonly comparisons: readonly Comparison[];
  /** How often MiniStack drops what. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly runs: readonly Run[];
  /** What there is that wasn't there before the examples, or what is missing of that. */
  readonly leftovers: readonly string[];
}

type Seen = Omit<Step, 'step' | 'seconds'>;
const NOTHING: Seen = { comparisons: [], dropped: {}, runs: [], leftovers: [] };

class Deployer {
  public readonly steps: Step[] = [];
  private readonly accounts: readonly Account[];
  private readonly cdk: Cdk;
  /** What there was before the examples. */
  private before: string[] = [];

  public constructor(private readonly aws: LocalAws, private readonly loopback: Loopback) {
    this.accounts = PLACES.map((place) => new Account(aws, place));
    this.cdk = new Cdk(aws);
  }

  public bootstrap(): Promise<void> {
    return this.take('bootstrap', async () => {
      await forEach(PLACES, (place) => this.cdk.bootstrap(place));
      this.before = await this.inventory();
      return NOTHING;
    });
  }

  public deploy(): Promise<void> {
    return this.take('deploy', async () => {
      await this.forEachDeployment((deployment) => this.cdk.deploy(deployment, findAssembly(join(FOLDER, 'deployed'), deployment)));
      return this.readBack('deployed');
    });
  }

  public update(): Promise<void> {
    return this.take('update', async () => {
      await this.forEachDeployment((deployment) => this.cdk.update(deployment, findAssembly(join(FOLDER, 'updated'), deployment)));
      return this.readBack('updated');
    });
  }

  public destroy(): Promise<void> {
    return this.take('destroy', async () => {
      await this.forEachDeployment((deployment) => this.cdk.destroy(deployment, findAssembly(join(FOLDER, 'updated'), deployment)), true);
      const after = await this.inventory();
      const leftovers = [
        ...after.filter((each) => !this.before.includes(each)).map((each) => `${each} is left behind`),
        ...this.before.filter((each) => !after.includes(each)).map((each) => `${each}, of the bootstrap stack, is gone`),
      ];
      return { ...NOTHING, leftovers };
    });
  }

  private async readBack(folder: string): Promise<Seen> {
    const directories = DEPLOYMENTS.map(([first]) => findAssembly(join(FOLDER, folder), first));
    const quickstart = await readDeployed(this.accounts, directories[0]);
    const logging = await readDeployed(this.accounts, findAssembly(join(FOLDER, folder), OWN_LOGS));
    return {
      ...await compare(directories, this.accounts),
      leftovers: [],
      runs: [
        ...await invokeQuickstart(this.accounts[0], quickstart),
        ...await runDeployed(this.aws, this.loopback, this.accounts[0], quickstart, join(FOLDER, folder, 'code')),
        ...await checkLogs(this.accounts[0], logging),
      ],
    };
  }

  private forEachDeployment(act: (deployment: Deployment) => Promise<void>, backwards = false): Promise<void> {
    return forEach(DEPLOYMENTS, async (deployments) => {
      for (const deployment of backwards ? [...deployments].reverse() : deployments) await act(deployment);
    });
  }

  private async inventory(): Promise<string[]> {
    return (await Promise.all(this.accounts.map((account) => account.inventory()))).flat();
  }

  private async take(step: string, act: () => Promise<Seen>): Promise<void> {
    const started = Date.now();
    const seen = await act();
    this.steps.push({ step, seconds: Math.round((Date.now() - started) / 1000), ...seen });
    print(this.steps.at(-1)!);
  }
}

/** Does something with each of many, a few at a time. */
async function forEach<T>(all: readonly T[], act: (each: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next);
  }));
}

function print({ step, seconds, comparisons, dropped, runs, leftovers }: Step): void {
  console.log(`\n${step} (${seconds} seconds)`);
  for (const { kind, declared, found, differences } of comparisons) {
    console.log(`  ${kind.padEnd(10)}${cell(declared, 'declared')}${cell(found, 'found')}${cell(differences.length, 'differ')}`);
  }
  for (const [name, times] of Object.entries(dropped)) console.log(`  dropped by MiniStack: ${name}, ${times} times`);
  for (const run of runs) {
    const asked = run.asked ? cell(run.asked.length, 'permissions') : '';
    console.log(`  ${run.function.padEnd(40)}${asked.padEnd(18)}${run.problems.length === 0 ? 'runs' : 'FAILED'}`);
  }
  if (step === 'destroy') console.log(`  left behind: ${leftovers.length}`);
}

function cell(count: number, what: string): string {
  return `${String(count).padStart(4)} ${what}`;
}

function findFailures({ step, comparisons, dropped, runs, leftovers }: Step): string[] {
  return [
    ...leftovers,
    ...comparisons.flatMap(({ differences }) => differences),
    ...Object.entries(dropped).filter(([, times]) => times === 0).map(([name]) => `dropped.ts names what no example declares: ${name}`),
    ...runs.flatMap((run) => run.problems.map((problem) => `${run.function}: ${problem}`)),
  ].map((failure) => `${step}: ${failure}`);
}

async function main(): Promise<void> {
  const started = Date.now();
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const aws = await LocalAws.start(join(FOLDER, 'ministack'));
  const loopback = await Loopback.start('dynamodb-local'); // dynalite has no streams
  try {
    const deployer = new Deployer(aws, loopback);
    await deployer.bootstrap();
    await deployer.deploy();
    await deployer.update();
    await deployer.destroy();

    const failures = deployer.steps.flatMap(findFailures);
    const seconds = Math.round((Date.now() - started) / 1000);
    writeFileSync(join(REPORTS, 'deploy.json'), `${JSON.stringify({ seconds, failures, steps: deployer.steps }, undefined, 2)}\n`);
    console.log(failures.length === 0 ? `\nas declared, in ${seconds} seconds` : `\nFAILED:\n${failures.join('\n')}`);
    process.exitCode = failures.length === 0 ? 0 : 1;
  } finally {
    loopback.stop();
    aws.stop();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
