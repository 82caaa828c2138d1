/**
 * Runs three apps with their own tests under their own permissions, by the command line and as their users do: TypeScript with Jest over one
 * shared client, version 2 of the SDK for JavaScript, and Python with pytest and the conftest.py of docs/local.md. Once a feature is taken
 * from a role, the run fails and names function, table and action. `record` gives the features that the apps declare. On Linux they run without
 * a network: requests to other machines would fail.
 */
import { execFile, spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { App, Stack } from 'aws-cdk-lib';
import { AppWithFeatures, NeededFeature } from './apps/app-with-features';
import { virtualEnvironment } from '../support/virtual-environment';
import { GUESTBOOK } from './apps/guestbook/app';
import { ITEMS_API } from './apps/items-api/app';
import { TRIP_BOOKING } from './apps/trip-booking/app';
import { Bundles, bundlePrograms } from './bundles';
import { LocalSummary } from '../../src/local/summary/local-summary';
import { RecordedSummary } from '../../src/local/summary/recorded-features';
import '../support/quiet';

const ROOT = join(__dirname, '../..');
const REPORTS = join(ROOT, 'test-reports');
const OLD_SDK = 'aws-sdk@2.1693.0';
const run = promisify(execFile);

interface AppRun {
  readonly name: string;
  readonly app: AppWithFeatures;
  /** Installs what the tests need, and returns the command that runs them. */
  readonly prepare: (folder: string) => Promise<readonly string[]>;
  readonly env?: Readonly<Record<string, string>>;
  /** The tests in parallel processes, which share the emulator. */
  readonly inParallel?: readonly string[];
}

const APP_RUNS: readonly AppRun[] = [
  {
    name: 'items-api',
    app: ITEMS_API,
    prepare: async (folder) => {
      const config = { rootDir: folder, testMatch: ['**/*.jest.ts'], transform: { '\\.ts$': join(__dirname, 'esbuild-transform.cjs') } };
      return [process.execPath, join(ROOT, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config), '--silent'];
    },
  },
  {
    name: 'trip-booking',
    app: TRIP_BOOKING,
    prepare: async () => {
      const folder = join(REPORTS, 'aws-sdk-v2');
      if (!existsSync(folder)) await run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', OLD_SDK]);
      return [process.execPath, '--test', 'test/booking.mjs'];
    },
    env: { NODE_PATH: join(REPORTS, 'aws-sdk-v2/node_modules'), AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' },
  },
  {
    name: 'guestbook',
    app: GUESTBOOK,
    prepare: async (folder) => {
      if (spawnSync('python3', ['-c', 'import ensurepip']).status !== 0) throw new Error('there is no Python 3 with venv');
      const programs = await virtualEnvironment('local-python', join(folder, 'requirements.txt'));
      writeFileSync(join(folder, 'conftest.py'), readConftest());
      return [join(programs, 'python'), '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'tests'];
    },
    inParallel: ['-n', '2'],
  },
];

/** The conftest.py that the page tells users to write. */
function readConftest(): string {
  return /```python\n(import json\n[^`]*)```/.exec(readFileSync(join(ROOT, 'docs/local.md'), 'utf8'))![1];
}

/** Before a command, has it run where only this machine can be reached; nothing where the system can't do that. */
function listIsolation(): readonly string[] {
  const isolation = ['unshare', '--map-root-user', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const { status } = spawnSync(isolation[0], [...isolation.slice(1), 'true']);
  return status === 0 ? isolation : [];
}

interface Ended<T> {
  readonly exitCode: number;
  readonly said: string;
  readonly summary: T;
}

class Runner {
  private readonly bundles: Bundles;
  private readonly isolation = listIsolation();
  private failures = 0;
  private count = 0;

  public constructor() {
    mkdirSync(REPORTS, { recursive: true });
    this.bundles = bundlePrograms();
  }

  public async runAll(names: readonly string[]): Promise<number> {
    try {
      for (const each of APP_RUNS.filter(({ name }) => names.length === 0 || names.includes(name))) await this.runApp(each);
    } finally {
      rmSync(this.bundles.folder, { recursive: true });
    }
    return this.failures;
  }

  private async runApp(each: AppRun): Promise<void> {
    const folder = join(this.bundles.folder, each.name);
    cpSync(join(__dirname, 'apps', each.name), folder, { recursive: true });
    this.installPackage(folder);
    let command: readonly string[];
    try {
      command = await each.prepare(folder);
    } catch (error) {
      console.log(`SKIPPED ${each.name}: ${(error as Error).message.split('\n')[0]}`);
      return;
    }
    await this.runWhole(each, folder, command);
    if (each.inParallel) await this.runWhole(each, folder, [...command, ...each.inParallel]);
    for (const without of each.app.needed) await this.runWithout(each, folder, command, without);
    await this.compareRecorded(each, folder, command);
    console.log(`${each.name.padEnd(20)} ${each.app.needed.length} features declared, removed one by one and recorded`);
  }

  /** `cdk-dynamo-access` as the app finds it after `npm install`. */
  private installPackage(folder: string): void {
    const installed = join(folder, 'node_modules/cdk-dynamo-access');
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{}'); // of a project other than this one
    cpSync(this.bundles.local, join(installed, 'local.cjs'));
    writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'cdk-dynamo-access', exports: { './local': './local.cjs' } }));
  }

  /** Everything is allowed that the tests do, and all of it is used. */
  private async runWhole(each: AppRun, folder: string, command: readonly string[]): Promise<void> {
    const { exitCode, said, summary } = await this.runTests<LocalSummary>('enforce', each, folder, command, each.app.needed);
    const [denied, unused] = [summary.functions.flatMap((seen) => seen.denied), summary.functions.flatMap((seen) => seen.unused)];
    this.expectEqual(`${each.name}: ${said}`, { exitCode, denied, unused }, { exitCode: 0, denied: [], unused: [] });
  }

  private async runWithout(each: AppRun, folder: string, command: readonly string[], without: NeededFeature): Promise<void> {
    const features = each.app.needed.filter((needed) => needed !== without);
    const { exitCode, summary } = await this.runTests<LocalSummary>('enforce', each, folder, command, features);
    const { denied = [] } = summary.functions.find(({ name }) => name === without.function) ?? {};
    const isNamed = denied.some(({ action, resource }) => action === without.action && resource.split('/')[0] === without.table);
    const what = `${each.name}: ${without.function} without ${without.action} on ${without.table}`;
    this.expectEqual(what, { failed: exitCode !== 0, isNamed }, { failed: true, isNamed: true });
  }

  private async compareRecorded(each: AppRun, folder: string, command: readonly string[]): Promise<void> {
    const { summary } = await this.runTests<RecordedSummary>('record', each, folder, command, each.app.needed);
    const differences = summary.functions.flatMap(({ name, tables }) =>
      tables.map(({ table, missing, unused }) => ({ name, table, missing, unused })))
      .filter(({ missing, unused }) => missing.length + unused.length > 0);
    this.expectEqual(`${each.name}: recorded`, differences, []);
  }

  private async runTests<T>(
    tool: string, { app, env }: AppRun, folder: string, command: readonly string[], features: readonly NeededFeature[],
  ): Promise<Ended<T>> {
    this.count += 1;
    const [assembly, output] = ['cdk.out', 'summary.json'].map((name) => join(folder, `${this.count}-${name}`));
    const cdk = new App({ outdir: assembly, context: { 'aws:cdk:enable-path-metadata': true }, analyticsReporting: false });
    app.make(new Stack(cdk, 'App', { env: { account: '111122223333', region: 'eu-west-1' } }), features);
    cdk.synth();
    const [program, ...args] = [
      ...this.isolation, process.execPath, this.bundles.commandLine, tool, assembly, '--emulator', 'dynalite', '--format', 'json', '--output', output, '--', ...command,
    ];
    const { JEST_WORKER_ID: _worker, ...outside } = process.env;
    const [exitCode, said] = await run(program, args, { cwd: folder, env: { ...outside, ...env } })
      .then(({ stdout, stderr }) => [0, stdout + stderr] as const, ({ code, stdout, stderr }) => [Number(code), String(stdout) + stderr] as const);
    return { exitCode, said, summary: JSON.parse(readFileSync(output, 'utf8')) };
  }

  private expectEqual(what: string, seen: unknown, expected: unknown): void {
    if (JSON.stringify(seen) === JSON.stringify(expected)) return;
    this.failures += 1;
    console.log(`FAILED ${what}\n  expected ${JSON.stringify(expected)}\n  seen     ${JSON.stringify(seen)}`);
  }
}

new Runner().runAll(process.argv.slice(2)).then((failures) => { process.exitCode = failures === 0 ? 0 : 1; }, (error) => {
  console.error(error);
  process.exitCode = 1;
});
