import { describeConditions } from './conditions';
import { DocumentedFeature, FEATURES } from './features';
import { code, codes, link, page, table, toHeading } from './markdown';
import { FEATURE_OPERATIONS } from '../../catalogue/feature-operations';
import { BEYOND, LEFT_OUT, PERMISSION_ONLY } from '../../catalogue/left-out';
import { OPERATIONS } from '../../catalogue/operations';
import { PLACES, resourceOf } from '../../catalogue/placeholders';
import { ACTIONS } from '../../src/features/actions';
import { TableFeature } from '../../src/features/table-feature';
import { planAccess } from '../../src/plan/plan-access';
import { PlannedPermission } from '../../src/plan/planned-permission';

/** Every feature, and every operation and action of DynamoDB: what reaches it, or why nothing does. */
export function featuresPage(): string {
  return page(
    '# Features',
    'You want to know which permissions a feature has and why. This page lists them. [Policies](policies.md) has them as JSON. A table key needs '
    + 'permissions only if it is a customer managed key.',
    table(['feature', 'operations', 'table key'], FEATURES.map(({ name, feature }) =>
      [toHeading(name), codes(operationsOf(name)), describeKeyUse(feature)])),
    ...FEATURES.map(featureSection),
    '## Operations',
    'Every operation of DynamoDB and DynamoDB Streams with the features that allow it.',
    table(['operation', 'allowed by'], Object.keys(OPERATIONS).sort().map((operation) => [code(operation), reachOf(operation)])),
    '## Actions without an operation',
    'Some IAM actions have no operation of the same name. Features grant the actions of PartiQL and `ConditionCheckItem`. They don\'t grant these:',
    table(['actions', 'not granted'], PERMISSION_ONLY.map(({ actions, why }) => [codes(actions), why])),
    '## Beyond tables',
    table(['what', 'instead'], BEYOND.map(({ what, why, see }) => [link(what, see), why])),
  );
}

function featureSection({ name, feature, text, see }: DocumentedFeature): string {
  const permissions = planAccess([feature], PLACES);
  const groups = groupBy(permissions, ({ action, conditions, reason }) => JSON.stringify([
    resourcesOf(permissions, action), conditions, reason.why,
  ]));
  const rows = groups.map((group) => [
    codes(distinct(group.map(({ action }) => action))),
    codes(distinct(group.map(({ resource }) => resourceOf(resource)))),
    describeConditions(group[0].conditions),
    group[0].reason.why,
  ]);
  const sources = distinct([...see, ...permissions.flatMap(({ action }) => ACTIONS[action]?.see ?? [])]);
  return [
    `### ${name}`,
    text,
    table(['action', 'on', 'condition', 'why'], rows),
    `Sources: ${sources.map((address) => link(address.split('/').pop()!.replace('.html', ''), address)).join(' · ')}`,
  ].join('\n\n');
}

function resourcesOf(permissions: readonly PlannedPermission[], action: string): string[] {
  return permissions.filter((permission) => permission.action === action).map(({ resource }) => resource);
}

function operationsOf(name: string): string[] {
  return (FEATURE_OPERATIONS[name] ?? []).map(({ operation }) => operation);
}

function describeKeyUse(feature: TableFeature): string {
  const uses = feature._permissions.some(({ on }) => on === 'table-key');
  const chooses = feature._permissions.some(({ on }) => on === 'new-table-key' || on === 'restored-table-key');
  return [...uses ? ['used'] : [], ...chooses ? ['chosen'] : []].join(' and ');
}

function reachOf(operation: string): string {
  const reaching = FEATURES.filter(({ name }) => operationsOf(name).includes(operation)).map(({ name }) => toHeading(name));
  const leftOut = LEFT_OUT.filter(({ operations }) => operations.includes(operation))
    .map(({ why, see }) => `none: ${why} (${link('source', see)})`);
  return [...reaching, ...leftOut].join(' ');
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  return distinct(items.map(keyOf)).map((key) => items.filter((item) => keyOf(item) === key));
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
