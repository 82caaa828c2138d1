import { Stack } from 'aws-cdk-lib';
import { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { IConstruct } from 'constructs';
import { BroaderStatement, deniesWhole, findBroaderStatements, mayAllowOnTables, mayPass } from './broader-statements';
import { listNamedParts, NamedTable } from './list-named-parts';
import { readTableStatements } from './read-table-statements';
import { warnAboutVariables } from './warn-about-variables';
import { ACTIONS } from '../../features/actions';
import { OwnedArn } from '../../plan/owned-arns';
import { PlannedPermission } from '../../plan/planned-permission';
import { replacePolicyVariables } from '../../policy/policy-variables';
import { writeSample } from '../../policy/table-part';
import { warn } from '../../resources/annotate';
import { referencedResource } from '../../resources/arns';
import { DeclaredTable } from '../../resources/declared-table';
import { TableResource } from '../../resources/resource-policies';
import { writeStandIns } from '../../resources/stand-ins';
import { groupBy, sortBy } from '../../values/lists';
import { coversAction, HeldStatement, listUnknownPolicies, readBoundaries, readIdentityStatements, readPolicyName } from '../policies/read-policies';

/**
 * The ARNs of AWS managed policies that allow actions on the items of every table, beside those whose contents the library knows.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const BROAD_POLICIES: readonly string[] = [
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  'arn:aws:iam::aws:policy/job-function/DatabaseAdministrator',
];

/**
 * Warns about other policies of the grantee, which allow more than its accesses say, or less. Call this at validation.
 *
 * @param arns the tables of the accesses, and what belongs to them
 * @param permissions the permissions of the accesses
 */
export function warnAboutRole(identity: IConstruct, owner: IConstruct, arns: readonly OwnedArn[], permissions: readonly PlannedPermission[]): void {
  const boundaries = readBoundaries(identity);
  const bounds = boundaries.length > 0 ? boundaries.flatMap(({ statements }) => statements) : undefined;
  const declared = listDeclaredTables(arns);
  const elsewhere = [
    ...readIdentityStatements(identity, 'elsewhere'),
    ...declared.flatMap(({ table, arn }) => readTableStatements(table, arn, identity)),
  ];
  if (arns.length > 0) warnAboutBroaderPolicies(identity, owner, listBroaderStatements(identity, elsewhere, { arns, declared, bounds }));
  if (bounds) warnAboutBoundary(identity, owner, boundaries.map(({ name }) => name), bounds);
  warnAboutDenials(identity, owner, elsewhere);
  warnAboutVariables(identity, owner, permissions);
}

/** A table that the app declares. */
interface DeclaredArn {
  readonly arn: string;
  readonly table: TableResource;
}

/** The tables of accesses, and what belongs to them. */
interface AccessedTables {
  readonly arns: readonly OwnedArn[];
  readonly declared: readonly DeclaredArn[];
  readonly bounds?: readonly HeldStatement[];
}

/** A statement, and the actions that it allows beyond the library's statements. */
type AllowedBroadly = Pick<BroaderStatement, 'statement' | 'actions'>;

/** The statements that this library doesn't write, with the actions that they allow beyond the library's statements. */
function listBroaderStatements(
  identity: IConstruct, elsewhere: readonly HeldStatement[], { arns, declared, bounds }: AccessedTables,
): AllowedBroadly[] {
  // most roles have only the policies of this library and those for logs, and reading them takes long
  if (!elsewhere.some(mayAllowOnTables)) return [];
  const known = arns.map(({ arn, type }) => ({ arn: writeStandIns(identity, arn), type }));
  const owned = [...known, ...listPossibleReplicas(identity, known, declared, elsewhere)];
  const tables = markDeclaredTables(identity, owned, declared);
  const all = new Map([...owned, ...listNamedParts(identity, tables)].map((each) => [each.arn, each]));
  return findBroaderStatements(elsewhere, readIdentityStatements(identity, 'library'), [...all.values()])
    .map(({ statement, arn, actions }) => (
      { statement, actions: actions.filter((action) => !bounds || statement.ignoresBoundary || mayPass(bounds, action, arn)) }))
    .filter(({ actions }) => actions.length > 0);
}

/**
 * Lists the tables that may be replicas, if only CloudFormation knows the Regions of these: in each Region for which a statement names
 * resources of DynamoDB.
 */
function listPossibleReplicas(
  identity: IConstruct, owned: readonly OwnedArn[], declared: readonly DeclaredArn[], elsewhere: readonly HeldStatement[],
): OwnedArn[] {
  const tables = declared.filter(({ table }) => new DeclaredTable(table).mayHaveOtherReplicas(Stack.of(table).region))
    .map(({ arn }) => writeStandIns(identity, arn));
  if (tables.length === 0) return [];
  const patterns = elsewhere.flatMap(({ resources }) => resources?.values ?? []).map((pattern) => replacePolicyVariables(pattern));
  const regions = new Set(patterns.flatMap((pattern) => /^arn:[^:]*:[^:]*:([^:]+):/.exec(pattern)?.[1] ?? []).map(writeSample));
  const replicated = owned.filter(({ arn }) => tables.some((table) => arn === table || arn.startsWith(`${table}/`)));
  return [...regions].flatMap((region) => replicated.map(({ arn, type }) => ({ arn: moveArn(arn, region), type })));
}

function moveArn(arn: string, region: string): string {
  const [scheme, partition, service, , ...rest] = arn.split(':');
  return [scheme, partition, service, region, ...rest].join(':');
}

/** Lists the tables of the app among ARNs. */
function listDeclaredTables(arns: readonly OwnedArn[]): DeclaredArn[] {
  return [...new Set(arns.filter(({ type }) => type === 'table').map(({ arn }) => arn))].flatMap((arn) => {
    const table = referencedResource(arn, CfnTable.CFN_RESOURCE_TYPE_NAME, CfnGlobalTable.CFN_RESOURCE_TYPE_NAME);
    return table ? [{ arn, table: table as TableResource }] : [];
  });
}

/** Tells which tables the app declares, by the ARNs of those that it does. A replica has the name of its table. */
function markDeclaredTables(identity: IConstruct, owned: readonly OwnedArn[], declared: readonly DeclaredArn[]): NamedTable[] {
  const lastPart = (arn: string) => arn.split('/').at(-1)!;
  const tablesByName = new Map(declared.map(({ arn, table }) => [lastPart(writeStandIns(identity, arn)), new DeclaredTable(table)]));
  return owned.filter(({ type }) => type === 'table').map(({ arn }) => {
    const table = tablesByName.get(lastPart(arn));
    return { arn, isDeclared: table !== undefined, hasDeclaredIndexes: table?.hasDeclaredIndexes() ?? false };
  });
}

function warnAboutBroaderPolicies(identity: IConstruct, owner: IConstruct, broader: readonly AllowedBroadly[]): void {
  const byPolicy = groupBy(broader, ({ statement }) => statement.policyName);
  const broad = listUnknownPolicies(identity).filter((arn) => BROAD_POLICIES.includes(arn)).map(readPolicyName);
  const policies = [
    ...sortBy([...byPolicy], ([name]) => name).map(([name, group]) => `${listBriefly(group.flatMap(({ actions }) => actions))} in ${name}`),
    ...broad.map((name) => `all actions of the managed policy ${name}`),
  ];
  if (policies.length === 0) return;
  warn(owner, {
    id: 'widerElsewhere',
    value: `${identity.node.path} has more permissions on a table than the features of this access: ${policies.join(', and ')}`,
    expected: 'no other policy that allows actions on the table or its indexes',
    remedy: 'remove the other policy and list the features that the function needs, or acknowledge this warning',
  });
}

/** Lists the actions of the library's statements for a principal, of which a test says something for one of the resources. */
function listGrantedActions(identity: IConstruct, test: (action: string, resource: string) => boolean): string[] {
  return readIdentityStatements(identity, 'library').filter(({ effect }) => effect === 'Allow').flatMap((statement) =>
    Object.keys(ACTIONS).filter((action) => coversAction(statement, action))
      .filter((action) => statement.resources?.values.some((resource) => test(action, resource))));
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html */
function warnAboutDenials(identity: IConstruct, owner: IConstruct, elsewhere: readonly HeldStatement[]): void {
  const denials = elsewhere.filter(({ effect }) => effect === 'Deny');
  // most roles have no denials, and reading the library's policies takes long
  if (denials.length === 0) return;
  const byPolicy = [...groupBy(denials, ({ policyName }) => policyName)].map(([name, group]) =>
    ({ name, denied: listGrantedActions(identity, (action, resource) => deniesWhole(group, action, resource)) }))
    .filter(({ denied }) => denied.length > 0);
  if (byPolicy.length === 0) return;
  warn(owner, {
    id: 'deniedElsewhere',
    value: `${byPolicy.map(({ name, denied }) => `${name} denies ${listBriefly(denied)}`).join(', and ')}, which this access allows ${identity.node.path}`,
    expected: 'no other policy that denies the actions of the features, because AWS then denies the requests',
    remedy: 'narrow or remove the denial, or remove the features',
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function warnAboutBoundary(identity: IConstruct, owner: IConstruct, names: readonly string[], bounds: readonly HeldStatement[]): void {
  const denied = listGrantedActions(identity, (action, resource) => !mayPass(bounds, action, resource));
  if (denied.length === 0) return;
  warn(owner, {
    id: 'permissionsBoundary',
    value: `the permissions boundary ${names.join(' or ')} of ${identity.node.path} does not allow ${listBriefly(denied)}`,
    expected: 'a boundary that allows all actions of the features, because AWS denies the requests otherwise',
    remedy: 'allow the actions in the boundary, or remove the features',
  });
}

function listBriefly(actions: readonly string[]): string {
  const sorted = [...new Set(actions)].sort();
  const [shown, rest] = [sorted.slice(0, 3), sorted.length - 3];
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
