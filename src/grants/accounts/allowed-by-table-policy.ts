import { CfnResource } from 'aws-cdk-lib';
import { AccountPrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { listArns } from './cross-account-access';
import { CROSS_ACCOUNT_ACTIONS } from '../../features/cross-account';
import { TableFeature } from '../../features/table-feature';
import { planOnTable } from '../../plan/plan-cross-account';
import { PlannedPermission } from '../../plan/planned-permission';
import { TableResources } from '../../resources/table-resources';

/** Features that principals use on a table in these Regions. The table's own Region comes first. */
interface TableUse {
  readonly features: readonly TableFeature[];
  readonly regions: readonly string[];
}

/** Features that a resource policy of the app allows to these principals. */
interface AllowedUse extends TableUse {
  readonly principals: readonly IPrincipal[];
}

const allowedUsesByTable = new WeakMap<CfnResource, AllowedUse[]>();

/** Records the features that a resource policy allows. Accesses of the other account then need no warning. */
export function recordAllowedUse(declaration: CfnResource, cover: AllowedUse): void {
  allowedUsesByTable.set(declaration, [...allowedUsesByTable.get(declaration) ?? [], cover]);
}

/**
 * Returns true if resource policies of the app allow a principal of another account all actions that such policies can allow.
 *
 * A policy that allows the use of the table also allows the use of its key in the same Regions.
 */
export function isAllowedByTablePolicy(table: TableResources, principal: IPrincipal, use: TableUse): boolean {
  const covers = (table.declaration && allowedUsesByTable.get(table.declaration)) ?? [];
  const allowed = covers.filter(({ principals }) => principals.some((each) => includesPrincipal(each, principal)))
    .flatMap((cover) => planUse(table, cover));
  return planUse(table, use).every((permission) => allowed.some((other) => allowsPermission(other, permission)));
}

/** An account includes all its principals. */
function includesPrincipal(principal: IPrincipal, other: IPrincipal): boolean {
  if (principal === other) return true;
  if (principal instanceof AccountPrincipal) return principal.accountId === other.principalAccount;
  return listArns(principal).some((arn) => {
    const [, , , , account, name] = arn.split(':');
    if (name === undefined) return arn === other.principalAccount;
    if (name === 'root') return account === other.principalAccount;
    return listArns(other).map(removePartition).includes(removePartition(arn));
  });
}

/** The partition of an ARN is a token or text. */
function removePartition(arn: string): string {
  return arn.split(':').slice(2).join(':');
}

/** Plans permissions with the Region in place of the table's ARN, because each stack writes the ARN differently. */
function planUse(table: TableResources, { features, regions }: TableUse): PlannedPermission[] {
  const resources = { tables: regions, declaredIndexes: table.indexNames().names, streams: regions.map((region) => `${region}/stream`) };
  return planOnTable(features, resources).filter(({ action }) => CROSS_ACCOUNT_ACTIONS.has(action));
}

function allowsPermission(one: PlannedPermission, other: PlannedPermission): boolean {
  const [resources, isAnyIndex] = [one.resource.replace(/\*$/, ''), one.resource.endsWith('*')];
  return one.action === other.action
    && (isAnyIndex ? other.resource.startsWith(resources) : other.resource === resources)
    && (one.conditions === undefined || JSON.stringify(one.conditions) === JSON.stringify(other.conditions));
}
