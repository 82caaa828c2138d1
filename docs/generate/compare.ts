import { describeConditions } from './conditions';
import { code } from './markdown';
import { expandAction, resourceTypesOf } from '../../catalogue/iam-data';
import { FIELD_KEY, LOG_GROUP, resourceOf, TABLE, TABLE_KEY } from '../../catalogue/placeholders';
import { Grant } from '../../catalogue/policies';
import { PlannedPermission } from '../../src/plan/planned-permission';
import { toStatements } from '../../src/plan/to-statements';

/** A thing that a policy may reach, for one of each kind: what the function is meant to reach, and what it isn't. */
interface Target {
  readonly name: string;
  /** The type of the resource; `account` for what only `*` matches. */
  readonly type: string;
  readonly arn: string;
}

const OTHER_TABLE = TABLE.replace(/TABLE$/, 'OTHER_TABLE');

/** A log group in both forms that requests to create it have been seen to name (docs/assumptions.md), and a stream of it. */
function logGroup(name: string, arn: string): Target[] {
  return [
    { name, type: 'log-group', arn },
    { name, type: 'log-group', arn: `${arn}:log-stream:` },
    { name, type: 'log-stream', arn: `${arn}:log-stream:LOG_STREAM` },
  ];
}

const TARGETS: readonly Target[] = [
  { name: 'the table', type: 'table', arn: TABLE },
  { name: 'the index', type: 'index', arn: `${TABLE}/index/INDEX` },
  { name: 'other indexes', type: 'index', arn: `${TABLE}/index/OTHER_INDEX` },
  { name: 'the stream', type: 'stream', arn: `${TABLE}/stream/STREAM_LABEL` },
  { name: 'other streams of the table', type: 'stream', arn: `${TABLE}/stream/OTHER_LABEL` },
  { name: 'the backups of the table', type: 'backup', arn: `${TABLE}/backup/BACKUP` },
  { name: 'other tables', type: 'table', arn: OTHER_TABLE },
  { name: 'indexes of other tables', type: 'index', arn: `${OTHER_TABLE}/index/INDEX` },
  { name: 'streams of other tables', type: 'stream', arn: `${OTHER_TABLE}/stream/STREAM_LABEL` },
  { name: 'the account', type: 'account', arn: '*' },
  { name: 'the key of the table', type: 'key', arn: TABLE_KEY },
  { name: 'the field key', type: 'key', arn: FIELD_KEY },
  ...logGroup('the log group of the function', LOG_GROUP),
  ...logGroup('the log groups of other functions', LOG_GROUP.replace(/FUNCTION$/, 'OTHER_FUNCTION')),
  ...logGroup('log groups that aren\'t of functions', LOG_GROUP.replace(/[^:]*$/, 'OTHER')),
];

/** An action where a policy really allows it. */
interface Effect {
  readonly action: string;
  readonly target: Target;
  /** Under which conditions, in words; empty for none. */
  readonly conditions: string;
}

/** Actions, by the target that they are on or by another remark. */
export type ByTarget = Readonly<Record<string, readonly string[]>>;

/** How what the features allow differs from what a policy allows. */
export interface Comparison {
  /** What the policy names but doesn't allow, as AWS has no such action or authorizes it on another type of resource. */
  readonly dead: ByTarget;
  /** What the policy allows and the features don't. */
  readonly dropped: ByTarget;
  /** What the features allow and the policy doesn't. */
  readonly added: ByTarget;
  /** What both allow, the features on fewer resources or under more conditions. */
  readonly tightened: ByTarget;
}

/**
 * Compares a policy with what stands in its place, action by action and target by target.
 *
 * Wildcards in actions stand for the actions of AWS that they match; those in resources for the targets that they match.
 */
export async function compare(policy: readonly Grant[], planned: readonly PlannedPermission[]): Promise<Comparison> {
  const before = await effectsOf(policy);
  const after = (await Promise.all(toStatements(planned).map(async ({ actions, resources, conditions }) => {
    const grants = actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
    return effectsOf(grants, describeConditions(conditions));
  }))).flat();

  const same = (one: Effect) => (other: Effect) => one.action === other.action && one.target === other.target;
  const gone = before.filter((effect) => !after.some(same(effect)));
  const isNarrowed = (effect: Effect) =>
    after.some(({ action, target }) => action === effect.action && target.type === effect.target.type);
  const narrowed = gone.filter(isNarrowed).map((effect) => ({ ...effect, conditions: '' }));
  const conditional = after.filter((effect) => effect.conditions !== '' && before.some(same(effect)));
  return {
    dead: await deadOf(policy),
    dropped: byTarget(gone.filter((effect) => !isNarrowed(effect)), ({ target }) => `on ${target.name}`),
    added: byTarget(after.filter((effect) => !before.some(same(effect))), ({ target, conditions }) =>
      `on ${target.name}${conditions === '' ? '' : `, where ${conditions}`}`),
    tightened: byTarget([...narrowed, ...conditional], ({ target, conditions }) =>
      conditions === '' ? `not on ${target.name}` : `on ${target.name} only where ${conditions}`),
  };
}

async function effectsOf(grants: readonly Grant[], conditions = ''): Promise<Effect[]> {
  const effects = (await Promise.all(grants.map(async ({ action: pattern, resource }) => {
    const actions = await expandAction(pattern);
    return (await Promise.all(actions.map(async (action) =>
      (await targetsOf(action, resource)).map((target) => ({ action, target, conditions }))))).flat();
  }))).flat();
  return effects.filter((effect, index) =>
    effects.findIndex(({ action, target }) => action === effect.action && target === effect.target) === index);
}

/** The targets that an action is allowed on, where a policy names it beside this resource. */
async function targetsOf(action: string, resource: string): Promise<Target[]> {
  const types = await resourceTypesOf(action);
  if (types === undefined) return [];
  const pattern = new RegExp(`^${resource.split('*').map((part) => part.replace(/[.\\+?^$[\](){}|]/g, '\\$&')).join('.*')}$`);
  return TARGETS.filter(({ type, arn }) =>
    type === 'account' ? types.length === 0 && resource === '*' : types.includes(type) && pattern.test(arn));
}

/** A wildcard is expected to match more than there is: only actions that are named one by one can be dead. */
async function deadOf(policy: readonly Grant[]): Promise<ByTarget> {
  const dead = await Promise.all(policy.filter(({ action }) => !action.includes('*')).map(async ({ action, resource }) => {
    if (await resourceTypesOf(action) === undefined) return [{ action, remark: 'no IAM action' }];
    return (await targetsOf(action, resource)).length > 0 ? [] : [{ action, remark: `on ${code(resourceOf(resource))}` }];
  }));
  return byTarget(dead.flat(), ({ remark }) => remark);
}

function byTarget<T extends { action: string }>(items: readonly T[], remarkOf: (item: T) => string): ByTarget {
  const remarks = [...new Set(items.map(remarkOf))];
  return Object.fromEntries(remarks.map((remark) =>
    [remark, [...new Set(items.filter((item) => remarkOf(item) === remark).map(({ action }) => action))].sort()]));
}
