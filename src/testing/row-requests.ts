import { RequestedTable, makeRequest, RequestDetails } from './feature-requests';
import { AccessRequest, Subject } from './subject';
import { ACTIONS } from '../features/actions';

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** What reaches the items of rows by their partition keys. */
const ROW_ACTIONS = Object.keys(ACTIONS).filter((action) => ACTIONS[action].conditionKeys?.includes(LEADING_KEYS));

/** What reaches the items of all rows. */
const ALL_ROW_ACTIONS = ['Scan', 'SearchVectors', 'GetRecords', 'ExportTableToPointInTime', 'RestoreTableToPointInTime']
  .map((name) => `dynamodb:${name}`);

/** Requests on a table for some rows; each action where it is authorized. */
export function listRowRequests(table: RequestedTable, rows: readonly string[], details: RequestDetails): AccessRequest[] {
  return listTargets(ROW_ACTIONS, table).map(({ action, resource }) => makeRequest(action, resource, { ...details, rows }));
}

/** Requests on a table that no row limits: of actions that carry none, and of others that leave them out. */
export function listAllRowRequests(table: RequestedTable, details: RequestDetails): AccessRequest[] {
  return [
    ...listTargets(ALL_ROW_ACTIONS, table).map(({ action, resource }) => makeRequest(action, resource, details)),
    ...listTargets(ROW_ACTIONS, table).map(({ action, resource }) => ({ ...makeRequest(action, resource, details), missing: [LEADING_KEYS] })),
  ];
}

/** Rows that aren't among some: those that the policies name, and others that lie close. A row may end in `*` for all that follows. */
export function findOtherRows({ statements }: Subject, rows: readonly string[]): string[] {
  const written = statements.flatMap(({ statement }) => Object.values(statement.Condition ?? {}))
    .flatMap((keys) => Object.entries(keys)).filter(([key]) => key.toLowerCase() === LEADING_KEYS.toLowerCase())
    .flatMap(([, values]) => [values].flat()).map(String).filter((value) => !value.includes('${'));
  const named = written.flatMap((value) => [value.replace(/[*?]/g, 'x'), value.replace(/[*?]/g, '')]);
  const close = rows.map((row) => row.replace(/\*$/, '')).flatMap((row) =>
    [`${row}x`, `x${row}`, row.slice(0, -1), row.toLowerCase(), row.toUpperCase()]);
  return [...new Set([...named, ...close, 'other'])].filter((row) => row !== '' && !rows.some((each) => matchesRow(row, each)));
}

/** A row that one with a `*` at its end stands for. */
export function makeExampleRow(row: string): string {
  return row.replace(/\*$/, 'x');
}

function matchesRow(row: string, written: string): boolean {
  return written.endsWith('*') ? row.startsWith(written.slice(0, -1)) : row === written;
}

function listTargets(actions: readonly string[], { arn, indexes, vectorIndexes, stream }: RequestedTable) {
  return actions.flatMap((action) => {
    const { resourceTypes } = ACTIONS[action];
    const resources = [
      ...resourceTypes.includes('table') ? [arn] : [],
      ...resourceTypes.includes('index') ? [...indexes, ...vectorIndexes, 'any-index'].map((name) => `${arn}/index/${name}`) : [],
      ...resourceTypes.includes('stream') ? [stream ?? `${arn}/stream/none`] : [],
    ];
    return resources.map((resource) => ({ action, resource }));
  });
}
