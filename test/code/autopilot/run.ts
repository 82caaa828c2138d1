/**
 * Asks AWS's own tool which operations the forms of code call, and keeps its answers beside this file: the tests compare them with
 * those of this library. `npm run autopilot` needs Python.
 *
 * @see https://github.com/awslabs/iam-policy-autopilot
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { FORMS_BY_FILE } from './forms';

/** Installs the tool into a folder of its own, and gives its path. */
function install(): string {
  const folder = mkdtempSync(join(tmpdir(), 'autopilot'));
  execFileSync('python3', ['-m', 'venv', folder]);
  execFileSync(join(folder, 'bin', 'pip'), ['install', '--quiet', '--requirement', join(__dirname, 'requirements.txt')]);
  return join(folder, 'bin', 'iam-policy-autopilot');
}

function extract(tool: string, file: string, code: string): string[] {
  const path = join(mkdtempSync(join(tmpdir(), 'form')), file);
  writeFileSync(path, code);
  const output = execFileSync(tool, ['extract-sdk-calls', path, '--service-hints', 'dynamodb', 'dynamodbstreams', 'kms'], {
    encoding: 'utf8', env: { ...process.env, DISABLE_IAM_POLICY_AUTOPILOT_TELEMETRY: 'true' },
  });
  const calls: { readonly Name: string }[] = JSON.parse(output);
  return calls.map(({ Name }) => Name).sort();
}

const tool = process.argv[2] ?? install();
const answers = Object.fromEntries(Object.entries(FORMS_BY_FILE).map(([title, { file, code }]) => [title, extract(tool, file, code)]));
writeFileSync(join(__dirname, 'answers.json'), `${JSON.stringify(answers, undefined, 2)}\n`);
