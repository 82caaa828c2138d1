import { byRequest } from './by-request';
import { graphOf } from './mermaid';
import { AccessReportData, AllowedActions, DeniedActions, ReportedAccess, ReportedGrantee } from './report-data';
import { counted, listed } from './words';

/** Beyond these, a row says how many actions it has. */
const MANY_ACTIONS = 12;
/** What tables are for: of what isn't granted, these are named. */
const ITEM_ACTIONS = [
  'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem',
  'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect', 'dynamodb:PartiQLUpdate', 'dynamodb:PutItem',
  'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem',
];

/** The report for a pull request. */
export function toMarkdown(report: AccessReportData): string {
  const names = new Map(report.resources.map(({ id, name }) => [id, name]));
  const count = (kind: string) => report.resources.filter((resource) => resource.kind === kind && resource.declared).length;
  const functions = new Set(report.grantees.flatMap((grantee) => grantee.functions)).size;
  return [
    '# Access report',
    `What ${counted(report.grantees.length, 'grantee')} and the ${counted(functions, 'function')} that run with them may do with `
      + `${listed(['table', 'index', 'key'].map((kind) => counted(count(kind), kind)))}, read from the templates.`,
    ...graphOf(report),
    ...widerSection(report, names),
    '## Who may do what',
    ...report.grantees.flatMap((grantee) => granteeSection(grantee, report, names)),
    ...report.unknown.length === 0 ? [] : [
      '## What is not known',
      report.unknown.map(({ path, problem }) => `- ${code(path)}: ${text(problem)}`).join('\n'),
    ],
  ].join('\n\n') + '\n';
}

function widerSection({ accesses, grantees }: AccessReportData, names: ReadonlyMap<string, string>): string[] {
  const lines = grantees.flatMap((grantee) => accesses.filter((access) => access.grantee === grantee.id).flatMap(({ resource, allowed }) =>
    allowed.filter(({ wider }) => wider).map(({ actions, patterns, statements }) =>
      `- **${text(grantee.name)}** may do ${actionsInWords(actions, patterns)} on ${text(names.get(resource)!)}, by ${statements.map(code).join(' with ')}`)));
  return lines.length === 0 ? [] : ['## Wider than the declared features', lines.join('\n')];
}

function granteeSection(grantee: ReportedGrantee, report: AccessReportData, names: ReadonlyMap<string, string>): string[] {
  const accesses = report.accesses.filter((access) => access.grantee === grantee.id);
  const { kind, id, functions, boundary, unknownPolicies, suggestion } = grantee;
  const about = [
    `${kind} ${code(id)}`,
    ...functions.length === 0 ? [] : [`of ${functions.map(code).join(', ')}`],
    ...boundary === undefined ? [] : [`within the permissions boundary ${code(boundary)}`],
    ...unknownPolicies.length === 0 ? [] : [`and whatever ${listed(unknownPolicies.map(code))} allows, which the app doesn't say`],
  ];
  const rows = accesses.flatMap(({ resource, allowed, denied }) => [
    ...byRequest(allowed).map((each) => row(names.get(resource)!, '', each, requestOf(each))),
    ...denied.map((each) => row(names.get(resource)!, 'never ', each, each.statements.map(code).join(' with '))),
  ]);
  const missing = accesses.filter(({ allowed }) => allowed.length > 0)
    .filter(({ resource }) => report.resources.some(({ id: other, kind: of, any }) => other === resource && of === 'table' && !any))
    .map((access) => notGranted(access, names.get(access.resource)!));
  return [
    `### ${text(grantee.name)}`,
    about.join(' '),
    rows.length === 0 ? 'No access.' : ['| resource | may | when | on whose request |', '|---|---|---|---|', ...rows].join('\n'),
    ...missing.filter((line) => line !== ''),
    ...suggestion === undefined ? [] : [[
      'The same by features:',
      ...suggestion.accesses.map(({ table, features, conditions }) =>
        `- ${text(names.get(table)!)}: ${features.map(code).join(', ')}${conditions.length > 0 ? `, ${listed(conditions.map(text))}` : ''}`),
      ...suggestion.drops.map(({ resource, actions, text: why, kind: of }) =>
        `- without ${of === 'no-feature' ? `${actionsInWords(actions, [])}, ` : ''}${text(why)} (${text(names.get(resource) ?? resource)})`),
    ].join('\n')],
  ];
}

function row(resource: string, never: string, { actions, patterns, conditions }: DeniedActions, request: string): string {
  const when = listed(conditions.map((condition) => text(condition.text)));
  return `| ${[text(resource), never + actionsInWords(actions, patterns), when, request].join(' | ')} |`;
}

function requestOf({ asked, statements }: AllowedActions): string {
  if (asked.length === 0) return `statement of ${statements.map(code).join(' with ')}`;
  return [...new Set(asked.map(({ feature }) => code(feature)))].join(', ');
}

function actionsInWords(actions: readonly string[], patterns: readonly string[]): string {
  const shown = actions.length > MANY_ACTIONS ? `${actions.length} actions` : actions.map((action) => code(action.replace(/^\w+:/, ''))).join(', ');
  return patterns.length === 0 ? shown : `${shown} by ${patterns.map(code).join(', ')}`;
}

function notGranted({ allowed }: ReportedAccess, name: string): string {
  const granted = new Set(allowed.flatMap(({ actions }) => actions));
  const missing = ITEM_ACTIONS.filter((action) => !granted.has(action)).map((action) => action.replace(/^\w+:/, ''));
  return missing.length === 0 ? '' : `Not granted on ${text(name)}: ${missing.join(', ')}.`;
}

export function code(value: string): string {
  return `\`${value.replaceAll('`', '\'').replaceAll('|', '\\|')}\``;
}

/** Text without what Markdown would read. */
export function text(value: string): string {
  return value.replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
