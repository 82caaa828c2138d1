import { mergeByFeature } from './merge-by-feature';
import { describeActions } from '../phrases';
import { AccessReportData, DeniedActions, ReportedGrantee } from '../report-data';

/** More actions at once are counted. */
const MANY_ACTIONS = 6;

/** The report in plain words, for a terminal: who reads it needs no IAM. */
export function formatText(report: AccessReportData): string {
  const names = new Map(report.resources.map(({ id, name }) => [id, name]));
  const sections = report.grantees.map((grantee) => {
    const lines = listLines(grantee, report, names);
    return lines.length === 0 ? `${grantee.name} may do nothing` : [`${grantee.name} may`, ...lines.map((line) => `  - ${line}`)].join('\n');
  });
  const unknown = report.unknown.map(({ path, problem }) => `  - ${path}: ${problem}`);
  return `${[...sections, ...unknown.length > 0 ? [['Not known', ...unknown].join('\n')] : []].join('\n\n')}\n`;
}

function listLines(grantee: ReportedGrantee, { accesses }: AccessReportData, names: ReadonlyMap<string, string>): string[] {
  const own = accesses.filter((access) => access.grantee === grantee.id);
  return [
    ...own.flatMap(({ resource, allowed, denied }) => [
      ...mergeByFeature(allowed).map((entry) => {
        const request = entry.asked.length > 0 ? [...new Set(entry.asked.map(({ feature }) => feature))] : [`by ${entry.statements.join(' with ')}`];
        return [...describeEntry(entry, names.get(resource)!), request.join(', '), ...entry.wider ? ['wider than its features'] : []].join(' · ');
      }),
      ...denied.map((entry) => `never ${describeEntry(entry, names.get(resource)!).join(' · ')}`),
    ]),
    ...grantee.unknownPolicies.map((policy) => `whatever ${policy} allows, which the app doesn't say`),
  ];
}

function describeEntry({ actions, patterns, conditions }: DeniedActions, resource: string): string[] {
  const by = patterns.length > 0 ? ` (${patterns.join(', ')})` : '';
  const what = actions.length > MANY_ACTIONS ? `do ${actions.length} things with ${resource}` : describeActions(actions, resource);
  return [what + by, ...conditions.map(({ text }) => text)];
}
