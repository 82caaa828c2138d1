import { execFile } from 'child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';

const run = promisify(execFile);
const REPORTS = join(__dirname, '..', '..', 'test-reports');

/**
 * The folder of the programs of a virtual environment of Python, in test-reports under a name. Installs what a requirements.txt pins,
 * unless that was done before.
 */
export async function virtualEnvironment(name: string, requirementsFile: string): Promise<string> {
  const folder = join(REPORTS, name);
  const programs = join(folder, 'bin');
  const installed = join(folder, 'installed.txt');
  const requirements = readFileSync(requirementsFile, 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === requirements) return programs;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(join(programs, 'python'), ['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-compile', '--requirement', requirementsFile]);
  writeFileSync(installed, requirements);
  return programs;
}
