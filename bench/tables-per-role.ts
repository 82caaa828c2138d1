import { App, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { library } from './library';
import { policiesOf } from './policies';
import { newTable } from './synthesize';
import { INLINE_LIMIT, MANAGED_LIMIT, MANAGED_POLICIES_QUOTA, measurePolicy } from '../src/grants/policies/policy-size';

const { TableAccessGrants, TableFeature } = library;

/** The ways to let one role read and write the items of many tables and of their indexes. */
export const GRANTS: Readonly<Record<string, (table: Table, role: IRole) => void>> = {
  'CRUD of this library': (table, role) => TableAccessGrants.fromTable(table).features(role, TableFeature.CRUD),
  'grants.readWriteData': (table, role) => table.grants.readWriteData(role),
};

/** How many tables one role can be granted before it is over a limit of IAM, with names as long as AWS allows. */
export function tablesPerRole(grant: (table: Table, role: IRole) => void): number {
  let [fits, exceeds] = [0, 1];
  while (isWithinLimits(grant, exceeds)) [fits, exceeds] = [exceeds, exceeds * 2];
  while (exceeds - fits > 1) {
    const tables = Math.floor((fits + exceeds) / 2);
    if (isWithinLimits(grant, tables)) fits = tables;
    else exceeds = tables;
  }
  return fits;
}

function isWithinLimits(grant: (table: Table, role: IRole) => void, tables: number): boolean {
  // what the library warns of on the way is what is looked for here
  const quiet = { '@aws-cdk/core:stackResourceLimit': 0, '@aws-cdk/core:annotationsInValidationReport': false };
  const app = new App({ context: { ...recommendedFlags, ...quiet }, analyticsReporting: false });
  const stack = new Stack(app, 'Stack');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  for (let index = 0; index < tables; index++) grant(newTable(stack, `Table${index}`), role);
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  const policies = policiesOf(Object.values<any>(template.Resources)).map((policy) => ({ ...policy, size: measurePolicy(stack, policy.document) }));
  const managed = policies.filter(({ isManaged }) => isManaged);
  const inline = policies.filter(({ isManaged }) => !isManaged).reduce((sum, { size }) => sum + size, 0);
  return inline <= INLINE_LIMIT.role && managed.length <= MANAGED_POLICIES_QUOTA && managed.every(({ size }) => size <= MANAGED_LIMIT);
}
