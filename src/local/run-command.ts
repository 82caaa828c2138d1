import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { constants, tmpdir } from 'os';
import { join } from 'path';
import { UNSET } from './deployment/environment';
import { describeEnvironments, ENVIRONMENTS_VARIABLE } from './environments-file';
import { RunningApp } from './running-app';
import { endWatched, spawnWatched } from './watched-process';

/** The signals that end a command and not the process that runs it, which has a summary to write. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command in the environment of a function, or of nobody. Its output and input are those of this process.
 *
 * @returns its exit code
 */
export async function runCommand(running: RunningApp, command: readonly string[], name?: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-dynamo-access-'));
  const file = join(folder, 'environments.json');
  writeFileSync(file, JSON.stringify(describeEnvironments(running)));
  const own = name === undefined ? running.variables : running.describeEnvironment(name).variables;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !UNSET.includes(variable)));
  const child = spawnWatched(command, { stdio: 'inherit', env: { ...inherited, ...own, [ENVIRONMENTS_VARIABLE]: file } });
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  SIGNALS.forEach((signal) => process.on(signal, passOn));
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    SIGNALS.forEach((signal) => process.off(signal, passOn));
    endWatched(child);
    rmSync(folder, { recursive: true });
  }
}
