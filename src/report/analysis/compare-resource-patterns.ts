import { includesActions } from './action-patterns';
import { describeAccessEntry } from './changed-accesses';
import { appendWays } from './describe-ways';
import { describeResources, hasSeveralScopes, includesResources, readResources, ResourceSet } from './resource-sets';
import { areIncluded } from '../../policy/condition-inclusion';
import { groupBy, partition } from '../../values/lists';
import { describeActionsOnSeveral, describeSomeActions } from '../phrases';
import { AccessReportData, Change, DeniedActions, ReportedAccess, ReportedCondition } from '../report-data';

export type Effect = 'allowed' | 'denied';

/** A change on a resource that the report names, of allowed or of denied actions. */
export interface EffectChange {
  readonly effect: Effect;
  readonly change: Change;
}

/** Actions that statements allow together, or that one denies, on the resources that all of them name. */
interface Rule {
  readonly actions: readonly string[];
  readonly resources: readonly ResourceSet[];
  readonly conditions: readonly ReportedCondition[];
}

/** The actions of a rule on a part of its resources. */
interface Uncovered {
  readonly action: string;
  readonly resources: ResourceSet;
  readonly conditions: readonly ReportedCondition[];
}

/**
 * Finds patterns of resources that reach more than before, besides the resources that the report names. Those of other Regions and accounts
 * are among them.
 *
 * @param changes the changes on the resources that the report names
 */
export function compareResourcePatterns(before: AccessReportData, after: AccessReportData, changes: readonly EffectChange[]): Change[] {
  const [old, now] = [before, after].map(({ accesses }) => groupBy(accesses, ({ grantee }) => grantee));
  const names = new Map([before, after].flatMap(({ grantees }) => grantees.map(({ id, name }) => [id, name])));
  const said = findSaid(changes, [before, after]);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((grantee) => {
    const describeUncovered = (effect: Effect, verb: string, [some, others]: readonly (readonly Rule[])[]) => {
      const isSaid = ({ action, resources: { negated, values: [value] } }: Uncovered) => (
        !negated && [value, ...['*'].filter(() => matchesWholeKind(value))].some((id) => said.has(JSON.stringify([grantee, effect, action, id]))));
      const uncovered = findUncovered(some, others).filter((each) => !isSaid(each));
      return [...groupBy(uncovered, ({ resources, conditions }) => JSON.stringify([resources, conditions])).values()].map((group): Change => {
        const actions = [...new Set(group.map(({ action }) => action))].sort();
        const [{ resources, conditions }] = group;
        const when = effect === 'allowed' ? appendWays([conditions.filter(({ operator }) => !/^(Not)?Resource$/.test(operator))]) : '';
        const text = `${names.get(grantee)} ${verb} ${describeUncoveredActions(actions, resources)}${when}`;
        return { direction: 'more', grantee, resource: resources.values.join(), actions, text };
      });
    };
    const [one, other] = [old, now].map((accesses) => accesses.get(grantee) ?? []);
    return [
      ...describeUncovered('allowed', 'may now', listChangedRules([after, other], [before, one], 'allowed')),
      ...describeUncovered('denied', 'is no longer denied to', listChangedRules([before, one], [after, other], 'denied')),
    ];
  });
}

function describeUncoveredActions(actions: readonly string[], resources: ResourceSet): string {
  const isOfOneService = !resources.negated && resources.values.every((value) => /^arn:[^:]*:\w+:/.test(value));
  const described = describeResources(resources);
  if (isOfOneService) return describeSomeActions(actions, described, true);
  return describeActionsOnSeveral(actions, described);
}

/** Lists what is said already: each grantee, effect and action with the id of the resource. What is said of any resource is said of `*`. */
function findSaid(changes: readonly EffectChange[], reports: readonly AccessReportData[]): ReadonlySet<string> {
  const any = new Set(reports.flatMap(({ resources }) => resources.filter((resource) => resource.any || resource.kind === 'account').map(({ id }) => id)));
  return new Set(changes.filter(({ change }) => change.direction !== 'less').flatMap(({ effect, change: { grantee, resource, actions } }) => {
    const pattern = resource!.replace(/@[^@]+$/, ''); // in one of several accounts
    return [resource!, pattern, ...['*'].filter(() => any.has(resource!))].flatMap((id) => actions.map((action) => JSON.stringify([grantee, effect, action, id])));
  }));
}

