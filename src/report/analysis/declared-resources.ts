import { KnownResource, listRuntimeResources, makeLogGroup, Ownership } from './known-resources';
import { getConstructPath, listLogGroupArns, nameIndexes } from '../../policy/assembly-resources';
import { listTableKeyArns } from '../../policy/find-table-key';
import { listNearest } from '../../policy/nearest';
import { Assembly, FunctionRecord, KeyRecord, LogGroupRecord, RoleRecord, TableRecord } from '../../policy/read-assembly';
import { ANY_OTHER } from '../../policy/table-part';
import { toList } from '../../values/json-values';
import { groupBy } from '../../values/lists';

/** Lists everything that the app declares. */
export function listDeclaredResources(assembly: Assembly, getName: (path: string) => string): KnownResource[] {
  const { tables, keys, logGroups, functions, roles } = assembly;
  const keysByArn = groupBy(keys, ({ arn }) => arn);
  const tablesById = groupBy(tables, ({ origin }) => getConstructPath(origin));
  const declaredGroups = new Set(logGroups.map(({ arn }) => arn));
  return [
    ...tables.flatMap((table) => {
      const path = getConstructPath(table.origin);
      const isReplicated = tablesById.get(path)!.length > 1;
      const name = isReplicated ? `${getName(path)} in ${table.region}` : getName(path);
      // the table in the Region of its stack keeps its id when it gets replicas
      const isOwn = !isReplicated || table.region === assembly.evaluateIn(table.origin.stack, { Ref: 'AWS::Region' }).value;
      return listTableResources(isOwn ? path : `${path}@${table.region}`, name, table, nameTableKey(table, assembly, keysByArn));
    }),
    ...keys.map((key) => describeKey(key, getName)),
    ...logGroups.map((group) => describeLogGroup(group, getName)),
    ...roles.map((role) => describeRole(role, getName)),
    ...functions.flatMap((fn) => describeFunctionLogGroups(fn, declaredGroups, getName)),
    {
      resource: { id: 'account', kind: 'account', name: 'the whole account', declared: false },
      arns: [{ arn: '*', type: 'account' }],
      hasUnknownPolicy: false,
    },
  ];
}

/** Names the first known key of a table by its construct path, or as the table names it. */
function nameTableKey(table: TableRecord, assembly: Assembly, keysByArn: ReadonlyMap<string, readonly KeyRecord[]>): string | undefined {
  const [arn = ''] = listTableKeyArns(table, assembly);
  const [key] = listNearest(keysByArn.get(arn) ?? [], table.origin.stack, ({ origin }) => origin.stack);
  return key ? getConstructPath(key.origin) : table.key;
}

function describeKey({ origin, arn, account, policy }: KeyRecord, getName: (path: string) => string): KnownResource {
  const id = getConstructPath(origin);
  return {
    resource: { id, kind: 'key', name: `key ${getName(id)}`, declared: true },
    arns: [{ arn, type: 'key' }],
    account,
    policy,
    hasUnknownPolicy: false,
  };
}

/** Describes a role that others may assume. Its trust policy is the policy of the resource. */
function describeRole({ origin, arn, account, trust }: RoleRecord, getName: (path: string) => string): KnownResource {
  const id = getConstructPath(origin);
  return { resource: { id, kind: 'role', name: getName(id), declared: true }, arns: [{ arn, type: 'role' }], account, policy: trust, hasUnknownPolicy: false };
}

function describeLogGroup({ origin, arn, account }: LogGroupRecord, getName: (path: string) => string): KnownResource {
  const id = getConstructPath(origin);
  return makeLogGroup({ id, name: `log group ${getName(id)}`, declared: true }, arn, account);
}

/** Describes the log groups that a function may write to, except those that the app declares. */
function describeFunctionLogGroups(fn: FunctionRecord, declared: ReadonlySet<string>, getName: (path: string) => string): KnownResource[] {
  const path = getConstructPath(fn.origin);
  return listLogGroupArns(fn).filter((arn) => !declared.has(arn)).map((arn, index) => {
    const [id, name] = [`${path}/log-group`, `of ${getName(path)}`];
    const group = arn.split(':').pop();
    if (index === 0) return makeLogGroup({ id, name: `log group ${name}`, declared: false }, arn, fn.account);
    return makeLogGroup({ id: `${id}:${group}`, name: `log group ${group} ${name}`, declared: false }, arn, fn.account);
  });
}

/** Makes the resource that stands for the indexes of a replica whose source the app doesn't declare. */
function makeUnknownIndexes(id: string, name: string, table: string, owner: Ownership & Pick<KnownResource, 'policy'>): KnownResource {
  const resource = { id: `${id}/index/*`, kind: 'index', name: `any index of ${name}`, table: id, declared: false } as const;
  return { resource, arns: [{ arn: `${table}/index/${ANY_OTHER}`, type: 'index' }], ...owner };
}

function listTableResources(id: string, name: string, table: TableRecord, tableKey?: string): KnownResource[] {
  const { arn, account, policy, indexes, stream, streamPolicy, hasUnknownParts } = table;
  const owner = { account, hasUnknownPolicy: false };
  return [
    {
      resource: { id, kind: 'table', name, declared: true, ...tableKey !== undefined && { tableKey } },
      arns: [{ arn, type: 'table' }],
      indexes: nameIndexes(table),
      policy,
      ...owner,
    },
    ...indexes.map((index): KnownResource => ({
      resource: { id: `${id}/index/${index.name}`, kind: 'index', name: `index ${index.name} of ${name}`, table: id, declared: true },
      arns: [{ arn: index.arn, type: 'index' }],
      policy,
      ...owner,
    })),
    ...hasUnknownParts ? [makeUnknownIndexes(id, name, arn, { ...owner, policy })] : [],
    ...toList(stream).map((streamArn): KnownResource => ({
      resource: { id: `${id}/stream`, kind: 'stream', name: `the stream of ${name}`, table: id, declared: true },
      arns: [{ arn: streamArn, type: 'stream' }],
      policy: streamPolicy,
      ...owner,
    })),
    ...listRuntimeResources(id, name, arn, owner),
  ];
}
