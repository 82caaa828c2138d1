import { listPolicies } from './read-identities';
import { getConstructPath } from '../../policy/assembly-resources';
import { Assembly, Origin, RoleRecord, UserRecord } from '../../policy/read-assembly';
import { matchesAction } from '../../policy/text-pattern';
import { toList, toRecord } from '../../values/json-values';
import { sortBy } from '../../values/lists';

/** The requests by which whoever assumes a role chooses tags and an identity for the session. */
const SESSION_ACTIONS = ['sts:TagSession', 'sts:SetSourceIdentity'];

/**
 * Lists what decides on permissions beside policies: the conditions, mappings and parameters on which unknown values depend, the conditions
 * of the resources that have policies, and, if policies have conditions on them, the tags of principals and resources, who chooses the tags of a session, and the aliases of keys.
 */
export function describeDefinitions(assembly: Assembly): Record<string, unknown> {
  const { roles, users, groups, outside, tables, keys } = assembly;
  const ofResources = writeLower([...tables, ...keys].map(({ policy }) => policy));
  const identities = [...roles, ...users, ...groups, ...outside];
  const textsByRecord = new Map<unknown, string>(identities.map((record) => [record, writeLower(listPolicies(record))]));
  const all = [ofResources, ...textsByRecord.values()].join('');
  const describeTags = ({ origin }: { readonly origin: Origin }): [string, unknown] => (
    [`${getConstructPath(origin)}.Properties.Tags`, assembly.propertyAt(origin, 'Tags') ?? []]);
  const principals = outside.filter(({ kind }) => kind === 'principal');
  const conditional = [...roles, ...users, ...groups, ...principals, ...keys, ...tables.filter(({ policy, streamPolicy }) => policy ?? streamPolicy)]
    .map(({ origin }) => [`${getConstructPath(origin)}.Condition`, assembly.conditionAt(origin)] as const);
  const isInResources = OF_PRINCIPALS.test(ofResources);
  const hasConditionOnTags = (record: RoleRecord | UserRecord) => isInResources || OF_PRINCIPALS.test(textsByRecord.get(record)!);
  const trusts = roles.filter(hasConditionOnTags).map(({ origin, trust }): [string, unknown] => (
    [`${getConstructPath(origin)}.Properties.AssumeRolePolicyDocument`, toList<unknown>(toRecord(trust).Statement).filter(choosesSession)]));
  const aliases = keys.map((key): [string, unknown] => [`the aliases of ${getConstructPath(key.origin)}`, [...key.aliases].sort()]);
  return Object.fromEntries(sortBy([
    ...assembly.definitions,
    ...conditional.filter(([, condition]) => condition !== undefined),
    ...[...roles, ...users].filter(hasConditionOnTags).map(describeTags),
    ...trusts,
    ...[...tables, ...keys].filter(() => all.includes('aws:resourcetag')).map(describeTags),
    ...aliases.filter(() => all.includes('kms:resourcealiases')),
  ], ([path]) => path));
}

/** The condition keys and policy variables whose values are tags of principals, or chosen by whoever assumes a role. */
const OF_PRINCIPALS = /aws:principaltag|aws:sourceidentity|sts:sourceidentity/;

function writeLower(content: readonly unknown[]): string {
  return JSON.stringify(content).toLowerCase();
}

/** Tells whether a statement may decide who chooses tags and an identity for a session. */
function choosesSession(statement: unknown): boolean {
  const { Action, NotAction } = toRecord(statement);
  if (NotAction !== undefined) return true;
  return toList<unknown>(Action).some((pattern) => typeof pattern !== 'string' || SESSION_ACTIONS.some((action) => matchesAction(pattern, action)));
}
