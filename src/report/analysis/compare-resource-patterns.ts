import { describeAccessEntry } from './changed-accesses';
import { canMatchBoth, Pattern } from '../../policy/pattern';
import { isPatternIncluded } from '../../policy/pattern-inclusion';
import { replacePolicyVariables } from '../../policy/policy-variables';
import { parseResource } from '../../policy/text-pattern';
import { isRecord, toList } from '../../values/json-values';
import { groupBy } from '../../values/lists';
import { describeSomeActions } from '../phrases';
import { AccessReportData, AllowedActions, Change, DeniedActions } from '../report-data';

/** The resources of a statement. */
interface ResourceSet {
  /** True for `NotResource`. */
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** The resources on which statements allow an action. */
interface ActionResources {
  readonly action: string;
  readonly resources: ResourceSet;
}

/** Finds patterns of resources that reach more than before, besides the resources that the report names. */
export function compareResourcePatterns(before: AccessReportData, after: AccessReportData): Change[] {
  const accessesBefore = groupBy(before.accesses, ({ grantee }) => grantee);
  const names = new Map(after.grantees.map(({ id, name }) => [id, name]));
  return [...groupBy(after.accesses, ({ grantee }) => grantee)].flatMap(([grantee, accesses]) => {
    const allowedBefore = (accessesBefore.get(grantee) ?? []).flatMap((access) => access.allowed);
    const entriesBefore = new Set(allowedBefore.map((entry) => describeAccessEntry(before, entry)));
    const allowed = accesses.flatMap((access) => access.allowed).filter((entry) => !entriesBefore.has(describeAccessEntry(after, entry)));
    const old = groupBy(listActionResources(before, allowedBefore, true), ({ action }) => action);
    const isReported = (action: string, { negated, values: [pattern] }: ResourceSet) => !negated && accesses.some(({ resource, allowed: entries }) =>
      resource === pattern && entries.some(({ actions }) => actions.includes(action)));
    const added = listActionResources(after, allowed, false).flatMap(({ action, resources }) => {
      const others = (old.get(action) ?? []).map((each) => each.resources);
      return listBroad(resources, others).filter((each) => !isReported(action, each) && !others.some((other) => includesResources(other, each)))
        .map((each) => ({ action, resources: each }));
    });
    return [...groupBy(added, ({ resources }) => JSON.stringify(resources)).values()].map((group): Change => {
      const actions = [...new Set(group.map(({ action }) => action))].sort();
      const text = `${names.get(grantee)} may now ${describeSomeActions(actions, describeResources(group[0].resources), true)}`;
      return { direction: 'more', grantee, resource: group[0].resources.values.join(), actions, text };
    });
  });
}

/** Filters entries to those of one statement on resources that include all resources like a pattern. */
export function filterByPattern<T extends DeniedActions>({ statements }: AccessReportData, entries: readonly T[], pattern: string): T[] {
  const narrow: ResourceSet = { negated: false, values: [pattern] };
  return entries.filter((each) => each.statements.length === 1
    && readResources(statements[each.statements[0]]).some((broad) => includesResources(broad, narrow)));
}

/** Lists the resources of statements that allow actions. Statements that allow something only together limit each other. */
function listActionResources({ statements }: AccessReportData, allowed: readonly AllowedActions[], onlyAlone: boolean): ActionResources[] {
  const entries = onlyAlone ? allowed.filter((each) => each.statements.length === 1) : allowed;
  const listed = entries.flatMap(({ actions, statements: [name] }) => readResources(statements[name]).flatMap((resources) =>
    actions.map((action) => ({ action, resources }))));
  return [...groupBy(listed, (each) => JSON.stringify(each)).values()].map(([first]) => first);
}

function readResources(statement: unknown): ResourceSet[] {
  // a resource's own policy is about that resource alone, whatever its statements name
  if (!isRecord(statement) || 'Principal' in statement || 'NotPrincipal' in statement) return [];
  const negated = statement.NotResource !== undefined;
  const values = toList<unknown>(negated ? statement.NotResource : statement.Resource).filter((value) => typeof value === 'string');
  if (values.length === 0) return [];
  return [{ negated, values }];
}

/** Lists the resources that the report can't name one by one. */
function listBroad(resources: ResourceSet, others: readonly ResourceSet[]): ResourceSet[] {
  if (resources.negated) return [resources];
  return resources.values.filter((value) => isBroad(value, others)).map((value) => ({ negated: false, values: [value] }));
}

function isBroad(value: string, others: readonly ResourceSet[]): boolean {
  if (!/[*?]/.test(value) || value === '*') return false; // the report has resources that stand for all others
  const [, table, part] = /^(.*:table\/[^/*?$]+)\/(index|stream|backup|export|import)\/\*$/.exec(value) ?? [];
  if (part === 'index') return others.some(({ values }) => values.some((other) => other.startsWith(`${table}/index/`)));
  return table === undefined && !/:log-group:[^*?$]+:(log-stream:)?\*$/.test(value);
}

function includesResources(broad: ResourceSet, narrow: ResourceSet): boolean {
  // most statements don't change
  if (broad.negated === narrow.negated && broad.values.join() === narrow.values.join()) return true;
  const [some, others] = [broad, narrow].map(({ values }) => values.map(parseOpenResource));
  if (!narrow.negated && !broad.negated) return others.every((each) => isPatternIncluded(each, some));
  if (narrow.negated && broad.negated) return some.every((each) => isPatternIncluded(each, others));
  if (narrow.negated) return broad.values.includes('*');
  return others.every((each) => some.every((excluded) => !canMatchBoth(each, excluded)));
}

/** A policy variable may have any value. A condition says which one. */
function parseOpenResource(value: string): Pattern {
  return parseResource(replacePolicyVariables(value));
}

function describeResources({ negated, values }: ResourceSet): string {
  return `resources ${negated ? 'other than' : 'like'} ${values.join(' or ')}`;
}
