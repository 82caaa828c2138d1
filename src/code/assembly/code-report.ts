import { FunctionCode, readFunctionCode } from './function-code';
import { RolePermissions } from './permissions';
import { FunctionCalls, resolveTables, TableCall } from './table-calls';
import { listFittingFeatures } from '../../features/find-features';
import { getConstructPath, nameIndexes } from '../../policy/assembly-resources';
import { Assembly, FunctionRecord, TableRecord } from '../../policy/read-assembly';
import { dropUndefined } from '../../values/json-values';
import { sortBy } from '../../values/lists';
import { CodePlace, UnknownInCode } from '../code-calls';
import { NeededPermission, neededPermission } from '../needed-permissions';

export const CODE_REPORT_VERSION = 1;

/** The calls of an app's functions, beside their permissions. docs/code.md describes the JSON. */
export interface CodeReport {
  readonly version: typeof CODE_REPORT_VERSION;
  readonly functions: readonly ReportedFunction[];
}

export interface ReportedFunction {
  /** The construct path. */
  readonly id: string;
  readonly handler?: string;
  readonly runtime?: string;
  readonly asset?: string;
  /** `complete`: there are no other calls; `open`: there may be; `not read`. */
  readonly state: 'complete' | 'open' | 'not read';
  readonly calls: readonly ReportedCall[];
  readonly unknown: readonly UnknownInCode[];
  /** The features to write, by the construct path of the table. */
  readonly features: Readonly<Record<string, readonly string[]>>;
  /** The same for clients that have credentials of their own. */
  readonly featuresOfOthers: Readonly<Record<string, readonly string[]>>;
  /** The field encryption of the code, as it would be written. */
  readonly fieldEncryption?: string;
  /** Calls that no policy of the function's role allows. */
  readonly denied: readonly ReportedCall[];
  /** All permissions of the role, with the features and the calls that need them. Only if that is asked for. */
  readonly granted?: readonly ReportedGrant[];
  /** Permissions on tables and indexes of the app for which the access report says that no call was found. */
  readonly neverCalled: readonly ReportedPermission[];
}

export interface ReportedCall {
  readonly operation: string;
  /** A part of a transaction, or the verb of a statement. */
  readonly part?: string;
  /** The construct path of the table, or the name as the code has it for what isn't of the app. */
  readonly table?: string;
  readonly index?: string;
  readonly sure: boolean;
  readonly otherCredentials: boolean;
  readonly at: CodePlace;
  readonly via?: string;
  /** The IAM action that it needs. */
  readonly action?: string;
  /** The type of the resource that AWS authorizes the action on. */
  readonly on?: NeededPermission['on'];
}

/** A permission of a role, and why the role has it. */
export interface ReportedGrant {
  /** The id of the resource in the access report, for example the construct path of a table, or `<path>/index/<name>`. */
  readonly resource: string;
  /** The kind of the resource in the access report. */
  readonly kind: string;
  readonly action: string;
  /** The features that need the permission, as they are written. `logs` and `fieldEncryption` are not table features. */
  readonly features: readonly string[];
  /** The statements that give the permission without a feature. */
  readonly statements: readonly string[];
  /** See `ActionCalls` of the access report. */
  readonly status: 'called' | 'made by AWS' | 'no call found' | 'unknown';
  /** The calls of all functions with the role that need the permission. */
  readonly calls: readonly GrantedCall[];
  /** The request that a service of AWS makes, or the reason why there may be a call. */
  readonly text?: string;
}

export interface GrantedCall extends CodePlace {
  /** The construct path of the function. */
  readonly function: string;
  /** The operation, for example `TransactWriteItems (Put)`. */
  readonly call: string;
  readonly sure: boolean;
}

export interface ReportedPermission {
  readonly table: string;
  readonly index?: string;
  readonly action: string;
  /** Code of the same files that calls it, and that the handler doesn't reach. */
  readonly unreachedCall?: CodePlace;
}

/** A function before the access report says which of its permissions no call needs. */
export interface FunctionWithCalls extends Omit<ReportedFunction, 'granted' | 'neverCalled'> {
  /** Calls in its files that the handler doesn't reach. */
  readonly unreached: readonly ReportedCall[];
}

interface ReadFunction extends FunctionCode, FunctionCalls {}

/**
 * Reads the code of an app's functions, and of all functions that share a role with them, because these decide together which
 * permissions are needed.
 */
export function reportCalls(assembly: Assembly, wanted: (record: FunctionRecord) => boolean = () => true): FunctionWithCalls[] {
  const chosen = new Set(assembly.functions.filter(wanted));
  const used = new Set([...chosen].flatMap(({ roles }) => roles));
  const mayShareRole = (record: FunctionRecord) => chosen.has(record) || record.roles.some((role) => used.has(role));
  const read = readFunctionCode(assembly, mayShareRole).map((each): ReadFunction => ({ ...each, ...resolveTables(each, assembly) }));
  return sortBy(read.map((each) => reportFunction(each, assembly)), ({ id }) => id);
}

