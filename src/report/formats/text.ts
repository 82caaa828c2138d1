import { describeCalls, listUnknownCode } from './describe-calls';
import { mergeByFeature } from './merge-by-feature';
import { formatFeatures } from '../../features/find-features';
import { groupBy } from '../../values/lists';
import { describeSomeActions, findAllLogGroups, joinWords, removeOther, shortenActions } from '../phrases';
import { AccessReportData, DeniedActions, ReportedAccess, ReportedGrantee, SuggestedAccess } from '../report-data';

/** Formats the report for a terminal, in words that need no knowledge of IAM. */
export function formatText(report: AccessReportData): string {
  const names = new Map(report.resources.map(({ id, name }) => [id, name]));
  const accessesByGrantee = groupBy(report.accesses, ({ grantee }) => grantee);
  const limit = report.unknown.slice(0, 1).map(() => ', as far as is known').join('');
  const sections = report.grantees.map((grantee) => {
    const lines = listLines(grantee, accessesByGrantee.get(grantee.id) ?? [], names);
    if (lines.every((line) => line.startsWith('nothing'))) return `${grantee.name} may do nothing with tables, keys or logs${limit}`;
    return [`${grantee.name} may`, ...lines.map((line) => `  - ${line}`), ...listUnknownCode(grantee).map((line) => `  ${line}`), ...listSuggestions(grantee, names)].join('\n');
  });
  if (sections.length === 0) sections.push(describeEmptyApp(report) + limit);
  const unknown = report.unknown.map(({ path, problem }) => `  - ${path}: ${problem}`);
  return `${[...sections, ...unknown.length > 0 ? [['Not known', ...unknown].join('\n')] : []].join('\n\n')}\n`;
}

/** Says that an app declares no role, user or group, and the tables that nobody reaches. */
function describeEmptyApp({ resources }: AccessReportData): string {
  const tables = resources.filter(({ kind, declared }) => kind === 'table' && declared).map(({ name }) => name);
  if (tables.length === 0) return 'This app has no roles, users or groups, and no tables';
  return `This app has no roles, users or groups. Nobody in it reaches ${tables.join(', ')}`;
}

function listLines(grantee: ReportedGrantee, own: readonly ReportedAccess[], names: ReadonlyMap<string, string>): string[] {
  return [
    ...own.flatMap((access) => {
      const all = findAllLogGroups(access.resource);
      const broader = all && own.find(({ resource }) => resource === all);
      const lines = listAccessLines(access, names.get(access.resource)!);
      if (!broader) return lines;
      // what is said of all log groups isn't said of those of functions again
      const said = new Set(listAccessLines(broader, names.get(broader.resource)!));
      const asAll = listAccessLines({ ...access, all: broader.all }, names.get(broader.resource)!);
      return lines.filter((_, index) => !said.has(asAll[index]));
    }),
    ...[grantee.boundary].filter(() => grantee.unknownBoundary).map((name) => `nothing beyond what the permissions boundary ${name} allows, which the app does not say`),
    ...grantee.unknownPolicies.map((policy) => `whatever ${policy} allows, which the app does not say`),
  ];
}

function listAccessLines({ allowed, denied, calls, all }: ReportedAccess, name: string): string[] {
  return [
    ...mergeByFeature(allowed).map((entry) => {
      const features = [...new Set(entry.asked.map(({ feature }) => feature))];
      const origin = features.join(', ') || `by ${entry.statements.join(' with ')}`;
      const calledIn = describeCalls({ calls }, entry.actions).join('; ');
      const remarks = [origin, ...entry.wider ? ['wider than its features'] : [], calledIn].filter((each) => each !== '');
      return [...describeEntry(entry, all ? removeOther(name) : name), ...remarks].join(' · ');
    }),
    ...denied.map((entry) => `never ${describeEntry(entry, name).join(' · ')}`),
  ];
}

/** Lists the features that allow the same, to be pasted, and the actions that they don't allow. */
function listSuggestions({ suggestion }: ReportedGrantee, names: ReadonlyMap<string, string>): string[] {
  const accesses = suggestion?.accesses ?? [];
  const suggested = new Set(accesses.filter(({ features }) => features.length > 0).map(({ table }) => table));
  return accesses.filter(({ table }) => suggested.has(table)).map((access) => {
    const { table, features, conditions } = access;
    const on = [...conditions, `on ${names.get(table)!}`].join(' ');
    const missing = describeMissingActions(access, names);
    if (features.length === 0) return `  No features allow the same ${on}: ${joinWords(missing)}`;
    return `  The same ${[on, ...missing.slice(0, 1).map(() => `without ${joinWords(missing)}`)].join(' ')}: ${formatFeatures(features)}`;
  });
}

function describeMissingActions({ table, missing = [] }: SuggestedAccess, names: ReadonlyMap<string, string>): string[] {
  return missing.map(({ resource, actions }) => `${shortenActions(actions).join(', ')}${resource === table ? '' : ` on ${names.get(resource)!}`}`);
}

function describeEntry({ actions, patterns, conditions }: DeniedActions, resource: string): string[] {
  const by = patterns.length > 0 ? ` (${patterns.join(', ')})` : '';
  return [describeSomeActions(actions, resource) + by, ...conditions.map(({ text }) => text)];
}
