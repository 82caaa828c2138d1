import { removeUnchangedAccesses } from './changed-accesses';
import { compareGrantees } from './compare-grantees';
import { compareResourcePatterns } from './compare-resource-patterns';
import { filterByPattern } from './filter-by-pattern';
import { areIncluded } from '../../policy/condition-inclusion';
import { isPatternIncluded } from '../../policy/pattern-inclusion';
import { parseAction } from '../../policy/text-pattern';
import { groupBy } from '../../values/lists';
import { describeSomeActions, isSummarized, joinWords, removeService } from '../phrases';
import { AccessReportData, Change, DeniedActions, ReportedAccess, ReportedCondition, ResourceKind } from '../report-data';

/** The ways in which an action is allowed or denied, each with its conditions. */
type Ways = readonly (readonly ReportedCondition[])[];
type WaysByAction = ReadonlyMap<string, Ways>;

/** The allowed and denied actions of one grantee on one resource. */
interface ActionWays {
  readonly allowed: WaysByAction;
  readonly denied: WaysByAction;
}

const NOTHING: ActionWays = { allowed: new Map(), denied: new Map() };

/** Describes in words what changes from one report to another. */
export function compareReports(before: AccessReportData, after: AccessReportData): Change[] {
  const [changedBefore, changedAfter] = removeUnchangedAccesses(before, after);
  const [old, now] = [new AccessIndex(changedBefore), new AccessIndex(changedAfter)];
  const pairs = [...new Set([...old.pairs.keys(), ...now.pairs.keys()])].sort();
  const findName = (id: string) => now.names.get(id) ?? old.names.get(id) ?? id;
  const findGrantee = (id: string) => now.granteeNames.get(id) ?? old.granteeNames.get(id) ?? id;
  const changes = pairs.flatMap((pair) => {
    const [grantee, resource]: [string, string] = JSON.parse(pair);
    const others = old.others.get(resource) ?? now.others.get(resource);
    const [one, other] = [[old, now], [now, old]].map(([each, known]) => each.findWays(grantee, resource, others, known));
    return (['allowed', 'denied'] as const).flatMap((effect) => compareActions(one[effect], other[effect])
      .flatMap((change) => describeChange(change, effect, findGrantee(grantee), findName(resource), [...effect === 'allowed' ? other.allowed.keys() : []]))
      .map((change): Change => ({ ...change, grantee, resource })));
  });
  return [...changes, ...compareResourcePatterns(changedBefore, changedAfter, changes), ...compareGrantees(before, after)];
}

/** The accesses and the names of a report, by their ids. */
class AccessIndex {
  /** The names of resources by their ids. A role may be a resource and a grantee. */
  public readonly names: ReadonlyMap<string, string>;
  public readonly granteeNames: ReadonlyMap<string, string>;
  public readonly pairs: ReadonlyMap<string, ActionWays>;
  /** The ids of the resources that stand for log groups. */
  public readonly others: ReadonlyMap<string, string>;
  /** The accesses that are to all log groups without an entry of their own. */
  private readonly complete: ReadonlySet<string>;

  private readonly kinds: ReadonlyMap<string, ResourceKind>;
  private readonly accessesByGrantee: ReadonlyMap<string, readonly ReportedAccess[]>;

  constructor(private readonly report: AccessReportData) {
    const { grantees, resources, accesses } = report;
    this.accessesByGrantee = groupBy(accesses, ({ grantee }) => grantee);
    this.others = new Map(resources.flatMap(({ id, others }) => others === undefined ? [] : [[id, others]]));
    this.complete = new Set(accesses.filter(({ all }) => all).map(({ grantee, resource }) => makePair(grantee, resource)));
    this.kinds = new Map(resources.map(({ id, kind }) => [id, kind]));
    this.names = new Map(resources.map(({ id, name }) => [id, name]));
    this.granteeNames = new Map(grantees.map(({ id, name }) => [id, name]));
    this.pairs = new Map(accesses.map(({ grantee, resource, allowed, denied }) =>
      [makePair(grantee, resource), { allowed: collectWays(allowed), denied: collectWays(denied) }]));
  }

  /**
   * Finds the ways of a grantee on a resource, on the resource that stands for it, or on resources like a broader pattern.
   *
   * @param other the index of the report that has the resource, if this one hasn't
   */
  public findWays(grantee: string, resource: string, others: string | undefined, other: AccessIndex): ActionWays {
    const [own, ofOthers] = [resource, others ?? ''].map((id) => makePair(grantee, id));
    const known = this.pairs.get(own) ?? (this.complete.has(ofOthers) ? this.pairs.get(ofOthers) : undefined);
    if (known || this.names.has(resource) || !resource.startsWith('arn:') || other.isDecidedElsewhere(own)) return known ?? NOTHING;
    const accesses = this.accessesByGrantee.get(grantee) ?? [];
    const kind = other.kinds.get(resource)!;
    const pattern = kind === 'log group' && !/[*?]/.test(resource) ? `${resource}:*` : resource;
    const [allowed, denied] = [accesses.flatMap((each) => each.allowed), accesses.flatMap((each) => each.denied)]
      .map((entries) => collectWays(filterByPattern(this.report, entries, pattern, kind)));
    return { allowed, denied };
  }

  /** Tells whether the policy of a resource from another account has to allow the access as well. */
  private isDecidedElsewhere(pair: string): boolean {
    return [...this.pairs.get(pair)?.allowed.values() ?? []].flat(2).some(({ operator }) => operator === 'ResourcePolicy');
  }
}

function makePair(grantee: string, resource: string): string {
  return JSON.stringify([grantee, resource]);
}

