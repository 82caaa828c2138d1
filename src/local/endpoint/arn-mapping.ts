import { AnyParameters } from './permission';

/** The parameters of requests that name a table, by its name or its ARN. */
const TABLE_FIELDS = ['TableName', 'SourceTableName', 'TargetTableName'];

/** The ARN of a table of any account and Region. */
const TABLE_ARN = /^arn:[^:]+:dynamodb:([^:]+):(\d{12}):table\/([^/]+)$/;

/** Quoted texts of PartiQL: literals, which stay as they are, and names. */
const QUOTED = /'(?:[^']|'')*'|"((?:[^"]|"")*)"/g;

/** The fields of answers that hold the ARN of a table, of an index or a stream, or begin with it. */
const ARN_FIELDS: ReadonlySet<string> = new Set([
  'TableArn', 'IndexArn', 'LatestStreamArn', 'StreamArn', 'ShardIterator', 'NextShardIterator', 'LastEvaluatedStreamArn',
]);

/** Reads the ARN of a table; nothing for other texts. */
export function readTableArn(text: string): { region: string; account: string; name: string } | undefined {
  const [, region, account, name] = TABLE_ARN.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { region, account, name };
}

/**
 * A request with other names of its tables. Items, keys and values of expressions stay as they are: an ARN in them is data.
 * The same object if no name changes.
 */
export function mapTableNames(parameters: AnyParameters, map: (name: string) => string): AnyParameters {
  return mapMembers(parameters, (value, field) => mapField(field, value, map));
}

function mapField(field: string, value: any, map: (name: string) => string): unknown {
  if (TABLE_FIELDS.includes(field) && typeof value === 'string') return map(value);
  if (field === 'Statement' && typeof value === 'string') return mapStatement(value, map);
  if (field === 'RequestItems' || field === 'Responses' || field === 'UnprocessedItems' || field === 'UnprocessedKeys') {
    if (hasMembers(value)) return mapKeys(value, map);
    return value;
  }
  const inner = INNER[field];
  if (inner && Array.isArray(value)) return mapList(value, (each) => inner(each, map));
  return value;
}

/** The parameters that are lists of requests. */
const INNER: Readonly<Record<string, ((each: any, map: (name: string) => string) => any) | undefined>> = Object.assign(Object.create(null), {
  TransactItems: (member: any, map: (name: string) => string) => mapMembers(member, (action) => mapTableNames(action, map)),
  Statements: mapTableNames,
  TransactStatements: mapTableNames,
  ConsumedCapacity: mapTableNames,
});

function mapStatement(statement: string, map: (name: string) => string): string {
  return statement.replace(QUOTED, (quoted, name) => name !== undefined && readTableArn(name) ? `"${map(name)}"` : quoted);
}

function mapKeys(value: Record<string, unknown>, map: (name: string) => string): Record<string, unknown> {
  const names = Object.keys(value);
  if (names.every((name) => map(name) === name)) return value;
  return Object.fromEntries(names.map((name) => [map(name), value[name]]));
}

/** Values other than objects stay as they are, for the emulator to refuse them. */
function mapMembers(value: AnyParameters, map: (each: any, key: string) => any): AnyParameters {
  if (!hasMembers(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, map(each, key)] as const);
  if (entries.every(([key, each]) => each === value[key])) return value;
  return Object.fromEntries(entries);
}

function mapList(values: readonly any[], map: (each: any) => any): readonly unknown[] {
  const mapped = values.map(map);
  if (mapped.every((each, index) => each === values[index])) return values;
  return mapped;
}

function hasMembers(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names and ARNs of the tables that a request is for. */
export function listTableNames(parameters: AnyParameters): string[] {
  const names: string[] = [];
  mapTableNames(parameters, (name) => {
    names.push(name);
    return name;
  });
  return names;
}

/**
 * An answer on tables and streams with other ARNs. Values of items are objects (`{ "S": "..." }`), so that a text under one of these
 * names is never data.
 */
export function mapArns(value: any, map: (arn: string) => string): any {
  if (Array.isArray(value)) return value.map((each) => mapArns(each, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, each]) =>
    [field, typeof each === 'string' && ARN_FIELDS.has(field) ? map(each) : mapArns(each, map)]));
}
