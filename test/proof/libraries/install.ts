import { execFile } from 'child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { Program } from './programs';
import { virtualEnvironment } from '../../support/virtual-environment';

const run = promisify(execFile);
const REPORTS = join(__dirname, '../../../test-reports');

/** Installs what a program needs, and returns the command that runs it. */
export function install({ language, file = '' }: Program): Promise<readonly string[]> {
  return INSTALL[language](file);
}

const INSTALL: Readonly<Record<Program['language'], (file: string) => Promise<readonly string[]>>> = {
  node: async (file) => {
    const folder = copy('node');
    if (!existsSync(join(folder, 'node_modules'))) await run('npm', ['install', '--ignore-scripts', '--no-audit'], { cwd: folder });
    return [process.execPath, join(folder, file)];
  },
  python: async (file) => {
    const programs = await virtualEnvironment('libraries-venv', join(__dirname, 'python/requirements.txt'));
    return [join(programs, 'python'), join(__dirname, 'python', file)];
  },
  java: async () => {
    const folder = copy('java');
    const maven = ['--quiet', '--batch-mode', 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=classpath.txt'];
    await run('mvn', maven, { cwd: folder });
    return ['java', '-cp', `${join(folder, 'target/classes')}:${readFileSync(join(folder, 'classpath.txt'), 'utf8')}`, 'Main'];
  },
  go: async () => {
    const folder = copy('go');
    await run('go', ['build', '-o', 'program', '.'], { cwd: folder });
    return [join(folder, 'program')];
  },
};

/** Copies the programs of a language to where libraries may be installed. Removes libraries of other versions. */
function copy(language: string): string {
  const [from, to] = [join(__dirname, language), join(REPORTS, 'libraries', language)];
  if (readPins(from) !== readPins(to)) rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true });
  return to;
}

function readPins(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
