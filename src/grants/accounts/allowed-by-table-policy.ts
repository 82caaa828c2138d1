import { CfnResource } from 'aws-cdk-lib';
import { AccountPrincipal, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { listArns } from './cross-account-access';
import { CROSS_ACCOUNT_ACTIONS } from '../../features/cross-account';
import { TableFeature } from '../../features/table-feature';
import { planOnTable } from '../../plan/plan-cross-account';
import { PlannedPermission } from '../../plan/planned-permission';
import { TableResources } from '../../resources/table-resources';

/** What principals may do with a table, or ask to, in these Regions, its own first. */
interface TableUse {
  readonly features: readonly TableFeature[];
  readonly regions: readonly string[];
}

/** What the resource policies that the app writes for a table allow. */
interface AllowedUse extends TableUse {
  readonly principals: readonly IPrincipal[];
}

const allowedUsesByTable = new WeakMap<CfnResource, AllowedUse[]>();

/** Records what a resource policy allows, for the identity policies that need it. */
export function recordAllowedUse(declaration: CfnResource, cover: AllowedUse): void {
  allowedUsesByTable.set(declaration, [...allowedUsesByTable.get(declaration) ?? [], cover]);
}

/**
 * Whether resource policies of the app allow a principal of another account all that such policies can of its use.
 *
 * What allows the use of the table allows that of its key in the same Regions.
 */
export function isAllowedByTablePolicy(table: TableResources, principal: IPrincipal, use: TableUse): boolean {
  const covers = (table.declaration && allowedUsesByTable.get(table.declaration)) ?? [];
  const allowed = covers.filter(({ principals }) => principals.some((each) => includesPrincipal(each, principal)))
    .flatMap((cover) => planUse(table, cover));
  return planUse(table, use).every((permission) => allowed.some((other) => allowsPermission(other, permission)));
}

/** An account stands for all of its principals. */
function includesPrincipal(principal: IPrincipal, other: IPrincipal): boolean {
  if (principal === other) return true;
  if (principal instanceof AccountPrincipal) return principal.accountId === other.principalAccount;
  return listArns(principal).some((arn) => {
    const [, , , , account, name] = arn.split(':');
    if (name === undefined) return arn === other.principalAccount;
    if (name === 'root') return account === other.principalAccount;
    return listArns(other).map(withoutPartition).includes(withoutPartition(arn));
  });
}

function withoutPartition(arn: string): string {
  return arn.split(':').slice(2).join(':');
}

/** With the Region in the place of the table's ARN, which reads otherwise in each stack. */
function planUse(table: TableResources, { features, regions }: TableUse): PlannedPermission[] {
  const places = { tables: regions, declaredIndexes: table.indexNames() ?? [], streams: [`${regions[0]}/stream`] };
  return planOnTable(features, places).filter(({ action }) => CROSS_ACCOUNT_ACTIONS.has(action));
}

function allowsPermission(one: PlannedPermission, other: PlannedPermission): boolean {
  const [places, isAnyIndex] = [one.resource.replace(/\*$/, ''), one.resource.endsWith('*')];
  return one.action === other.action
    && (isAnyIndex ? other.resource.startsWith(places) : other.resource === places)
    && (one.conditions === undefined || JSON.stringify(one.conditions) === JSON.stringify(other.conditions));
}
