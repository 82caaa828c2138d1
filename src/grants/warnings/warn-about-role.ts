import { IConstruct } from 'constructs';
import { ACTIONS } from '../../features/actions';
import { isDynamoDbAction } from '../../features/feature-needs';
import { PlannedPermission } from '../../plan/planned-permission';
import { pathOf, warn } from '../../resources/annotate';
import { readProperty } from '../../resources/read-properties';
import { writeStandIns } from '../../resources/stand-ins';
import { sortBy } from '../../values/lists';
import {
  coversAction, coversResource, findBoundaries, HeldStatement, listExternalPolicies, readDocument, readIdentityStatements,
} from '../policies/read-policies';
import { isLibraryPolicy } from '../policies/role-inline-policy';

/**
 * AWS managed policies that allow actions on the items of every table.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const BROAD_POLICIES: readonly string[] = [
  'AdministratorAccess',
  'AmazonDynamoDBFullAccess',
  'AmazonDynamoDBFullAccess_v2',
  'AmazonDynamoDBReadOnlyAccess',
  'DatabaseAdministrator',
  'PowerUserAccess',
  'ReadOnlyAccess',
];

/** Warns about other policies of the grantee, which allow more than its accesses say, or less. Call this at validation. */
export function warnAboutRole(identity: IConstruct, owner: IConstruct, allowed: readonly PlannedPermission[]): void {
  warnAboutBroaderPolicies(identity, owner, allowed);
  warnAboutBoundary(identity, owner);
}

function warnAboutBroaderPolicies(identity: IConstruct, owner: IConstruct, allowed: readonly PlannedPermission[]): void {
  const onTables = allowed.filter(isTablePermission);
  if (onTables.length === 0) return;
  const byPolicy = new Map<string, Set<string>>();
  const others = readIdentityStatements(identity, (holder) => !isLibraryPolicy(holder))
    .filter(({ effect, conditions }) => effect === 'Allow' && conditions.length === 0);
  for (const statement of others) {
    const more = onTables.filter(({ resource }) => coversResource(statement, writeStandIns(identity, resource)))
      .flatMap(({ resource }) => listActionsOn(getArnType(resource)).filter((action) => coversAction(statement, action))
        .filter((action) => !onTables.some((mine) => mine.action === action && mine.resource === resource && mine.conditions === undefined)));
    const path = pathOf(statement.holder);
    if (more.length > 0) byPolicy.set(path, new Set([...byPolicy.get(path) ?? [], ...more]));
  }
  const broad = listExternalPolicies(identity).filter((name) => BROAD_POLICIES.includes(name));
  const policies = [
    ...sortBy([...byPolicy], ([path]) => path).map(([path, actions]) => `${listBriefly([...actions].sort())} in ${path}`),
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

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function warnAboutBoundary(identity: IConstruct, owner: IConstruct): void {
  for (const boundary of findBoundaries(identity)) {
    const bounds = readDocument(boundary, readProperty(boundary, 'PolicyDocument'), 'boundary');
    const denied = readIdentityStatements(identity, isLibraryPolicy).filter(({ effect }) => effect === 'Allow').flatMap((statement) =>
      Object.keys(ACTIONS).filter((action) => coversAction(statement, action))
        .filter((action) => !statement.resources?.values.some((resource) => isWithinBoundary(bounds, action, resource))));
    if (denied.length === 0) continue;
    warn(owner, {
      id: 'permissionsBoundary',
      value: `the permissions boundary ${pathOf(boundary)} of ${identity.node.path} does not allow `
        + listBriefly([...new Set(denied)].sort()),
      expected: 'a boundary that allows all actions of the features, because AWS denies the requests otherwise',
      remedy: 'allow the actions in the boundary, or remove the features',
    });
  }
}

/** Returns true if a boundary allows an action, or if the app can't tell. */
function isWithinBoundary(bounds: readonly HeldStatement[], action: string, resource: string): boolean {
  const ofAction = bounds.filter((statement) => coversAction(statement, action));
  const isDenied = ofAction.some((statement) => statement.effect === 'Deny' && statement.conditions.length === 0 && coversResource(statement, resource));
  return !isDenied && ofAction.some(({ effect, resources }) =>
    effect === 'Allow' && (resources?.negated || resources?.values.some((pattern) => mayOverlap(pattern, resource))));
}

/** Returns true if two patterns may match the same text. Different beginnings rule this out. */
function mayOverlap(one: string, other: string): boolean {
  const [first, second] = [one, other].map((pattern) => pattern.split(/[*?{]/)[0].replace(/^arn:unknown:.*/, ''));
  const isOpen = (pattern: string) => /[*?{]/.test(pattern);
  if (!isOpen(one) && !isOpen(other)) return one === other;
  return (isOpen(one) && second.startsWith(first)) || (isOpen(other) && first.startsWith(second));
}

function isTablePermission({ effect, action, resource }: PlannedPermission): boolean {
  return effect === undefined && resource !== '*' && (ACTIONS[action]?.resourceTypes.includes(getArnType(resource)) ?? false)
    && isDynamoDbAction(action);
}

function getArnType(resource: string): 'table' | 'index' {
  if (resource.includes('/index/')) return 'index';
  return 'table';
}

function listActionsOn(type: 'table' | 'index'): string[] {
  return Object.keys(ACTIONS).filter((action) => isDynamoDbAction(action) && ACTIONS[action].resourceTypes.includes(type));
}

function listBriefly(actions: readonly string[]): string {
  const [shown, rest] = [actions.slice(0, 3), actions.length - 3];
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
