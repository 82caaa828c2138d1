import { AccessIndex, readOtherActions, Ways, WaysByAction } from './access-index';
import { includesActions } from './action-patterns';
import { removeUnchangedAccesses } from './changed-accesses';
import { compareGrantees } from './compare-grantees';
import { compareResourcePatterns, Effect, EffectChange } from './compare-resource-patterns';
import { appendWays, describeWays } from './describe-ways';
import { identifyChoices } from './identify-choices';
import { areIncluded } from '../../policy/condition-inclusion';
import { groupBy } from '../../values/lists';
import { describeSomeActions, findAllLogGroups, isSummarized, joinWords, removeService } from '../phrases';
import { AccessReportData, Change, ReportedCondition } from '../report-data';

/** Describes in words what changes from one report to another. */
export function compareReports(before: AccessReportData, after: AccessReportData): Change[] {
  const [identifiedBefore, identifiedAfter] = [before, after].map(identifyChoices);
  const [changedBefore, changedAfter] = removeUnchangedAccesses(identifiedBefore, identifiedAfter);
  const [old, now] = [new AccessIndex(changedBefore), new AccessIndex(changedAfter)];
  const pairs = [...new Set([...old.pairs.keys(), ...now.pairs.keys()])].sort();
  const findName = (id: string) => now.names.get(id) ?? old.names.get(id) ?? id;
  const findGrantee = (id: string) => now.granteeNames.get(id) ?? old.granteeNames.get(id) ?? id;
  const changes = pairs.flatMap((pair) => {
    const [grantee, resource]: [string, string] = JSON.parse(pair);
    const others = old.others.get(resource) ?? now.others.get(resource);
    const [one, other] = [[old, now], [now, old]].map(([each, known]) => each.findWays(grantee, resource, others, known));
    const listed = [old, now].map((each) => each.findListedActions(resource, old, now));
    return (['allowed', 'denied'] as const).flatMap((effect) => compareActions([one[effect], other[effect]], listed)
      .flatMap((change) => describeChange(change, effect, findGrantee(grantee), findName(resource), [...effect === 'allowed' ? other.allowed.keys() : []]))
      .map((change): EffectChange => ({ effect, change: { ...change, grantee, resource } })));
  });
  return [
    ...changes.map(({ change }) => change).filter((change, _, all) => !repeatsAllLogGroups(change, all, findName)),
    ...compareResourcePatterns(changedBefore, changedAfter, changes),
    ...compareGrantees(identifiedBefore, identifiedAfter),
  ];
}

/** Tells whether a change of the log groups of functions is also one of all log groups, which is said once. */
function repeatsAllLogGroups({ grantee, resource = '', direction, text }: Change, all: readonly Change[], findName: (id: string) => string): boolean {
  const broader = findAllLogGroups(resource);
  if (broader === undefined) return false;
  const expected = text.replace(findName(resource), findName(broader));
  return all.some((each) => each.grantee === grantee && each.resource === broader && each.direction === direction && each.text === expected);
}

/** Actions whose ways change in the same manner. */
interface ActionChange {
  readonly actions: readonly string[];
  readonly old?: Ways;
  readonly now?: Ways;
}

/** @param listed the actions that each report lists for the resource */
function compareActions([before, after]: readonly WaysByAction[], [one, other]: readonly ReadonlySet<string>[]): ActionChange[] {
  const listedOnce = [...one].filter((action) => !other.has(action)).concat([...other].filter((action) => !one.has(action)));
  const all = [...new Set([...before.keys(), ...after.keys(), ...listedOnce])].sort()
    .map((action) => ({ action, old: findActionWays(before, action, one), now: findActionWays(after, action, other) }))
    .filter(({ old, now }) => normalizeWays(old) !== normalizeWays(now));
  return [...groupBy(all, ({ old, now }) => JSON.stringify([normalizeWays(old), normalizeWays(now)])).values()]
    .map((group) => ({ ...group[0], actions: group.map(({ action }) => action) }));
}

/** Finds the ways of an action, or of those of the patterns that include an action or a pattern that the report doesn't list. */
function findActionWays(ways: WaysByAction, action: string, listed: ReadonlySet<string>): Ways | undefined {
  if (ways.has(action) || listed.has(action)) return ways.get(action);
  const pattern = readOtherActions(action) ?? action;
  const broader = [...ways].filter(([other]) => includesActions(readOtherActions(other) ?? other, pattern)).flatMap(([, each]) => each);
  return broader.length > 0 ? broader : undefined;
}

const VERBS = {
  allowed: { added: 'may now', removed: 'may no longer', changed: 'may' },
  denied: { added: 'is now denied to', removed: 'is no longer denied to', changed: 'is denied to' },
} as const;

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
  if (isNarrower && isBroader) return undefined;
  if (isNarrower) return 'less';
  if (!isBroader && isExchange(old, now)) return 'other';
  return 'more';
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
