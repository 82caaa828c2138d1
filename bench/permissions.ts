import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { newApp } from './synthesize';
import { QUERIED, Way } from './ways';
import { countPermissions, neededLogs, PermissionCounts } from '../catalogue/permission-counts';
import { AWS_MANAGED_POLICIES } from '../src/policy/aws-managed-policies';
import { readAssembly } from '../src/policy/read-assembly';

const PLACE = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };

/** What one function may do, and how many AWS managed policies its role has. */
export interface Permissions extends PermissionCounts {
  readonly managedPolicies: number;
}

export async function permissionsOf(way: Way): Promise<Permissions> {
  const directory = mkdtempSync(join(tmpdir(), 'bench'));
  newApp(way, 1, directory).synth();
  const assembly = readAssembly(directory, { ...PLACE, managedPolicies: AWS_MANAGED_POLICIES });
  rmSync(directory, { recursive: true });

  const { tables: [{ arn: table, indexes, key }], functions: [fn], logGroups, roles } = assembly;
  const needed = [
    `dynamodb:GetItem on ${table}`,
    `dynamodb:PutItem on ${table}`,
    `dynamodb:Query on ${indexes.find(({ name }) => name === QUERIED)!.arn}`,
    `kms:Decrypt on ${key}`,
    ...neededLogs(logGroups.find(({ name }) => name === fn.logGroups[0])!.arn),
  ];
  const { policies } = roles.find(({ arn }) => arn === fn.roles[0])!;
  return {
    ...await countPermissions(assembly, fn.roles[0], needed),
    managedPolicies: policies.filter(({ arn }) => arn?.includes(':iam::aws:policy/')).length,
  };
}
