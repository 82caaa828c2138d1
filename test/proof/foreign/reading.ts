import { RecordedRequest } from './recorder';
import { permissionsOf } from '../../../src/local/endpoint/dynamodb-permissions';
import { Context, NotModelled, Permission } from '../../../src/local/endpoint/permission';

/**
 * How an implementation reads a request: the permissions of DynamoDB that it asks for, as `action on resource`, with the values of the
 * condition keys of each. Requests for several items may ask for a permission several times: here it stands once, with all values.
 */
export type Reading = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Reads a request as the endpoint of the proof does. It asks for nothing where it denies a request that it can't read. */
export function readByEndpoint({ tables, ...request }: RecordedRequest, read = permissionsOf): Reading {
  try {
    const permissions = read({ ...request, tables: new Map(Object.entries(tables)), bucketKeys: new Map() });
    return mergeReadings(permissions.filter(({ action }) => action.startsWith('dynamodb:')).map(toReading));
  } catch (error) {
    if (error instanceof NotModelled) return {};
    throw error;
  }
}

function toReading({ action, resource, context }: Permission): Reading {
  return { [`${action} on ${resource}`]: toLists(context) };
}

function toLists(context: Context): Reading[string] {
  return Object.fromEntries(Object.entries(context).filter(([key]) => key.startsWith('dynamodb:'))
    .map(([key, value]) => [key, typeof value === 'string' ? [value] : value]));
}

/** Puts together what is asked several times for the same permission. */
export function mergeReadings(readings: readonly Reading[]): Reading {
  const merged: Record<string, Record<string, string[]>> = {};
  for (const [permission, keys] of readings.flatMap((each) => Object.entries(each))) {
    const known = merged[permission] ??= {};
    for (const [key, values] of Object.entries(keys)) known[key] = [...new Set([...known[key] ?? [], ...values])].sort();
  }
  return merged;
}

/**
 * Adds the tables and indexes that a request names and that don't exist, as an attempt on somebody else's table may name them: without a
 * table, implementations have nothing to read condition keys by.
 */
export function addMissingTables(request: RecordedRequest): RecordedRequest {
  const tables: Record<string, RecordedRequest['tables'][string]> = { ...request.tables };
  for (const permission of Object.keys(readByEndpoint(request))) {
    const [, table, index] = / on (arn:aws:dynamodb:[^:]+:\d+:table\/[^/]+)(?:\/index\/(.+))?$/.exec(permission) ?? [];
    if (table === undefined) continue;
    const { partitionKey, indexes } = tables[table] ?? { partitionKey: 'pk', indexes: {} };
    tables[table] = { partitionKey, indexes: index === undefined ? indexes : { [index]: partitionKey, ...indexes } };
  }
  return { ...request, tables };
}
