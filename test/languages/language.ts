import { execFile } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';

export const ROOT = join(__dirname, '..', '..');
export const HANDLERS = join(ROOT, 'examples', 'quickstart', 'handlers');

/** A language that the package is published for. */
export interface Language {
  readonly name: string;
  /** Makes the package in a folder of its own, installs it in a clean environment, and synthesizes the quickstart to `output`. */
  readonly synthesize: (work: string, output: string) => Promise<void>;
}

/** Runs a program, with what apps take from the AWS CDK CLI. */
export async function run(program: string, args: readonly string[], cwd: string, output = cwd): Promise<void> {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'examples', 'quickstart', 'cdk.json'), 'utf8'));
  await promisify(execFile)(program, args, {
    cwd,
    maxBuffer: 100_000_000,
    env: { ...process.env, CDK_OUTDIR: output, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
}

/** Makes the package for a language in a folder. */
export function makePackage(target: string, folder: string, ...options: string[]): Promise<void> {
  return run(join(ROOT, 'node_modules', '.bin', 'jsii-pacmak'), ['--target', target, '--outdir', folder, ...options], ROOT);
}

/** The version of a package that this project is developed with. */
export function versionOf(name: string): string {
  return JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version;
}
