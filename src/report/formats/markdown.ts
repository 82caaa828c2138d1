import { describeCalls, listUnknownCode } from './describe-calls';
import { mergeByFeature } from './merge-by-feature';
import { drawGraph } from './mermaid';
import { formatFeatures } from '../../features/find-features';
import { toList } from '../../values/json-values';
import { groupBy } from '../../values/lists';
import { joinWords, pluralize, removeService } from '../phrases';
import { AccessReportData, AllowedActions, DeniedActions, ReportedAccess, ReportedGrantee, Suggestion } from '../report-data';

/** More actions in one row are counted instead of listed. */
const MANY_ACTIONS = 12;
/** The actions on items. The report names those that aren't granted. */
const ITEM_ACTIONS = [
  'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem',
  'dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLSelect', 'dynamodb:PartiQLUpdate', 'dynamodb:PutItem',
  'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem',
];

/** Formats the report for a pull request. */
export function formatMarkdown(report: AccessReportData): string {
  const { grantees, resources, unknown } = report;
  const namesById = new Map(resources.map(({ id, name }) => [id, escapeMarkdown(name)]));
  const getName = (id: string) => namesById.get(id) ?? escapeMarkdown(id);
  const count = (kind: string) => resources.filter((resource) => resource.kind === kind && resource.declared).length;
  const functions = new Set(grantees.flatMap((grantee) => grantee.functions)).size;
  const accessesByGrantee = groupBy(report.accesses, ({ grantee }) => grantee);
  const tables = new Set(resources.filter(({ kind, any }) => kind === 'table' && !any).map(({ id }) => id));
  return [
    '# Access report',
    `What ${pluralize(grantees.length, 'grantee')} and the ${pluralize(functions, 'function')} that run with them may do with `
      + `${joinWords(['table', 'index', 'key'].map((kind) => pluralize(count(kind), kind)))}, read from the templates.`,
    ...drawGraph(report),
    ...formatSection('## Wider than the declared features', listWider(report, getName)),
    '## Who may do what',
    ...grantees.flatMap((grantee) => {
      const limit = unknown.length > 0 || grantee.unknownPolicies.length > 0 ? ', as far as is known' : '';
      return formatGrantee(grantee, accessesByGrantee.get(grantee.id) ?? [], tables, getName, limit);
    }),
    ...formatSection('## What is not known', unknown.map(({ path, problem }) => `- ${quoteCode(path)}: ${escapeMarkdown(problem)}`)),
  ].join('\n\n') + '\n';
}

type GetName = (id: string) => string;

function formatSection(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [title, lines.join('\n')];
}

function listWider({ accesses, grantees }: AccessReportData, getName: GetName): string[] {
  const names = new Map(grantees.map(({ id, name }) => [id, name]));
  return accesses.flatMap(({ grantee, resource, allowed }) =>
    allowed.filter(({ wider }) => wider).map(({ actions, patterns, statements }) =>
      `- **${escapeMarkdown(names.get(grantee)!)}** may do ${formatActions(actions, patterns)} on ${getName(resource)}, by ${formatStatements(statements)}`));
}

/** @param limit words for what isn't granted, if something may be granted that isn't known */
function formatGrantee(
  grantee: ReportedGrantee, accesses: readonly ReportedAccess[], tables: ReadonlySet<string>, getName: GetName, limit: string,
): string[] {
  const hasCode = grantee.code !== undefined;
  const formatCalls = (texts: readonly string[]) => hasCode ? [texts.map(escapeMarkdown).join('; ')] : [];
  const rows = accesses.flatMap(({ resource, allowed, denied, calls }) => [
    ...mergeByFeature(allowed).map((each) => formatRow(getName(resource), '', each, [formatOrigin(each), ...formatCalls(describeCalls({ calls }, each.actions))])),
    ...denied.map((each) => formatRow(getName(resource), 'never ', each, [formatStatements(each.statements), ...formatCalls([])])),
  ]);
  const columns = ['resource', 'may', 'when', 'on whose request', ...hasCode ? ['called in'] : []];
  return [
    `### ${escapeMarkdown(grantee.name)}`,
    formatFacts(grantee),
    rows.length === 0 ? `No access${limit}.` : [`| ${columns.join(' | ')} |`, `|${columns.map(() => '---|').join('')}`, ...rows].join('\n'),
    ...[listUnknownCode(grantee).map((line) => `- ${escapeMarkdown(line)}`).join('\n')].filter((each) => each !== ''),
    ...accesses.filter(({ resource, allowed }) => allowed.length > 0 && tables.has(resource))
      .flatMap((access) => describeMissing(access, getName(access.resource), limit)),
    ...toList(grantee.suggestion).map((suggestion) => formatSuggestion(suggestion, getName)),
  ];
}

