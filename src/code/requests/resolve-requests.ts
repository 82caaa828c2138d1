import { RequestReader } from './request-reader';
import { toList } from '../../values/json-values';
import { removeDuplicates, sortBy } from '../../values/lists';
import { CodeCall, CodeReading, UnknownInCode } from '../code-calls';
import { OpenItem, RequestSite } from '../engine/engine';
import { findPlace } from '../ir';
import { HandlerRequests } from '../read-handler';

/** Turns the requests that were found into calls: each with its table and index, parts and verbs. */
export function resolveRequests({ requests, unreached, open, mapper, explainNotRead: notRead }: HandlerRequests): CodeReading {
  if (notRead !== undefined) return reportNotRead(notRead);
  const read = requests.map((site) => new RequestReader(site));
  const inside = toList(mapper).map((name) => ({ kind: 'library', reason: `${name} is in the minified bundle: its requests are not told from its other code` }));
  const unknown = removeDuplicates([...inside, ...open.map(describeOpenItem), ...read.flatMap((each) => each.unknown)]);
  return {
    state: unknown.length === 0 ? 'complete' : 'open',
    calls: sortCalls(read.flatMap(({ calls }) => calls).filter(({ resource }) => !mapper || resource)),
    unreached: sortCalls(unreached.flatMap((site: RequestSite) => new RequestReader(site).calls)),
    unknown,
  };
}

export function reportNotRead(reason: string): CodeReading {
  return { state: 'not read', calls: [], unreached: [], unknown: [{ kind: 'code', reason }] };
}

function describeOpenItem({ kind, at, reason }: OpenItem): UnknownInCode {
  return { kind, ...at && { at: findPlace(at) }, reason };
}

function sortCalls(calls: readonly CodeCall[]): CodeCall[] {
  return sortBy(removeDuplicates(calls), ({ at: { file, line }, operation, part, resource }) =>
    `${file} ${String(line).padStart(7, '0')} ${operation} ${part} ${resource?.text}`);
}
