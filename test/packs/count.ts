import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { NAG_FILE } from './cdk-nag';
import { countsOf } from './finding';
import { countQuickstartPermissions } from './permissions';
import { cfnLint, checkov } from './template-packs';
import { PermissionCounts } from '../../catalogue/permission-counts';
import { APP_NAMES, WAYS } from '../../catalogue/rule-pack-apps';
import { AppCounts, Counts, Pack } from '../../catalogue/rule-pack-counts';

const ROOT = join(__dirname, '..', '..');

/** The versions that package.json and requirements.txt pin. */
export function pinnedVersions(): Record<Pack, string> {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const requirements = readFileSync(join(__dirname, 'requirements.txt'), 'utf8');
  const pinned = (name: string) => new RegExp(`^${name}==(.*)$`, 'm').exec(requirements)![1];
  return { 'cdk-nag': devDependencies['cdk-nag'], 'checkov': pinned('checkov'), 'cfn-lint': pinned('cfn-lint') };
}

/** Synthesizes all apps; returns the folder that their assemblies are in, by their names. */
export function synthesized(): string {
  const folder = mkdtempSync(join(tmpdir(), 'packs'));
  execFileSync(join(ROOT, 'node_modules/.bin/tsx'), ['--tsconfig', join(ROOT, 'tsconfig.dev.json'), join(__dirname, 'synthesize.ts'), folder], {
    cwd: ROOT, stdio: 'pipe',
  });
  return folder;
}

/** The counts of cdk-nag, by the names of the apps. */
export function nagCounts(folder: string): Record<string, Counts> {
  return Object.fromEntries(APP_NAMES.map((name) => [name, countsOf(JSON.parse(readFileSync(join(folder, name, NAG_FILE), 'utf8')))]));
}

/** The permissions of the quickstart, in each of its ways. */
export async function permissionCounts(folder: string): Promise<Record<string, PermissionCounts>> {
  return Object.fromEntries(await Promise.all(WAYS.map(async (name) => [name, await countQuickstartPermissions(join(folder, name))] as const)));
}

/** All counts. */
export async function allCounts(folder: string): Promise<AppCounts> {
  const templates = APP_NAMES.flatMap((name) => templatesIn(join(folder, name)));
  const findings = { 'checkov': await checkov(templates), 'cfn-lint': await cfnLint(templates) };
  const inTemplates = (pack: keyof typeof findings, name: string) =>
    countsOf(findings[pack].filter(({ template }) => template.startsWith(join(folder, name, '/'))));
  const byNag = nagCounts(folder);
  return {
    permissions: await permissionCounts(folder),
    apps: Object.fromEntries(APP_NAMES.map((name) =>
      [name, { 'cdk-nag': byNag[name], 'checkov': inTemplates('checkov', name), 'cfn-lint': inTemplates('cfn-lint', name) }])),
  };
}

/** The templates in an assembly, those of stages and of nested stacks included. */
function templatesIn(assembly: string): string[] {
  return readdirSync(assembly, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.template.json'))
    .sort().map((path) => join(assembly, path));
}