function formatFacts({ kind, id, functions, boundary, unknownBoundary, unknownPolicies }: ReportedGrantee): string {
  return [
    `${kind} ${quoteCode(id)}`,
    functions.length > 0 && `of ${functions.map(quoteCode).join(', ')}`,
    boundary !== undefined && `within the permissions boundary ${quoteCode(boundary)}${unknownBoundary ? ', whose content the app does not say' : ''}`,
    unknownPolicies.length > 0 && `and whatever ${joinWords(unknownPolicies.map(quoteCode))} allows, which the app does not say`,
  ].filter((each) => each !== false).join(' ');
}

function formatSuggestion({ accesses, drops }: Suggestion, getName: GetName): string {
  return [
    'The same by features:',
    ...accesses.flatMap(({ table, features, conditions, further = [] }) => [
      ...[features].filter(({ length }) => length > 0).map((each) => `- ${[`${getName(table)}: ${quoteCode(formatFeatures(each))}`, ...formatConditions(conditions)].join(', ')}`),
      ...further.map(({ feature, option, beyond }) => `- ${[
        `${getName(table)}: not exactly ${quoteCode(`TableFeature.${feature}`)}`,
        ...toList(option).map((name) => `which needs ${quoteCode(name)}`),
        ...beyond.slice(0, 1).map(() => `which also allows ${formatActions(beyond, [])}`),
      ].join(', ')}`),
    ]),
    ...drops.map(({ resource, actions, text, kind }) =>
      `- without ${kind === 'no-feature' ? `${formatActions(actions, [])}, ` : ''}${escapeMarkdown(text)} (${getName(resource)})`),
  ].join('\n');
}

function formatConditions(conditions: readonly string[]): string[] {
  if (conditions.length === 0) return [];
  return [joinWords(conditions.map(escapeMarkdown))];
}

function formatRow(resource: string, never: string, { actions, patterns, conditions }: DeniedActions, reasons: readonly string[]): string {
  const [when = ''] = formatConditions(conditions.map(({ text }) => text));
  return `| ${[resource, never + formatActions(actions, patterns), when, ...reasons].join(' | ')} |`;
}

function formatOrigin({ asked, statements }: AllowedActions): string {
  if (asked.length === 0) return `statement of ${formatStatements(statements)}`;
  return [...new Set(asked.map(({ feature }) => quoteCode(feature)))].join(', ');
}

function formatStatements(names: readonly string[]): string {
  return names.map(quoteCode).join(' with ');
}

function formatActions(actions: readonly string[], patterns: readonly string[]): string {
  const by = patterns.length > 0 ? ` by ${patterns.map(quoteCode).join(', ')}` : '';
  if (actions.length > MANY_ACTIONS) return `${actions.length} actions${by}`;
  return actions.map((action) => quoteCode(removeService(action))).join(', ') + by;
}

/** Names the actions on items that a grantee isn't allowed on a table. */
function describeMissing({ allowed }: ReportedAccess, name: string, limit: string): string[] {
  const granted = new Set(allowed.flatMap(({ actions }) => actions));
  const missing = ITEM_ACTIONS.filter((action) => !granted.has(action)).map(removeService);
  if (missing.length === 0) return [];
  return [`Not granted on ${name}${limit}: ${missing.join(', ')}.`];
}

export function quoteCode(value: string): string {
  return `\`${value.replaceAll('`', '\'').replaceAll('|', '\\|')}\``;
}

/** Escapes the characters that Markdown interprets. */
export function escapeMarkdown(value: string): string {
  return value.replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
