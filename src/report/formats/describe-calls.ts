import { groupBy } from '../../values/lists';
import { removeService } from '../phrases';
import { ActionCalls, CallInCode, ReportedAccess, ReportedGrantee } from '../report-data';

/** More places of calls are counted instead of listed. */
const MOST_PLACES = 3;

/** Describes the calls that need the actions of an entry, as far as the code was read. */
export function describeCalls({ calls = [] }: Pick<ReportedAccess, 'calls'>, actions: readonly string[]): string[] {
  const described = calls.filter(({ action }) => actions.includes(action)).map((each) => ({ action: each.action, text: describeActionCalls(each) }));
  const groups = [...groupBy(described, ({ text }) => text)];
  if (groups.length < 2) return groups.map(([text]) => text);
  return groups.map(([text, group]) => `${group.map(({ action }) => removeService(action)).join(', ')}: ${text}`);
}

/** Lists what isn't known of the code of a grantee's functions. */
export function listUnknownCode({ code = [] }: ReportedGrantee): string[] {
  return code.flatMap(({ function: id, state, unknown }) => {
    const problem = state === 'not read' ? `The code of ${id} is not read` : `There may be other calls in ${id}`;
    return unknown.map(({ reason, file, line }) => [problem, ...file === undefined ? [] : [`${file}:${line}`], reason].join(': '));
  });
}

function describeActionCalls({ status, calls, text }: ActionCalls): string {
  switch (status) {
    case 'called': return describePlaces(calls);
    case 'made by AWS': return `no call, because ${text}`;
    case 'no call found': return 'no call found';
    case 'unknown': return `no known call, but ${text}`;
  }
}

function describePlaces(calls: readonly CallInCode[]): string {
  const isShared = new Set(calls.map((call) => call.function)).size > 1;
  const places = [...new Set(calls.map(({ function: id, file, line, sure }) => `${isShared ? `${id} ` : ''}${file}:${line}${sure ? '' : ' (likely)'}`))];
  if (places.length <= MOST_PLACES) return places.join(', ');
  return `${places.slice(0, MOST_PLACES).join(', ')} and ${places.length - MOST_PLACES} more`;
}
