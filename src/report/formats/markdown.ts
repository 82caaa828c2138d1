import { mergeByFeature } from './merge-by-feature';
import { drawGraph } from './mermaid';
import { pluralize, joinWords } from '../phrases';
import { AccessReportData, AllowedActions, DeniedActions, ReportedAccess, ReportedGrantee } from '../report-data';

/** Beyond these, a row says how many actions it has. */
const MANY_ACTIONS = 12;
/** What tables are for: of what isn't granted, these are named. */
const ITEM_ACTIONS = [
  'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem',
  'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect', 'dynamodb:PartiQLUpdate', 'dynamodb:PutItem',
  'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem',
];

/** The report for a pull request. */
export function formatMarkdown(report: AccessReportData): string {
  const names = new Map(report.resources.map(({ id, name }) => [id, name]));
  const count = (kind: string) => report.resources.filter((resource) => resource.kind === kind && resource.declared).length;
  const functions = new Set(report.grantees.flatMap((grantee) => grantee.functions)).size;
  return [
    '# Access report',
    `What ${pluralize(report.grantees.length, 'grantee')} and the ${pluralize(functions, 'function')} that run with them may do with `
      + `${joinWords(['table', 'index', 'key'].map((kind) => pluralize(count(kind), kind)))}, read from the templates.`,
    ...drawGraph(report),
    ...formatWider(report, names),
    '## Who may do what',
    ...report.grantees.flatMap((grantee) => formatGrantee(grantee, report, names)),
    ...report.unknown.length === 0 ? [] : [
      '## What is not known',
      report.unknown.map(({ path, problem }) => `- ${quoteCode(path)}: ${escapeMarkdown(problem)}`).join('\n'),
    ],
  ].join('\n\n') + '\n';
}

function formatWider({ accesses, grantees }: AccessReportData, names: ReadonlyMap<string, string>): string[] {
  const lines = grantees.flatMap((grantee) => accesses.filter((access) => access.grantee === grantee.id).flatMap(({ resource, allowed }) =>
    allowed.filter(({ wider }) => wider).map(({ actions, patterns, statements }) =>
      `- **${escapeMarkdown(grantee.name)}** may do ${formatActions(actions, patterns)} on ${escapeMarkdown(names.get(resource)!)}, by ${statements.map(quoteCode).join(' with ')}`)));
  if (lines.length === 0) return [];
  return ['## Wider than the declared features', lines.join('\n')];
}

function formatGrantee(grantee: ReportedGrantee, report: AccessReportData, names: ReadonlyMap<string, string>): string[] {
  const accesses = report.accesses.filter((access) => access.grantee === grantee.id);
  const { kind, id, functions, boundary, unknownPolicies, suggestion } = grantee;
  const about = [
    `${kind} ${quoteCode(id)}`,
    ...functions.length === 0 ? [] : [`of ${functions.map(quoteCode).join(', ')}`],
    ...boundary === undefined ? [] : [`within the permissions boundary ${quoteCode(boundary)}`],
    ...unknownPolicies.length === 0 ? [] : [`and whatever ${joinWords(unknownPolicies.map(quoteCode))} allows, which the app doesn't say`],
  ];
  const rows = accesses.flatMap(({ resource, allowed, denied }) => [
    ...mergeByFeature(allowed).map((each) => formatRow(names.get(resource)!, '', each, describeOrigin(each))),
    ...denied.map((each) => formatRow(names.get(resource)!, 'never ', each, each.statements.map(quoteCode).join(' with '))),
  ]);
  const missing = accesses.filter(({ allowed }) => allowed.length > 0)
    .filter(({ resource }) => report.resources.some(({ id: other, kind: of, any }) => other === resource && of === 'table' && !any))
    .map((access) => describeMissing(access, names.get(access.resource)!));
  return [
    `### ${escapeMarkdown(grantee.name)}`,
    about.join(' '),
    rows.length === 0 ? 'No access.' : ['| resource | may | when | on whose request |', '|---|---|---|---|', ...rows].join('\n'),
    ...missing.filter((line) => line !== ''),
    ...suggestion === undefined ? [] : [[
      'The same by features:',
      ...suggestion.accesses.map(({ table, features, conditions }) =>
        `- ${escapeMarkdown(names.get(table)!)}: ${features.map(quoteCode).join(', ')}${conditions.length > 0 ? `, ${joinWords(conditions.map(escapeMarkdown))}` : ''}`),
      ...suggestion.drops.map(({ resource, actions, text: why, kind: of }) =>
        `- without ${of === 'no-feature' ? `${formatActions(actions, [])}, ` : ''}${escapeMarkdown(why)} (${escapeMarkdown(names.get(resource) ?? resource)})`),
    ].join('\n')],
  ];
}

function formatRow(resource: string, never: string, { actions, patterns, conditions }: DeniedActions, request: string): string {
  const when = joinWords(conditions.map((condition) => escapeMarkdown(condition.text)));
  return `| ${[escapeMarkdown(resource), never + formatActions(actions, patterns), when, request].join(' | ')} |`;
}

function describeOrigin({ asked, statements }: AllowedActions): string {
  if (asked.length === 0) return `statement of ${statements.map(quoteCode).join(' with ')}`;
  return [...new Set(asked.map(({ feature }) => quoteCode(feature)))].join(', ');
}

function formatActions(actions: readonly string[], patterns: readonly string[]): string {
  const shown = actions.length > MANY_ACTIONS ? `${actions.length} actions` : actions.map((action) => quoteCode(action.replace(/^\w+:/, ''))).join(', ');
  return patterns.length === 0 ? shown : `${shown} by ${patterns.map(quoteCode).join(', ')}`;
}

function describeMissing({ allowed }: ReportedAccess, name: string): string {
  const granted = new Set(allowed.flatMap(({ actions }) => actions));
  const missing = ITEM_ACTIONS.filter((action) => !granted.has(action)).map((action) => action.replace(/^\w+:/, ''));
  if (missing.length === 0) return '';
  return `Not granted on ${escapeMarkdown(name)}: ${missing.join(', ')}.`;
}

export function quoteCode(value: string): string {
  return `\`${value.replaceAll('`', '\'').replaceAll('|', '\\|')}\``;
}

/** Text without what Markdown would read. */
export function escapeMarkdown(value: string): string {
  return value.replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
