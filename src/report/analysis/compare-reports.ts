import { groupBy } from '../../values/lists';
import { describeSomeActions, joinWords } from '../phrases';
import { AccessReportData, Change, DeniedActions, ReportedCondition } from '../report-data';

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
  const [old, now] = [new AccessIndex(before), new AccessIndex(after)];
  const pairs = [...new Set([...old.pairs.keys(), ...now.pairs.keys()])].sort();
  const findName = (id: string) => now.names.get(id) ?? old.names.get(id) ?? id;
  const changes = pairs.flatMap((pair) => {
    const [grantee, resource]: [string, string] = JSON.parse(pair);
    const [one, other] = [old.pairs.get(pair) ?? NOTHING, now.pairs.get(pair) ?? NOTHING];
    return (['allowed', 'denied'] as const).flatMap((effect) => compareActions(one[effect], other[effect])
      .map((change): Change => ({ ...describeChange(change, effect, findName(grantee), findName(resource)), grantee, resource })));
  });
  return [...changes, ...compareUnknownPolicies(before, after)];
}

/** The accesses and the names of a report, by their ids. */
class AccessIndex {
  /** The names of grantees and resources by their ids. */
  public readonly names: ReadonlyMap<string, string>;
  public readonly pairs: ReadonlyMap<string, ActionWays>;

  constructor({ grantees, resources, accesses }: AccessReportData) {
    this.names = new Map([...resources, ...grantees].map(({ id, name }) => [id, name]));
    this.pairs = new Map(accesses.map(({ grantee, resource, allowed, denied }) =>
      [JSON.stringify([grantee, resource]), { allowed: collectWays(allowed), denied: collectWays(denied) }]));
  }
}

/** Collects the ways of each action, and of each pattern of actions. */
function collectWays(entries: readonly DeniedActions[]): Map<string, Ways> {
  const ways = entries.flatMap(({ actions, patterns, conditions }) =>
    [...actions, ...patterns.map((pattern) => `whatever else ${pattern} stands for`)].map((action) => ({ action, conditions })));
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
    .map((action) => ({ action, old: before.get(action), now: after.get(action) }))
    .filter(({ old, now }) => normalizeWays(old) !== normalizeWays(now));
  return [...groupBy(all, ({ old, now }) => JSON.stringify([normalizeWays(old), normalizeWays(now)])).values()]
    .map((group) => ({ ...group[0], actions: group.map(({ action }) => action) }));
}

const VERBS = {
  allowed: { added: 'may now', removed: 'may no longer', changed: 'may', more: 'more', less: 'less' },
  denied: { added: 'is now denied to', removed: 'is no longer denied to', changed: 'is denied to', more: 'less', less: 'more' },
} as const;

function describeChange(
  { actions, old, now }: ActionChange, effect: 'allowed' | 'denied', grantee: string, resource: string,
): Pick<Change, 'direction' | 'actions' | 'text'> {
  const { added, removed, changed, more, less } = VERBS[effect];
  const what = describeSomeActions(actions, resource, true);
  if (!old) return { direction: more, actions, text: `${grantee} ${added} ${what}${appendWays(now!)}` };
  if (!now) return { direction: less, actions, text: `${grantee} ${removed} ${what}` };
  const text = `${grantee} ${changed} ${what}, now ${describeWays(now)}, before ${describeWays(old)}`;
  if (allowsNoMore(old, now)) return { direction: more, actions, text };
  return { direction: allowsNoMore(now, old) ? less : 'other', actions, text };
}

/** Writes ways as text that doesn't depend on their order. */
function normalizeWays(ways: Ways | undefined): string {
  const texts = (ways ?? []).map((conditions) =>
    conditions.map(({ operator, key, values }) => JSON.stringify([operator, key, [...values].sort()])).sort().join());
  return JSON.stringify([...new Set(texts)].sort());
}

/** Tells whether some ways allow nothing that the others don't: each has all conditions of one of the others. */
function allowsNoMore(some: Ways, others: Ways): boolean {
  const toKeys = (conditions: readonly ReportedCondition[]) => conditions.map(({ operator, key, values }) => JSON.stringify([operator, key, values]));
  return some.every((one) => others.some((other) => toKeys(other).every((key) => toKeys(one).includes(key))));
}

function appendWays(ways: Ways): string {
  if (ways.some((conditions) => conditions.length === 0)) return '';
  return `, ${describeWays(ways)}`;
}

function describeWays(ways: Ways): string {
  const texts = ways.map((conditions) => joinWords(conditions.map(({ text }) => text)) || 'in every request');
  return [...new Set(texts)].join(' or ');
}

/** Compares the policies whose content the app doesn't have. */
function compareUnknownPolicies(before: AccessReportData, after: AccessReportData): Change[] {
  const [old, now] = [before, after].map(({ grantees }) => new Map(grantees.map((grantee) => [grantee.id, grantee])));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((id) => {
    const [one, other] = [old.get(id)?.unknownPolicies ?? [], now.get(id)?.unknownPolicies ?? []];
    const { name } = (now.get(id) ?? old.get(id))!;
    return [
      ...other.filter((policy) => !one.includes(policy)).map((policy): Change => ({
        direction: 'more', grantee: id, actions: [], text: `${name} may now do whatever ${policy} allows, which the app doesn't say`,
      })),
      ...one.filter((policy) => !other.includes(policy)).map((policy): Change => ({
        direction: 'less', grantee: id, actions: [], text: `${name} may no longer do what ${policy} allows, unless something else allows it`,
      })),
    ];
  });
}
