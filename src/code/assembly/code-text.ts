import { CodeReport, ReportedCall, ReportedFunction, ReportedGrant, ReportedPermission } from './code-report';
import { listFeatureActions, NO_INDEXES } from '../../features/find-features';
import { toList } from '../../values/json-values';
import { groupBy } from '../../values/lists';
import { CodePlace, UnknownInCode } from '../code-calls';

interface CodeAnnotation {
  readonly level: 'error' | 'notice';
  readonly at?: CodePlace;
  readonly text: string;
}

/** The report for a terminal. */
export function codeToText({ functions }: CodeReport): string {
  if (functions.length === 0) return 'There is no function.\n';
  return `${functions.map(functionToText).join('\n\n')}\n`;
}

const STATES: Readonly<Record<ReportedFunction['state'], string>> = {
  'complete': 'all calls are known',
  'open': 'there may be other calls',
  'not read': 'not read',
};

function functionToText(fn: ReportedFunction): string {
  const from = [fn.handler, fn.asset?.slice(0, 16)].filter((each) => each !== undefined).join(', ');
  return [
    `${fn.id}${from && ` (${from})`}: ${STATES[fn.state]}`,
    ...fn.calls.map((call) => `  calls         ${callToText(call)}  ${placeToText(call.at)}${noteCall(call)}`),
    ...fn.unknown.map((each) => `  not known     ${unknownToText(each)}`),
    ...Object.entries(fn.features).map(([table, features]) => `  write         ${writtenFeatures(features)} for ${table}`),
    ...toList(fn.fieldEncryption).map((option) => `  write         fieldEncryption: ${option}`),
    ...Object.entries(fn.featuresOfOthers).map(([table, features]) => `  for the other credentials: ${writtenFeatures(features)} for ${table}`),
    ...fn.denied.map((call) => `  denied        ${callToText(call)}  ${placeToText(call.at)}: no policy of its role allows ${call.action}`),
    ...neverCalledToText(fn.neverCalled),
    ...grantsToText(fn.granted ?? [], fn.id),
  ].join('\n');
}

/** Writes permissions with the same resource and reason in one line. */
function grantsToText(granted: readonly ReportedGrant[], id: string): string[] {
  const lines = granted.map((grant) => ({ action: grant.action, rest: ` on ${formatResource(grant)} by ${nameOrigin(grant)}: ${explainGrant(grant, id)}` }));
  return [...groupBy(lines, ({ rest }) => rest)].map(([rest, group]) => `  allowed       ${group.map(({ action }) => action).join(', ')}${rest}`);
}

function formatResource({ kind, resource }: ReportedGrant): string {
  if (kind === 'account') return 'the whole account';
  if (kind === 'index') return namePlace(resource.replace(/\/index\/[^/]*$/, ''), resource.slice(resource.lastIndexOf('/') + 1));
  return resource;
}

function nameOrigin({ features, statements }: ReportedGrant): string {
  const named = features.map((feature) => listFeatureActions(feature, NO_INDEXES) ? `TableFeature.${feature}` : feature);
  return [...named, ...statements].join(', ');
}

/** Names the calls. Those of other functions with the role have the name of the function. */
function explainGrant({ status, calls, text }: ReportedGrant, id: string): string {
  switch (status) {
    case 'called': return [...new Set(calls.map((call) => `${call.function === id ? '' : `${call.function} `}${placeToText(call)}`))].join(', ');
    case 'made by AWS': return `no call, because ${text}`;
    case 'no call found': return 'no call found';
    case 'unknown': return `no known call, but ${text}`;
  }
}

export function writtenFeatures(features: readonly string[]): string {
  return `features: [${features.map((feature) => `TableFeature.${feature}`).join(', ')}]`;
}

export function callToText({ operation, part, table, index }: Pick<ReportedCall, 'operation' | 'part' | 'table' | 'index'>): string {
  const what = part === undefined ? operation : `${operation} (${part})`;
  return [what, ...toList(table).map((each) => `on ${each}`), ...toList(index).map((each) => `by the index ${each}`)].join(' ');
}

function noteCall({ sure, otherCredentials, via }: ReportedCall): string {
  const notes = [!sure && 'likely', otherCredentials && 'with other credentials', via && `by ${via}`].filter((each) => each);
  if (notes.length === 0) return '';
  return ` (${notes.join(', ')})`;
}

export function placeToText({ file, line }: CodePlace): string {
  return `${file}:${line}`;
}

export function unknownToText({ at, reason }: UnknownInCode): string {
  if (at) return `${placeToText(at)}: ${reason}`;
  return reason;
}

function neverCalledToText(permissions: readonly ReportedPermission[]): string[] {
  const byPlace = new Map<string, string[]>();
  for (const { table, index, action, unreachedCall } of permissions) {
    const place = namePlace(table, index);
    const note = unreachedCall ? ` (called in ${placeToText(unreachedCall)}, which the handler does not reach)` : '';
    byPlace.set(place, [...byPlace.get(place) ?? [], action.replace('dynamodb:', '') + note]);
  }
  return [...byPlace].map(([place, actions]) => `  never called  ${actions.join(', ')} on ${place}`);
}

/** The lines of code that a reviewer looks at, for annotations of a pull request. */
export function listCodeAnnotations({ functions }: CodeReport): CodeAnnotation[] {
  return functions.flatMap((fn) => [
    ...fn.denied.map((call) => annotate('error', fn.id, `${callToText(call)}: no policy of its role allows ${call.action}`, call.at)),
    ...neverCalledToText(fn.neverCalled).map((each) => annotate('notice', fn.id, each.trim())),
    ...fn.unknown.map((each) => annotate('notice', fn.id, `not known: ${each.reason}`, each.at)),
  ]);
}

function annotate(level: CodeAnnotation['level'], id: string, text: string, at?: CodePlace): CodeAnnotation {
  return { level, at, text: `${id}: ${text}` };
}

function namePlace(table: string, index: string | undefined): string {
  if (index === undefined) return table;
  return `the index ${index} of ${table}`;
}
