import { RequestedTable, makeRequest, RequestDetails } from './feature-requests';
import { AccessRequest, Subject } from './subject';
import { ACTIONS } from '../features/actions';
import { canMatch } from '../policy/arn-patterns';
import { areIncluded } from '../policy/condition-inclusion';
import { splitOperator } from '../policy/condition-operators';
import { DYNAMODB_ACTIONS, DynamoResourceType } from '../policy/dynamodb-actions';
import { matchesCondition } from '../policy/match-conditions';
import { ConditionEntry, ParsedStatement } from '../policy/policy-document';
import { escapePolicyVariables, hasPolicyVariable, replacePolicyVariables } from '../policy/policy-variables';
import { ReadStatement } from '../policy/read-policy';
import { RequestContext } from '../policy/request-context';
import { CREATION_NAME } from '../policy/resource-values';
import { matchesAction } from '../policy/text-pattern';

const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** The actions whose requests contain partition keys. */
const ROW_ACTIONS = Object.keys(ACTIONS).filter((action) => ACTIONS[action].conditionKeys?.includes(LEADING_KEYS));

/**
 * The changes of a table that neither read, copy nor change its items, and give nobody permissions. Only a restore reads the items of a
 * backup. `CreateTable` and `ImportTable` are about tables that don't exist yet.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_dynamodb.html
 */
const WITHOUT_ITEMS = new Set([
  'CreateBackup', 'CreateGlobalTableWitness', 'CreateTable', 'DeleteBackup', 'DeleteGlobalTableWitness', 'DisableKinesisStreamingDestination',
  'ImportTable', 'StartAwsBackupJob', 'TagResource', 'UntagResource', 'UpdateContinuousBackups', 'UpdateContributorInsights', 'UpdateGlobalTableSettings',
  'UpdateGlobalTableVersion', 'UpdateKinesisStreamingDestination', 'UpdateTable', 'UpdateTableReplicaAutoScaling',
].map((name) => `dynamodb:${name}`));

const READS_NO_ITEMS = /^dynamodb:(Describe|List|GetResourcePolicy$|GetShardIterator$)/;

/** The actions that reach the items of all rows: they read, copy or delete them, or change who may. Actions that AWS adds count. */
const ALL_ROW_ACTIONS = Object.keys(DYNAMODB_ACTIONS)
  .filter((action) => !ROW_ACTIONS.includes(action) && !WITHOUT_ITEMS.has(action) && !READS_NO_ITEMS.test(action));

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
export function findOtherRows(subject: Subject, table: RequestedTable, rows: readonly string[], details: RequestDetails): string[] {
  const statements = subject.listDecidingStatements(makeRequest('dynamodb:GetItem', table.arn, details));
  const written = statements.flatMap(({ read }) => listRowConditions(read, details))
    .filter(({ operator }) => splitOperator(operator).name.toLowerCase() !== 'null').flatMap(({ values }) => values)
    .filter((value) => !hasPolicyVariable(value)).map((value) => replacePolicyVariables(value, 'x'));
  const named = written.flatMap((value) => [value.replace(/[*?]/g, 'x'), value.replace(/[*?]/g, '')]);
  const close = rows.map((row) => row.replace(/\*$/, '')).flatMap((row) =>
    [`${row}x`, `x${row}`, row.slice(0, -1), row.toLowerCase(), row.toUpperCase()]);
  return [...new Set([...named, ...close, 'other'])].filter((row) => row !== '' && !rows.some((each) => matchesRow(row, each)));
}

/** Finds a statement that may allow requests for other rows than these, because its condition on rows allows more than they do. */
export function findBroaderStatement(subject: Subject, table: RequestedTable, rows: readonly string[], details: RequestDetails) {
  const limited = rows.map((row) => writePlainText(row.replace(/\*$/, '')) + (row.endsWith('*') ? '*' : ''));
  const wanted: ConditionEntry = { operator: 'ForAllValues:StringLike', key: LEADING_KEYS, values: limited };
  const requests = listRowRequests(table, rows.map(makeExampleRow), details);
  for (const { read, source } of subject.listDecidingStatements(requests[0])) {
    const { parsed } = read;
    const conditions = listRowConditions(read, details);
    if (parsed?.effect !== 'Allow' || parsed.policy === 'boundary' || conditions.length === 0 || areIncluded([conditions], [[wanted]])) continue;
    const request = requests.find((each) => mayAllow(parsed, each));
    if (request) return { request, place: source.place };
  }
  return undefined;
}

/** Lists the conditions of a statement on rows, with the values of the policy variables that are known. */
function listRowConditions({ parsed }: ReadStatement, { context }: RequestDetails): ConditionEntry[] {
  if (!parsed) return [];
  const known = new RequestContext(context);
  const replaceVariables = (text: string) => text.replace(/\$\{([^{}',*?$]+)\}/g, (variable, key) => {
    const value = known.getVariable(key);
    return value === undefined ? variable : writePlainText(value);
  });
  return parsed.conditions.filter(({ key }) => key.toLowerCase() === LEADING_KEYS.toLowerCase())
    .map((entry) => ({ ...entry, values: entry.values.map(parsed.variables ? replaceVariables : escapePolicyVariables) }));
}

/** Writes a text of a policy of the newest version that matches only this text. */
function writePlainText(text: string): string {
  return text.replace(/[*?$]/g, '${$&}');
}

/** Returns false if a statement can't match a request, whatever the values of its rows are. */
function mayAllow({ actions, resources, conditions, variables }: ParsedStatement, { action, resource, context }: AccessRequest): boolean {
  if (actions.values.some((pattern) => matchesAction(pattern, action)) === actions.negated) return false;
  if (resources && !resources.negated && !resources.values.some((pattern) => canMatch(pattern, resource))) return false;
  const known = new RequestContext(context);
  return conditions.filter(({ key }) => key.toLowerCase() !== LEADING_KEYS.toLowerCase() && known.getValues(key).length > 0)
    .every((entry) => entry.values.some(hasPolicyVariable) || matchesCondition(entry, known, variables, 'the condition'));
}

/** Makes a row that matches one with a `*` at its end. */
export function makeExampleRow(row: string): string {
  return row.replace(/\*$/, 'x');
}

function matchesRow(row: string, written: string): boolean {
  if (written.endsWith('*')) return row.startsWith(written.slice(0, -1));
  return row === written;
}

/** Lists the resources of a table for each action. Only `RestoreTableFromBackup` reads the items of a backup, into a table of any name. */
function listTargets(actions: readonly string[], { arn, indexes, vectorIndexes, stream }: RequestedTable) {
  const resources: Partial<Record<DynamoResourceType, readonly string[]>> = {
    table: [arn],
    index: [...indexes, ...vectorIndexes, 'any-index'].map((name) => `${arn}/index/${name}`),
    stream: [stream ?? `${arn}/stream/none`],
  };
  const backups = [`${arn}/backup/${CREATION_NAME}`];
  return actions.flatMap((action) => {
    const types = DYNAMODB_ACTIONS[action];
    const targets = types.includes('backup') ? backups : types.flatMap((type) => resources[type] ?? []);
    return targets.map((resource) => ({ action, resource }));
  });
}
