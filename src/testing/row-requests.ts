import { RequestedTable, makeRequest, RequestDetails } from './feature-requests';
import { AccessRequest, Subject } from './subject';
import { ACTIONS, ResourceType } from '../features/actions';
import { toList } from '../values/json-values';

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** The actions whose requests contain partition keys. */
const ROW_ACTIONS = Object.keys(ACTIONS).filter((action) => ACTIONS[action].conditionKeys?.includes(LEADING_KEYS));

/** The actions that read the items of all rows. */
const ALL_ROW_ACTIONS = ['Scan', 'SearchVectors', 'GetRecords', 'ExportTableToPointInTime', 'RestoreTableToPointInTime']
  .map((name) => `dynamodb:${name}`);

/** Lists requests on a table for some rows, with each action on the resources that AWS authorizes it on. */
export function listRowRequests(table: RequestedTable, rows: readonly string[], details: RequestDetails): AccessRequest[] {
  return listTargets(ROW_ACTIONS, table).map(({ action, resource }) => makeRequest(action, resource, { ...details, rows }));
}

/** Lists requests on a table that name no rows, because the action has none or because the request leaves them out. */
export function listAllRowRequests(table: RequestedTable, details: RequestDetails): AccessRequest[] {
  return [
    ...listTargets(ALL_ROW_ACTIONS, table).map(({ action, resource }) => makeRequest(action, resource, details)),
    ...listTargets(ROW_ACTIONS, table).map(({ action, resource }) => ({ ...makeRequest(action, resource, details), missing: [LEADING_KEYS] })),
  ];
}

/** Finds rows other than these: rows that the policies name, and rows with similar values. A row may end in `*`. */
export function findOtherRows({ statements }: Subject, rows: readonly string[]): string[] {
  const written = statements.flatMap(({ statement }) => Object.values(statement.Condition ?? {}))
    .flatMap((keys) => Object.entries(keys)).filter(([key]) => key.toLowerCase() === LEADING_KEYS.toLowerCase())
    .flatMap(([, values]) => toList(values)).map(String).filter((value) => !value.includes('${'));
  const named = written.flatMap((value) => [value.replace(/[*?]/g, 'x'), value.replace(/[*?]/g, '')]);
  const close = rows.map((row) => row.replace(/\*$/, '')).flatMap((row) =>
    [`${row}x`, `x${row}`, row.slice(0, -1), row.toLowerCase(), row.toUpperCase()]);
  return [...new Set([...named, ...close, 'other'])].filter((row) => row !== '' && !rows.some((each) => matchesRow(row, each)));
}

/** Makes a row that matches one with a `*` at its end. */
export function makeExampleRow(row: string): string {
  return row.replace(/\*$/, 'x');
}

function matchesRow(row: string, written: string): boolean {
  if (written.endsWith('*')) return row.startsWith(written.slice(0, -1));
  return row === written;
}

function listTargets(actions: readonly string[], { arn, indexes, vectorIndexes, stream }: RequestedTable) {
  const resources: Partial<Record<ResourceType, readonly string[]>> = {
    table: [arn],
    index: [...indexes, ...vectorIndexes, 'any-index'].map((name) => `${arn}/index/${name}`),
    stream: [stream ?? `${arn}/stream/none`],
  };
  return actions.flatMap((action) => ACTIONS[action].resourceTypes.flatMap((type) =>
    (resources[type] ?? []).map((resource) => ({ action, resource }))));
}
