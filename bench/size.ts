/**
 * Measures the commands on cloud assemblies of many stacks: the processor time, the peak memory and the size of the output.
 *
 *     npm run bench:size [-- stacks...]
 */
import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { buildSync } from 'esbuild';
import { synthesizeManyStacks } from './many-stacks';

const STACKS = [50, 200, 800];
const USAGE = 'process.on("exit", () => { const { userCPUTime: user, systemCPUTime: system, maxRSS } = process.resourceUsage(); '
  + 'process.stderr.write(`\\nusage ${(user + system) / 1e6} ${maxRSS / 1024}\\n`); });';

/** Bundles the command line, so that compiling it isn't measured. */
function bundleCommandLine(file: string): void {
  buildSync({ entryPoints: [join(__dirname, '../src/cli/main.ts')], outfile: file, bundle: true, platform: 'node', logLevel: 'error' });
}

function measure(cli: string, output: string, args: readonly string[]): string {
  const usage = `data:text/javascript,${encodeURIComponent(USAGE)}`;
  const { stderr, status } = spawnSync(process.execPath, ['--import', usage, cli, ...args, '--output', output], { encoding: 'utf8' });
  const [, seconds, megabytes] = /usage (\S+) (\S+)/.exec(stderr) ?? [];
  if (status === null || status > 1 || seconds === undefined) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  const size = statSync(output).size / 1e6;
  return `${Number(seconds).toFixed(1).padStart(8)} s${Number(megabytes).toFixed(0).padStart(7)} MB${size.toFixed(2).padStart(9)} MB  ${args[0]}`;
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'size'));
  const [cli, output] = ['cli.cjs', 'output'].map((name) => join(folder, name));
  bundleCommandLine(cli);
  for (const count of process.argv.length > 2 ? process.argv.slice(2).map(Number) : STACKS) {
    const [assembly, before] = [`${count}`, `${count}-before`].map((name) => join(folder, name));
    synthesizeManyStacks(count, assembly);
    synthesizeManyStacks(count - 1, before);
    console.log(`${count} stacks: processor time, peak memory, output`);
    const json = ['--format', 'json'];
    for (const args of [['report', assembly, ...json], ['check', assembly, ...json], ['diff', before, assembly, ...json]]) console.log(measure(cli, output, args));
  }
  rmSync(folder, { recursive: true });
}

main();
