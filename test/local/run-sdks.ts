/**
 * Runs a program by the SDKs for Go and Java as the Reader of an app: it gets an item, and is refused to put one, in the words of AWS and with the
 * feature to add. The SDKs for JavaScript and Python run in run-apps.ts. An SDK whose tools aren't installed is skipped.
 */
import { execFile, spawnSync } from 'child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { Bundles, bundlePrograms } from './bundles';
import { synthesizeOrders } from './orders-app';
import { LocalSummary } from '../../src/local/summary/local-summary';

const ROOT = join(__dirname, '../..');

interface SdkRun {
  readonly name: string;
  readonly tool: string;
  readonly build: readonly string[];
  readonly run: readonly string[];
}

const SDK_RUNS: readonly SdkRun[] = [
  { name: 'go', tool: 'go', build: ['go', 'build', '-o', 'program', '.'], run: ['./program'] },
  {
    name: 'java',
    tool: 'mvn',
    build: ['mvn', '--quiet', '--batch-mode', 'compile'],
    run: ['mvn', '--quiet', '--batch-mode', 'org.codehaus.mojo:exec-maven-plugin:3.5.0:java', '-Dexec.mainClass=Main'],
  },
];

const DENIED = /PutItem: .*User: arn:aws:sts::111122223333:assumed-role\/\S+ is not authorized to perform: dynamodb:PutItem on resource: \S+ because no identity-based policy allows the dynamodb:PutItem action \[cdk-dynamo-access: Reader on Orders: features: \[TableFeature\.PUT_ITEM\]\]/;

async function runSdk({ name, tool, build, run }: SdkRun, bundles: Bundles, assembly: string): Promise<boolean> {
  if (spawnSync(tool, [tool === 'go' ? 'version' : '--version']).error) {
    console.log(`SKIPPED ${name}: ${tool} is not installed`);
    return true;
  }
  const folder = join(bundles.folder, name);
  const output = join(folder, 'summary.json');
  cpSync(join(__dirname, 'sdks', name), folder, { recursive: true });
  await promisify(execFile)(build[0], build.slice(1), { cwd: folder });
  const args = [bundles.commandLine, 'enforce', assembly, '--as', 'Reader', '--emulator', 'dynalite', '--format', 'json', '--output', output, '--', ...run];
  const [exitCode, said] = await promisify(execFile)(process.execPath, args, { cwd: folder })
    .then(({ stdout, stderr }) => [0, stdout + stderr] as const, ({ code, stdout, stderr }) => [code, String(stdout) + stderr] as const);
  const { functions }: LocalSummary = JSON.parse(readFileSync(output, 'utf8'));
  const [{ asked, denied }] = functions;
  const isRight = exitCode === 1 && asked === 2 && denied.length === 1 && DENIED.test(said) && !/checksum/.test(said);
  console.log(isRight ? `${name}: an item read, and refused to put one` : `FAILED ${name}: ${exitCode} ${said} ${JSON.stringify(functions)}`);
  return isRight;
}

async function main(): Promise<void> {
  mkdirSync(join(ROOT, 'test-reports'), { recursive: true });
  const bundles = bundlePrograms();
  const assembly = synthesizeOrders();
  try {
    for (const each of SDK_RUNS) if (!await runSdk(each, bundles, assembly)) process.exitCode = 1;
  } finally {
    rmSync(bundles.folder, { recursive: true });
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