function reportFunction(fn: ReadFunction, assembly: Assembly): FunctionWithCalls {
  const { record, handler, runtime, asset, calls } = fn;
  const permissions = RolePermissions.listForFunction(assembly, record);
  const own = calls.filter(({ otherCredentials }) => !otherCredentials);
  const fieldEncryption = describeFieldEncryption(calls);
  return dropUndefined<FunctionWithCalls>({
    id: getConstructPath(record.origin),
    handler,
    runtime,
    asset,
    state: decideState(fn),
    calls: calls.map(reportCall),
    unknown: fn.unknown,
    features: featuresByTable(own, findStreamTables(fn, assembly)),
    featuresOfOthers: featuresByTable(calls.filter(({ otherCredentials }) => otherCredentials), []),
    fieldEncryption,
    denied: own.filter((call) => call.sure && permissions.some((each) => each.isCallDenied(call) === true)).map(reportCall),
    unreached: fn.unreached.map(reportCall),
  });
}

function decideState({ reading, unknown }: ReadFunction): ReportedFunction['state'] {
  if (reading.state === 'complete' && unknown.length > 0) return 'open';
  return reading.state;
}

function reportCall({ service, operation, part, name, table, key, index, sure, otherCredentials, at, via }: TableCall): ReportedCall {
  const needed = neededPermission(service, operation, part, index);
  const declared = table ?? key;
  return dropUndefined<ReportedCall>({
    operation,
    part,
    table: declared ? getConstructPath(declared.origin) : name,
    index,
    sure,
    otherCredentials,
    at,
    via,
    action: needed?.action,
    on: needed?.on,
  });
}

/** Tables whose streams trigger a function: Lambda reads them with the function's role. */
function findStreamTables({ streams }: FunctionCode, { tables }: Assembly): TableRecord[] {
  return tables.filter(({ stream }) => stream !== undefined && streams.includes(stream));
}

function featuresByTable(calls: readonly TableCall[], triggers: readonly TableRecord[]): Record<string, string[]> {
  const needed = new Map<string, { table: TableRecord; permissions: NeededPermission[] }>();
  const addNeeded = (table: TableRecord, ...permissions: NeededPermission[]) => {
    const id = getConstructPath(table.origin);
    const entry = needed.get(id) ?? { table, permissions: [] };
    needed.set(id, entry);
    entry.permissions.push(...permissions);
  };
  const named = calls.filter(({ service }) => service !== 'kms');
  for (const { service, operation, part, table, index } of named) {
    const permission = neededPermission(service, operation, part, index);
    if (table && permission) addNeeded(table, permission);
  }
  // what is authorized on the account stands with the first table
  const [first] = [...needed.values()];
  for (const { service, operation, table } of named) {
    const permission = neededPermission(service, operation);
    if (!table && first && permission?.on === 'account') first.permissions.push(permission);
  }
  const features = new Map([...needed].map(([id, { table, permissions }]) =>
    [id, listFittingFeatures(permissions, nameIndexes(table))]));
  for (const { origin } of triggers) features.set(getConstructPath(origin), [...features.get(getConstructPath(origin)) ?? [], 'STREAM_TRIGGER']);
  return Object.fromEntries(sortBy([...features], ([table]) => table));
}

/** Encrypting fields takes a data key (envelope) or KMS itself (direct); both decrypt by the same action. */
function describeFieldEncryption(calls: readonly TableCall[]): string | undefined {
  const operations = new Set(calls.filter(({ service, otherCredentials }) => service === 'kms' && !otherCredentials).map(({ operation }) => operation));
  if (operations.size === 0) return undefined;
  const reads = operations.has('Decrypt');
  const writes = [...operations].some((operation) => operation !== 'Decrypt');
  const mode = chooseMode(reads, writes);
  if (!operations.has('Encrypt')) return `FieldEncryption.envelope(key, { mode: EncryptionMode.${mode} })`;
  if (!operations.has('GenerateDataKey')) return `FieldEncryption.direct(key, { mode: EncryptionMode.${mode} })`;
  // the other keys of a keyring encrypt the data key of the first
  return `FieldEncryption.envelope(key, { mode: EncryptionMode.${mode} }) and FieldEncryption.direct(otherKey, { mode: EncryptionMode.${mode} })`;
}

function chooseMode(reads: boolean, writes: boolean): string {
  if (reads && writes) return 'READ_WRITE';
  if (reads) return 'READ_ONLY';
  return 'WRITE_ONLY';
}
