import { joinWords, summarizeActions } from '../phrases';
import { AccessReportData, AllowedActions } from '../report-data';

/** What GitHub still draws. */
const MOST_EDGES = 300;
/** Of grantees that reach the same, so many are named. */
const NAMED = 3;

interface Edge {
  readonly target: string;
  readonly verbs: string;
  readonly isConditional: boolean;
}

/**
 * A graph of who reaches which tables, and keys of their own; grantees that reach the same are one. Where all of it holds only under
 * conditions, the line is dashed.
 */
export function drawGraph(report: AccessReportData): string[] {
  const resources = new Map(report.resources.map((resource) => [resource.id, resource]));
  const tableKeys = new Set(report.resources.map(({ tableKey }) => tableKey));
  const names = new Map(report.grantees.map(({ id, name }) => [id, name]));
  const reached = new Map<string, Map<string, AllowedActions[]>>();
  for (const { grantee, resource, allowed } of report.accesses) {
    const { kind, table, id } = resources.get(resource)!;
    if (allowed.length === 0 || ['account', 'log group'].includes(kind) || (kind === 'key' && tableKeys.has(id))) continue;
    const targets = reached.get(grantee) ?? new Map<string, AllowedActions[]>();
    reached.set(grantee, targets);
    targets.set(table ?? id, [...targets.get(table ?? id) ?? [], ...allowed]);
  }
  const groups = new Map<string, { grantees: string[]; edges: Edge[] }>();
  for (const [grantee, targets] of reached) {
    const edges = [...targets].map(([target, allowed]): Edge => ({
      target,
      verbs: summarizeActions(allowed.flatMap(({ actions }) => actions)).join(', '),
      isConditional: allowed.every(({ conditions }) => conditions.length > 0),
    }));
    const key = JSON.stringify(edges);
    groups.set(key, { edges, grantees: [...groups.get(key)?.grantees ?? [], names.get(grantee)!] });
  }
  const edges = [...groups.values()].reduce((sum, group) => sum + group.edges.length, 0);
  if (edges === 0) return [];
  if (edges > MOST_EDGES) return [`A graph of who reaches what would have ${edges} lines, too many to read.`];
  const targets = [...new Set([...groups.values()].flatMap((group) => group.edges.map(({ target }) => target)))].sort();
  return [[
    '```mermaid',
    'graph LR',
    ...targets.map((target, index) => `  r${index}${drawResource(resources.get(target)?.kind, escapeLabel(resources.get(target)?.name ?? target))}`),
    ...[...groups.values()].flatMap((group, index) => [
      `  g${index}["${escapeLabel(group.grantees.length > NAMED
        ? `${group.grantees.slice(0, NAMED).join(', ')} and ${group.grantees.length - NAMED} others` : joinWords(group.grantees))}"]`,
      ...group.edges.map(({ target, verbs, isConditional }) =>
        `  g${index} ${isConditional ? '-.->' : '-->'}|${verbs}| r${targets.indexOf(target)}`),
    ]),
    '```',
  ].join('\n')];
}

function drawResource(kind: string | undefined, name: string): string {
  return kind === 'key' ? `{{"${name}"}}` : `[("${name}")]`;
}

function escapeLabel(name: string): string {
  return name.replace(/["<>&#]/g, (character) => `#${character.charCodeAt(0)};`);
}
