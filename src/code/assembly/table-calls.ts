import { FunctionCode } from './function-code';
import { getConstructPath } from '../../policy/assembly-resources';
import { Assembly, KeyRecord, TableRecord } from '../../policy/read-assembly';
import { dropUndefined } from '../../values/json-values';
import { CodeCall, NamedResource, UnknownInCode } from '../code-calls';

/** A call with the table of the app that it means. */
export interface TableCall extends Omit<CodeCall, 'index' | 'resource'> {
  /** The name of the table or key; as the code has it if only the deployment knows it. */
  readonly name?: string;
  readonly table?: TableRecord;
  readonly key?: KeyRecord;
  readonly index?: string;
}

/** The calls of a function with tables and indexes by their names in AWS, and what can't be told of these. */
export interface FunctionCalls {
  readonly calls: readonly TableCall[];
  /** Calls that the handler doesn't reach. */
  readonly unreached: readonly TableCall[];
  readonly unknown: readonly UnknownInCode[];
}

export function resolveTables({ record, variables, reading }: FunctionCode, assembly: Assembly): FunctionCalls {
  const unknown: UnknownInCode[] = [...reading.unknown];
  const tables = near(assembly.tables, record.region);
  const only = onlyTable([...variables.values()], tables);
  const resolveTable = (call: CodeCall, isReached: boolean): TableCall => {
    const { index, resource: written, ...others } = call;
    const tell = (kind: string, reason: string) => isReached && unknown.push({ kind, at: call.at, reason: `the ${kind} of ${call.operation}: ${reason}` });
    const resource = written && fillVariables(written, variables);
    if (resource?.problem !== undefined) tell(call.service === 'kms' ? 'key' : 'table', resource.problem);
    const indexName = index && fillVariables(index, variables);
    if (indexName?.problem !== undefined) tell('index', indexName.problem);
    const name = resource?.value;
    const rest = dropUndefined({ ...others, name: name ?? written?.text });
    if (call.service === 'kms') return { ...rest, key: assembly.keys.find((key) => name !== undefined && isKeyNamed(key, name)) };
    const table = tables.find((each) => name !== undefined && isTable(each, name));
    const likely = table ?? (name === undefined && needsTable(call) ? only : undefined);
    const sure = call.sure && (likely === undefined || likely === table);
    return { ...rest, sure, ...likely && { table: likely }, ...indexName?.value !== undefined && { index: indexName.value } };
  };
  const calls = reading.calls.map((call) => resolveTable(call, true));
  return { calls: markMixed(calls), unreached: reading.unreached.map((call) => resolveTable(call, false)), unknown };
}

/** A name that the app doesn't declare is less likely where the same request may name a table or key of the app: values were mixed. */
function markMixed(calls: readonly TableCall[]): TableCall[] {
  const identifySite = ({ at: { file, line }, operation, part }: TableCall) => `${file} ${line} ${operation} ${part}`;
  const isOfApp = ({ table, key }: TableCall) => table !== undefined || key !== undefined;
  const sites = new Set(calls.filter(isOfApp).map(identifySite));
  return calls.map((call) => ({ ...call, sure: call.sure && (isOfApp(call) || !sites.has(identifySite(call))) }));
}

/** Puts the replica in the Region of the function first. */
function near(tables: readonly TableRecord[], region: string): TableRecord[] {
  return [...tables].sort((one, other) => Number(other.region === region) - Number(one.region === region));
}

function isTable({ name, arn }: TableRecord, text: string): boolean {
  return text === name || text === arn || text.startsWith(`${arn}/`);
}

function isKeyNamed({ name, arn, aliases }: KeyRecord, text: string): boolean {
  return text === name || text === arn || aliases.some((alias) => text === alias || text.endsWith(`:${alias}`));
}

/** The one table that the variables of a function name. */
function onlyTable(values: readonly (string | undefined)[], tables: readonly TableRecord[]): TableRecord | undefined {
  const named = tables.filter((table) => values.some((value) => value !== undefined && isTable(table, value)));
  const paths = new Set(named.map(({ origin }) => getConstructPath(origin)));
  if (paths.size === 1) return named[0];
  return undefined;
}

function needsTable({ operation }: CodeCall): boolean {
  return !/^(List|DescribeLimits|DescribeEndpoints)/.test(operation);
}

/** The text that a name is once the variables have their values. */
function fillVariables({ text }: NamedResource, variables: FunctionCode['variables']): { readonly value?: string; readonly problem?: string } {
  let problem: string | undefined;
  const value = text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const known = variables.get(name);
    if (known === undefined) problem = variables.has(name) ? `the variable ${name} is known at deployment only` : `the function has no variable ${name}`;
    return known ?? '';
  });
  if (problem === undefined) return { value };
  return { problem };
}
