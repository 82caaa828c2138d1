import { groupBy } from '../../values/lists';
import { joinWords, summarizeActions } from '../phrases';
import { AccessReportData, ReportedResource } from '../report-data';

/** GitHub doesn't draw graphs with more edges. */
const MOST_EDGES = 300;
/** More grantees with the same access are counted instead of named. */
const MOST_NAMES = 3;

interface Edge {
  readonly target: string;
  readonly verbs: string;
  readonly isConditional: boolean;
}

/** Grantees with the same edges. */
interface Group {
  readonly grantees: readonly string[];
  readonly edges: readonly Edge[];
}

/**
 * Draws a graph of the tables and field keys that grantees reach. Grantees with the same access are one node. The line is dashed if all of
 * the access is conditional.
 */
export function drawGraph(report: AccessReportData): string[] {
  const resources = new Map(report.resources.map((resource) => [resource.id, resource]));
  const groups = groupGrantees(report, resources);
  const edges = groups.flatMap((group) => group.edges);
  if (edges.length === 0) return [];
  if (edges.length > MOST_EDGES) return [`A graph of who reaches what would have ${edges.length} lines, too many to read.`];
  const targets = [...new Set(edges.map(({ target }) => target))].sort();
  return [[
    '```mermaid',
    'graph LR',
    ...targets.map((target, index) => `  r${index}${drawResource(resources.get(target)?.kind, escapeLabel(resources.get(target)?.name ?? target))}`),
    ...groups.flatMap((group, index) => [
      `  g${index}["${escapeLabel(joinGrantees(group.grantees))}"]`,
      ...group.edges.map(({ target, verbs, isConditional }) =>
        `  g${index} ${isConditional ? '-.->' : '-->'}|${verbs}| r${targets.indexOf(target)}`),
    ]),
    '```',
  ].join('\n')];
}

function groupGrantees({ accesses, grantees, resources }: AccessReportData, byId: ReadonlyMap<string, ReportedResource>): Group[] {
  const tableKeys = new Set(resources.map(({ tableKey }) => tableKey));
  const names = new Map(grantees.map(({ id, name }) => [id, name]));
  const drawn = accesses.map((access) => ({ ...access, ...byId.get(access.resource)! })).filter(({ allowed, kind, id }) =>
    allowed.length > 0 && !['account', 'log group', 'role'].includes(kind) && !(kind === 'key' && tableKeys.has(id)));
  const withEdges = [...groupBy(drawn, ({ grantee }) => grantee)].map(([grantee, own]) => {
    const byTarget = [...groupBy(own, ({ table, id }) => table ?? id)];
    const edges = byTarget.map(([target, onTarget]): Edge => {
      const allowed = onTarget.flatMap((access) => access.allowed);
      return {
        target,
        verbs: summarizeActions(allowed.flatMap(({ actions }) => actions)).join(', '),
        isConditional: allowed.every(({ conditions }) => conditions.length > 0),
      };
    });
    return { name: names.get(grantee)!, edges };
  });
  return [...groupBy(withEdges, ({ edges }) => JSON.stringify(edges)).values()]
    .map((group) => ({ grantees: group.map(({ name }) => name), edges: group[0].edges }));
}

function joinGrantees(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return joinWords(names);
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} others`;
}

function drawResource(kind: string | undefined, name: string): string {
  if (kind === 'key') return `{{"${name}"}}`;
  return `[("${name}")]`;
}

function escapeLabel(name: string): string {
  return name.replace(/["<>&#]/g, (character) => `#${character.charCodeAt(0)};`);
}