type GranteeReport = readonly [AccessReportData, readonly ReportedAccess[]];

/** Lists the rules of one report that the other hasn't, and all rules of the other. */
function listChangedRules([report, accesses]: GranteeReport, [otherReport, others]: GranteeReport, effect: Effect): Rule[][] {
  const otherEntries = others.flatMap((access): readonly DeniedActions[] => access[effect]);
  const known = new Set(otherEntries.map((entry) => describeAccessEntry(otherReport, entry)));
  const entries = accesses.flatMap((access): readonly DeniedActions[] => access[effect]);
  const changed = entries.filter((entry) => !known.has(describeAccessEntry(report, entry)));
  return [listRules(report, changed, otherReport), listRules(otherReport, otherEntries, report)];
}

/** Lists the rules of entries, with the actions that only the other report lists and the patterns include. */
function listRules({ statements, actions: listed }: AccessReportData, entries: readonly DeniedActions[], other: AccessReportData): Rule[] {
  const all = new Set(Object.values(listed).flat());
  const unlisted = [...new Set(Object.values(other.actions).flat())].filter((action) => !all.has(action));
  const rules = entries.flatMap(({ actions: named, patterns, statements: names, conditions }): Rule[] => {
    const actions = [...named, ...unlisted.filter((action) => patterns.some((pattern) => includesActions(pattern, action)))];
    const resources = names.map((name) => readResources(statements[name], conditions)).filter((each) => each !== undefined);
    // the policy of a resource outside of the app decides in both reports
    const own = conditions.filter(({ operator }) => operator !== 'ResourcePolicy');
    if (resources.length < names.length) return [];
    return [{ actions, resources, conditions: own }];
  });
  return [...groupBy(rules, ({ resources, conditions }) => JSON.stringify([resources, conditions])).values()]
    .map((group) => ({ ...group[0], actions: [...new Set(group.flatMap(({ actions }) => actions))] }));
}

/** Finds the broad resources of rules on which the others don't have the same actions. */
function findUncovered(rules: readonly Rule[], others: readonly Rule[]): Uncovered[] {
  return rules.flatMap((rule) => splitResources(rule, others).flatMap((resources) => {
    const including = others.filter((other) => other.resources.every((broad) => resources.some((narrow) => includesResources(broad, narrow))))
      .map((other) => ({ actions: new Set(other.actions), conditions: other.conditions }));
    const isCovered = (action: string) => areIncluded(
      [rule.conditions], including.filter(({ actions }) => actions.has(action)).map(({ conditions }) => conditions));
    const [said] = partition(resources, ({ negated, values }) => negated || !values.includes('*'));
    return rule.actions.filter((action) => !isCovered(action))
      .map((action) => ({ action, resources: said.at(-1) ?? resources[0], conditions: rule.conditions }));
  }));
}

/** More combinations of resources aren't compared one by one. */
const MOST_PARTS = 100;

/** Splits the resources of a rule into single ones, and leaves out those that the report names one by one. */
function splitResources({ resources }: Rule, others: readonly Rule[]): (readonly ResourceSet[])[] {
  const otherValues = others.flatMap((other) => other.resources).flatMap(({ values }) => values);
  let parts: (readonly ResourceSet[])[] = [[]];
  for (const set of resources) {
    const broad = set.values.filter((value) => isBroad(value, otherValues));
    const isWhole = set.negated || parts.length * broad.length > MOST_PARTS;
    const each = isWhole ? [set] : broad.map((value): ResourceSet => ({ negated: false, values: [value] }));
    parts = parts.flatMap((part) => each.map((one) => [...part, one]));
  }
  return parts;
}

/** Tells whether a pattern matches all resources of a kind in one Region, which the report has a resource for. */
function matchesWholeKind(value: string): boolean {
  return !hasSeveralScopes(value) && /:(table\/|key\/|log-group:|role\/)?\*(:\*)?$/.test(value);
}

function isBroad(value: string, others: readonly string[]): boolean {
  if (!/[*?]/.test(value)) return false;
  if (hasSeveralScopes(value)) return true;
  const [, table, part] = /^(.*:table\/[^/*?$]+)\/(index|stream|backup|export|import)\/\*$/.exec(value) ?? [];
  if (part === 'index' || part === 'stream') return others.some((other) => other.startsWith(`${table}/${part}/`));
  return table === undefined && !/:log-group:[^*?$]+:(log-stream:)?\*$/.test(value);
}
