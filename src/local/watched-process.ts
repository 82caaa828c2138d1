import { ChildProcess, spawn, SpawnOptions } from 'child_process';

/**
 * Runs a command and ends it, with all processes that it started, once the pipe 3 closes. The pipe closes when the process at its other end
 * ends, even if that was killed. Of a command that a signal ends, the processes that it started end with it. It is a text because it runs in a
 * process of its own.
 */
const WATCHDOG = `
const { spawn, execSync } = require('child_process');
const shell = process.platform === 'win32';
const child = spawn(process.argv[1], process.argv.slice(2), { stdio: ['inherit', 'inherit', 'inherit'], shell });
const list = () => {
  // small systems have no ps: then the command ends alone
  try { return execSync('ps -A -o pid=,ppid=', { encoding: 'utf8' }).split('\\n').map((line) => line.trim().split(/\\s+/)); } catch { return []; }
};
const descendants = (pid, all = list()) => all.filter(([, parent]) => parent === String(pid)).flatMap(([each]) => [...descendants(each, all), each]);
const killAll = (pids) => { for (const pid of pids) try { process.kill(Number(pid), 'SIGKILL'); } catch {} };
const end = () => {
  try {
    if (shell) execSync('taskkill /T /F /PID ' + child.pid);
    else killAll([...descendants(child.pid), child.pid]);
  } catch { child.kill('SIGKILL'); }
  process.exit(137);
};
new (require('net').Socket)({ fd: 3 }).on('error', end).on('close', end).resume();
const interrupted = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
  if (!shell) interrupted.push(...descendants(child.pid));
  child.kill(signal);
});
child.on('error', (error) => { console.error(error.message); process.exit(127); });
child.on('exit', (code, signal) => { killAll(interrupted); process.exit(code ?? 128 + (require('os').constants.signals[signal] ?? 0)); });
`;

/** Starts a command that ends when this process ends, even if this process is killed. */
export function spawnWatched(command: readonly string[], options: Pick<SpawnOptions, 'env'> & { stdio: 'ignore' | 'inherit' }): ChildProcess {
  const { stdio, ...others } = options;
  const child = spawn(process.execPath, ['-e', WATCHDOG, ...command], { ...others, stdio: [stdio, stdio, stdio, 'pipe'] });
  child.stdio[3]!.on('error', () => undefined); // the command has ended
  return child;
}

/** Ends a command that was started by `spawnWatched`, and what it started. */
export function endWatched(child: ChildProcess): void {
  child.stdio[3]!.destroy();
}
