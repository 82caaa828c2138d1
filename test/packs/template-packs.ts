import { execFile } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { Finding, sideOf } from './finding';
import { virtualEnvironment } from '../support/virtual-environment';

const REQUIREMENTS = join(__dirname, 'requirements.txt');

/** What is found in one template. */
export interface TemplateFinding extends Finding {
  /** The file. */
  readonly template: string;
}

/** The rule of Checkov on policies of resources: what it finds is on the key, and yet on access. */
const KEY_POLICY_RULE = 'CKV_AWS_33';

/** What Checkov finds in templates, with all its rules for CloudFormation. */
export async function checkov(templates: readonly string[]): Promise<TemplateFinding[]> {
  const options = ['--framework', 'cloudformation', '--output', 'json', '--compact', '--quiet', '--skip-download'];
  const { results, summary } = await answerOf('checkov', ...options, '--file', ...templates);
  if (summary.parsing_errors > 0) throw new Error(`checkov couldn't read ${summary.parsing_errors} of the templates`);
  return results.failed_checks.map(({ check_id: rule, file_abs_path: template, resource }: any) =>
    ({ rule, template, side: sideOf(resource.split('.')[0], rule === KEY_POLICY_RULE) }));
}

/** What cfn-lint finds in templates, with all rules that are on by themselves. */
export async function cfnLint(templates: readonly string[]): Promise<TemplateFinding[]> {
  const findings = await answerOf('cfn-lint', '--format', 'json', '--', ...templates);
  return findings.map(({ Rule, Filename: template, Location }: any) => {
    const [section, logicalId, ...path]: string[] = Location.Path ?? [];
    const type = section === 'Resources' ? JSON.parse(readFileSync(template, 'utf8')).Resources[logicalId].Type : '';
    return { rule: Rule.Id, template, side: sideOf(type, path.some((part) => /^(Key|Resource)Policy$/.test(part))) };
  });
}

/** What a program of Python prints, as JSON; findings make it end with another code than 0. */
async function answerOf(program: string, ...args: string[]): Promise<any> {
  const path = join(await virtualEnvironment('packs', REQUIREMENTS), program);
  const { stdout, stderr } = await promisify(execFile)(path, args, { maxBuffer: Infinity }).catch((error) => error);
  if (!stdout) throw new Error(`${program} failed: ${stderr}`);
  return JSON.parse(stdout);
}
