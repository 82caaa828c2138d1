import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ACTIONS } from '../../features/actions';
import { isDynamoDbAction } from '../../features/feature-needs';
import { PlannedPermission } from '../../plan/planned-permission';
import { pathOf, warn } from '../../resources/annotate';
import { sortBy } from '../../values/lists';
import { isLibraryPolicy } from '../policies/role-inline-policy';
import { boundaryOf, foreignManagedPolicies, matches, statementsIn, statementsOf, textOf, withoutPartition, WrittenStatement } from '../policies/written-policies';

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
  const others = statementsOf(identity, (holder) => !isLibraryPolicy(holder));
  for (const { holder, isAllow, isConditional, isInverted, resources, coversAction } of others) {
    if (!isAllow || isConditional || isInverted) continue;
    const more = onTables.filter(({ resource }) => resources.some((pattern) => matchesResource(identity, pattern, resource)))
      .flatMap(({ resource }) => listActionsOn(getArnType(resource)).filter(coversAction)
        .filter((action) => !onTables.some((mine) => mine.action === action && mine.resource === resource && mine.conditions === undefined)));
    if (more.length > 0) byPolicy.set(pathOf(holder), new Set([...byPolicy.get(pathOf(holder)) ?? [], ...more]));
  }
  const broad = foreignManagedPolicies(identity).filter((name) => BROAD_POLICIES.includes(name));
  const policies = [
    ...sortBy([...byPolicy], ([path]) => path).map(([path, actions]) => `${listBriefly([...actions].sort())} by ${path}`),
    ...broad.map((name) => `what the managed policy ${name} allows on every table`),
  ];
  if (policies.length === 0) return;
  warn(owner, {
    id: 'widerElsewhere',
    value: `${identity.node.path} may do more with a table of this access than its features say: ${policies.join(', and ')}`,
    expected: 'no other policy that allows actions on the table, or allows them without rows, attributes or conditions',
    remedy: 'list what is needed as features and remove the other policy, or acknowledge this warning',
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function warnAboutBoundary(identity: IConstruct, owner: IConstruct): void {
  const boundary = boundaryOf(identity);
  if (!boundary) return;
  const bounds = statementsIn(boundary, boundary.policyDocument, identity);
  const denied = statementsOf(identity, isLibraryPolicy).filter(({ isAllow }) => isAllow).flatMap((statement) => Object.keys(ACTIONS)
    .filter(statement.coversAction)
    .filter((action) => !statement.resources.some((resource) => isWithinBoundary(bounds, action, resource))));
  if (denied.length === 0) return;
  warn(owner, {
    id: 'permissionsBoundary',
    value: `the permissions boundary ${pathOf(boundary)} of ${identity.node.path} doesn't allow `
      + listBriefly([...new Set(denied)].sort()),
    expected: 'a boundary that allows what the role is granted, as otherwise the requests are denied',
    remedy: 'allow it in the boundary, or remove the features',
  });
}

/** Returns true if a boundary allows an action, or may allow it. */
function isWithinBoundary(bounds: readonly WrittenStatement[], action: string, resource: string): boolean {
  const ofAction = bounds.filter(({ coversAction }) => coversAction(action));
  const isDenied = ofAction.some(({ isAllow, isConditional, isInverted, resources }) =>
    !isAllow && !isConditional && !isInverted && resources.some((pattern) => matches(pattern, resource)));
  return !isDenied && ofAction.some(({ isAllow, isInverted, resources }) =>
    isAllow && (isInverted || resources.some((pattern) => mayOverlap(pattern, resource))));
}

/** Returns true if two patterns may match the same text. Different beginnings rule this out. */
function mayOverlap(one: string, other: string): boolean {
  const [first, second] = [one, other].map((pattern) => pattern.split(/[*?<]/)[0]);
  const isOpen = (pattern: string) => /[*?<]/.test(pattern);
  if (!isOpen(one) && !isOpen(other)) return one === other;
  return (isOpen(one) && second.startsWith(first)) || (isOpen(other) && first.startsWith(second));
}

function isTablePermission({ effect, action, resource }: PlannedPermission): boolean {
  return effect === undefined && resource !== '*' && (ACTIONS[action]?.resourceTypes.includes(getArnType(resource)) ?? false)
    && isDynamoDbAction(action);
}

function getArnType(resource: string): 'table' | 'index' {
  return resource.includes('/index/') ? 'index' : 'table';
}

function listActionsOn(type: 'table' | 'index'): string[] {
  return Object.keys(ACTIONS).filter((action) => isDynamoDbAction(action) && ACTIONS[action].resourceTypes.includes(type));
}

/** Returns true if a pattern of the app's template is known to match the ARN of a table. */
function matchesResource(identity: IConstruct, pattern: string, resource: string): boolean {
  const stack = Stack.of(identity);
  const text = textOf(stack.resolve(resource));
  // a reference to a table of the stack is an ARN in the Region and account of the stack
  const home = textOf(stack.resolve(`arn:${stack.partition}:dynamodb:${stack.region}:${stack.account}:table/`));
  return [text, text.replace(/^<(\w+)\.Arn>/, (_, name) => `${home}${name}`)]
    .some((arn) => matches(withoutPartition(pattern), withoutPartition(arn)));
}

function listBriefly(actions: readonly string[]): string {
  const [shown, rest] = [actions.slice(0, 3), actions.length - 3];
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