/** Collects the ways of each action, and of each pattern of actions. */
function collectWays(entries: readonly DeniedActions[]): Map<string, Ways> {
  const ways = entries.flatMap(({ actions, patterns, conditions }) =>
    [...actions, ...patterns.map((pattern) => `${OTHER_ACTIONS}${pattern} stands for`)].map((action) => ({ action, conditions })));
  const byAction = [...groupBy(ways, ({ action }) => action)];
  return new Map(byAction.map(([action, group]) => [action, group.map(({ conditions }) => conditions)]));
}

/** Actions whose ways change in the same manner. */
interface ActionChange {
  readonly actions: readonly string[];
  readonly old?: Ways;
  readonly now?: Ways;
}

function compareActions(before: WaysByAction, after: WaysByAction): ActionChange[] {
  const all = [...new Set([...before.keys(), ...after.keys()])].sort()
    .map((action) => ({ action, old: findActionWays(before, action), now: findActionWays(after, action) }))
    .filter(({ old, now }) => normalizeWays(old) !== normalizeWays(now));
  return [...groupBy(all, ({ old, now }) => JSON.stringify([normalizeWays(old), normalizeWays(now)])).values()]
    .map((group) => ({ ...group[0], actions: group.map(({ action }) => action) }));
}

/** Finds the ways of an action, or of a pattern that other patterns include. */
function findActionWays(ways: WaysByAction, action: string): Ways | undefined {
  const pattern = readOtherActions(action);
  if (ways.has(action) || pattern === undefined) return ways.get(action);
  const broader = [...ways].filter(([other]) => includesActions(readOtherActions(other), pattern)).flatMap(([, each]) => each);
  return broader.length > 0 ? broader : undefined;
}

function includesActions(broad: string | undefined, narrow: string): boolean {
  if (broad === undefined || broad.startsWith('all but ')) return broad === narrow;
  return broad === '*' || isPatternIncluded(parseAction(narrow), [parseAction(broad)]);
}

const OTHER_ACTIONS = 'whatever else ';

/** Reads the pattern of the actions that a report doesn't list. */
function readOtherActions(action: string): string | undefined {
  return /^whatever else (.*) stands for$/.exec(action)?.[1];
}

const VERBS = {
  allowed: { added: 'may now', removed: 'may no longer', changed: 'may' },
  denied: { added: 'is now denied to', removed: 'is no longer denied to', changed: 'is denied to' },
} as const;

type Effect = keyof typeof VERBS;

function describeChange(
  { actions, old, now }: ActionChange, effect: Effect, grantee: string, resource: string, staying: readonly string[],
): Pick<Change, 'direction' | 'actions' | 'text'>[] {
  const direction = effect === 'allowed' ? decideDirection(old, now) : decideDirection(now, old);
  if (!direction) return [];
  const { added, removed, changed } = VERBS[effect];
  const what = describeSomeActions(actions, resource, true);
  if (!old) return [{ direction, actions, text: `${grantee} ${added} ${what}${appendWays(now!)}` }];
  if (!now) return [{ direction, actions, text: `${grantee} ${removed} ${describeRemoved(actions, staying, resource)}` }];
  return [{ direction, actions, text: `${grantee} ${changed} ${what}, now ${describeWays(now)}, before ${describeWays(old)}` }];
}

/** Describes the actions that go, and those that stay, where a summary of verbs would not tell them apart. */
function describeRemoved(actions: readonly string[], staying: readonly string[], resource: string): string {
  if (staying.length === 0 || !isSummarized(actions)) return describeSomeActions(actions, resource, true);
  return `use ${joinWords(actions.map(removeService))} on ${resource}, and still may ${describeSomeActions(staying, resource)}`;
}

/** Decides on the direction of a change. It is `more` unless it is known that no request is newly allowed. */
function decideDirection(old: Ways = [], now: Ways = []): Change['direction'] | undefined {
  const [isNarrower, isBroader] = [areIncluded(now, old), areIncluded(old, now)];
  if (isNarrower) return isBroader ? undefined : 'less';
  return !isBroader && isExchange(old, now) ? 'other' : 'more';
}

/** Tells whether two ways differ only in the texts of one condition, of which each has some that the other hasn't. */
function isExchange(old: Ways, now: Ways): boolean {
  const [[one], [other]] = [old, now];
  if (old.length !== 1 || now.length !== 1) return false;
  const [removed, added] = [findMissing(one, other), findMissing(other, one)];
  return removed.length === 1 && added.length === 1 && removed[0].key === added[0].key && removed[0].operator === added[0].operator
    && /^(For\w+:)?StringEquals$/.test(added[0].operator) && ![...removed[0].values, ...added[0].values].some((value) => value.includes('${'));
}

function findMissing(conditions: Ways[number], others: Ways[number]): ReportedCondition[] {
  const known = new Set(others.map((each) => normalizeWays([[each]])));
  return conditions.filter((each) => !known.has(normalizeWays([[each]])));
}

/** Writes ways as text that doesn't depend on their order. */
function normalizeWays(ways: Ways | undefined): string {
  const texts = (ways ?? []).map((conditions) =>
    conditions.map(({ operator, key, values }) => JSON.stringify([operator, key, [...values].sort()])).sort().join());
  return JSON.stringify([...new Set(texts)].sort());
}

function appendWays(ways: Ways): string {
  if (ways.some((conditions) => conditions.length === 0)) return '';
  return `, ${describeWays(ways)}`;
}

function describeWays(ways: Ways): string {
  const texts = ways.map((conditions) => joinWords(conditions.map(({ text }) => text)) || 'in every request');
  return [...new Set(texts)].join(' or ');
}
