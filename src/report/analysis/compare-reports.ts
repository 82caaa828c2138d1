import { describeActions, joinWords } from '../phrases';
import { AccessReportData, DeniedActions, ReportedCondition } from '../report-data';

/** One change between two reports. */
export interface Change {
  /** Whether there is more access than before, less, or other access. */
  readonly direction: 'more' | 'less' | 'other';
  /** The id of the grantee. */
  readonly grantee: string;
  /** The id of the resource; none for what isn't about one. */
  readonly resource?: string;
  readonly actions: readonly string[];
  /** A sentence: `Writer may now delete items of Orders`. */
  readonly text: string;
}

/** The ways in which an action is allowed or denied: the conditions of each. */
type Ways = readonly (readonly ReportedCondition[])[];

/** More actions at once are counted. */
const MANY_ACTIONS = 6;

/** What changes from one report to another, in words. */
export function compareReports(before: AccessReportData, after: AccessReportData): Change[] {
  const [old, now] = [new AccessIndex(before), new AccessIndex(after)];
  const pairs = [...new Set([...old.pairs.keys(), ...now.pairs.keys()])].sort();
  const nameOf = (kind: 'grantees' | 'resources', id: string) => now[kind].get(id) ?? old[kind].get(id) ?? id;
  const ofPairs = pairs.flatMap((pair) => {
    const [grantee, resource] = JSON.parse(pair) as [string, string];
    const names = [nameOf('grantees', grantee), nameOf('resources', resource)] as const;
    const [one, other] = [old.pairs.get(pair) ?? NOTHING, now.pairs.get(pair) ?? NOTHING];
    return [...describeChanges(one.allowed, other.allowed, 'allowed', names), ...describeChanges(one.denied, other.denied, 'denied', names)]
      .map((change): Change => ({ ...change, grantee, resource }));
  });
  return [...ofPairs, ...compareUnknownPolicies(before, after)];
}

/** What is allowed and denied to each grantee on each resource, action by action. */
class AccessIndex {
  public readonly grantees: ReadonlyMap<string, string>;
  public readonly resources: ReadonlyMap<string, string>;
  public readonly pairs: ReadonlyMap<string, ActionWays>;

  constructor({ grantees, resources, accesses }: AccessReportData) {
    this.grantees = new Map(grantees.map(({ id, name }) => [id, name]));
    this.resources = new Map(resources.map(({ id, name }) => [id, name]));
    this.pairs = new Map(accesses.map(({ grantee, resource, allowed, denied }) =>
      [JSON.stringify([grantee, resource]), { allowed: collectWays(allowed), denied: collectWays(denied) }]));
  }
}

interface ActionWays {
  readonly allowed: ReadonlyMap<string, Ways>;
  readonly denied: ReadonlyMap<string, Ways>;
}

const NOTHING: ActionWays = { allowed: new Map(), denied: new Map() };

/** The ways of each action, and of each pattern of actions. */
function collectWays(entries: readonly DeniedActions[]): Map<string, Ways> {
  const ways = new Map<string, Ways>();
  for (const { actions, patterns, conditions } of entries) {
    for (const action of [...actions, ...patterns.map((pattern) => `whatever else ${pattern} stands for`)]) {
      ways.set(action, [...ways.get(action) ?? [], conditions]);
    }
  }
  return ways;
}

function describeChanges(
  before: ReadonlyMap<string, Ways>,
  after: ReadonlyMap<string, Ways>,
  effect: 'allowed' | 'denied',
  [grantee, resource]: readonly [string, string],
): Omit<Change, 'grantee' | 'resource'>[] {
  const groups = new Map<string, { actions: string[]; old?: Ways; now?: Ways }>();
  for (const action of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, now] = [before.get(action), after.get(action)];
    const key = JSON.stringify([old && normalizeWays(old), now && normalizeWays(now)]);
    if (JSON.stringify(old && normalizeWays(old)) === JSON.stringify(now && normalizeWays(now))) continue;
    const group = groups.get(key) ?? { actions: [], old, now };
    group.actions.push(action);
    groups.set(key, group);
  }
  const [more, less] = effect === 'allowed' ? ['more', 'less'] as const : ['less', 'more'] as const;
  return [...groups.values()].map(({ actions, old, now }) => {
    const what = actions.length > MANY_ACTIONS
      ? `do ${actions.length} things with ${resource}: ${actions.map((action) => action.replace(/^\w+:/, '')).join(', ')}`
      : describeActions(actions, resource);
    if (!old) {
      const verb = effect === 'allowed' ? 'may now' : 'is now denied to';
      return { direction: more, actions, text: `${grantee} ${verb} ${what}${appendWays(now!)}` };
    }
    if (!now) {
      const verb = effect === 'allowed' ? 'may no longer' : 'is no longer denied to';
      return { direction: less, actions, text: `${grantee} ${verb} ${what}` };
    }
    const direction = isCovered(old, now) ? more : isCovered(now, old) ? less : 'other';
    const verb = effect === 'allowed' ? 'may' : 'is denied to';
    return { direction, actions, text: `${grantee} ${verb} ${what}, now ${describeWays(now)}, before ${describeWays(old)}` };
  });
}

function normalizeWays(all: Ways): string[] {
  return all.map((conditions) => conditions.map(({ operator, key, values }) => JSON.stringify([operator, key, [...values].sort()])).sort().join())
    .filter((each, index, texts) => texts.indexOf(each) === index).sort();
}

/** Whether whatever the one ways allow, the others allow as well: under the same conditions, or fewer of them. */
function isCovered(some: Ways, others: Ways): boolean {
  const keys = (conditions: readonly ReportedCondition[]) => conditions.map(({ operator, key, values }) => JSON.stringify([operator, key, values]));
  return some.every((one) => others.some((other) => keys(other).every((key) => keys(one).includes(key))));
}

function appendWays(all: Ways): string {
  if (all.some((conditions) => conditions.length === 0)) return '';
  return `, ${describeWays(all)}`;
}

function describeWays(all: Ways): string {
  return [...new Set(all.map((conditions) =>
    conditions.length === 0 ? 'in every request' : joinWords(conditions.map(({ text }) => text))))].join(' or ');
}

/** Policies whose content the app doesn't have. */
function compareUnknownPolicies(before: AccessReportData, after: AccessReportData): Change[] {
  const policiesOf = (report: AccessReportData) => new Map(report.grantees.map((grantee) => [grantee.id, grantee]));
  const [old, now] = [policiesOf(before), policiesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((id) => {
    const [one, other] = [old.get(id)?.unknownPolicies ?? [], now.get(id)?.unknownPolicies ?? []];
    const name = (now.get(id) ?? old.get(id))!.name;
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
