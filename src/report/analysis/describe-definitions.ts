import { listPolicies } from './read-identities';
import { getConstructPath } from '../../policy/assembly-resources';
import { Assembly, Origin, RoleRecord } from '../../policy/read-assembly';
import { matchesAction } from '../../policy/text-pattern';
import { toList, toRecord } from '../../values/json-values';
import { sortBy } from '../../values/lists';

/** The requests by which whoever assumes a role chooses tags and an identity for the session. */
const SESSION_ACTIONS = ['sts:TagSession', 'sts:SetSourceIdentity'];

/**
 * Lists what decides on permissions beside policies: the conditions, mappings and parameters on which unknown values depend, the conditions
 * of the resources that have policies, and, if policies have conditions on them, the tags of principals and resources, who chooses the tags
 * of a session, and the aliases of keys.
 */
export function describeDefinitions(assembly: Assembly): Record<string, unknown> {
  const { roles, users, groups, outside, tables, keys } = assembly;
  const ofResources = writeLower([...tables, ...keys].map(({ policy }) => policy));
  const identities = [...roles, ...users, ...groups, ...outside];
  const textsByRecord = new Map<unknown, string>(identities.map((record) => [record, writeLower(listPolicies(record))]));
  const isInResources = OF_PRINCIPALS.test(ofResources);
  const principals = [...roles, ...users].filter((record) => isInResources || OF_PRINCIPALS.test(textsByRecord.get(record)!));
  const all = [ofResources, ...textsByRecord.values()].join('');
  return Object.fromEntries(sortBy([
    ...assembly.definitions,
    ...listConditions(assembly),
    ...[...principals, ...listTaggedResources(assembly)].flatMap(({ origin }) => describeTags(assembly, origin)),
    ...principals.filter((record) => 'trust' in record).map(describeSessionChoices),
    ...all.includes('kms:resourcealiases') ? listAliases(assembly) : [],
  ], ([path]) => path));
}

type Definition = readonly [path: string, definition: unknown];

/** Lists the conditions of the resources that have policies. */
function listConditions(assembly: Assembly): Definition[] {
  const { roles, users, groups, outside, tables, keys } = assembly;
  const unattached = outside.filter(({ kind }) => kind === 'principal');
  return [...roles, ...users, ...groups, ...unattached, ...keys, ...tables.filter(({ policy, streamPolicy }) => policy ?? streamPolicy)]
    .map(({ origin }): Definition => [`${getConstructPath(origin)}.Condition`, assembly.conditionAt(origin)])
    .filter(([, condition]) => condition !== undefined);
}

/** Lists the resources on whose tags policies have conditions. */
function listTaggedResources({ roles, users, groups, outside, tables, keys, logGroups }: Assembly): readonly { readonly origin: Origin }[] {
  const attached = [...roles, ...users, ...groups, ...outside].flatMap(listPolicies);
  const documents = [...attached.map(({ document }) => document), ...[...tables, ...keys].map(({ policy }) => policy)];
  const statements = documents.flatMap((document) => toList<unknown>(document?.Statement)).filter((each) => writeLower([each]).includes('aws:resourcetag'));
  const namesService = (service: string) => statements.some((statement) => mayName(statement, (pattern) => new RegExp(`^(${service}:|[^:]*[*?])`, 'i').test(pattern)));
  return [...statements.length > 0 ? [...tables, ...keys] : [], ...namesService('logs') ? logGroups : [], ...namesService('sts') ? roles : []];
}

function describeTags(assembly: Assembly, origin: Origin): Definition[] {
  return Object.entries(assembly.tagsAt(origin)).map(([property, tags]) => [`${getConstructPath(origin)}.Properties.${property}`, tags]);
}

function describeSessionChoices({ origin, trust }: RoleRecord): Definition {
  return [`${getConstructPath(origin)}.Properties.AssumeRolePolicyDocument`, toList<unknown>(toRecord(trust).Statement).filter(choosesSession)];
}

/** Lists the aliases of each key, and the other aliases with the keys that they are for. */
function listAliases(assembly: Assembly): Definition[] {
  const { keys } = assembly;
  const known = new Set(keys.flatMap(({ aliases }) => aliases));
  const others = assembly.listResources('AWS::KMS::Alias')
    .map(({ origin }) => ['AliasName', 'TargetKeyId'].map((name) => assembly.propertyAt<unknown>(origin, name)))
    .filter(([name]) => !known.has(String(name)));
  return [
    ...keys.map(({ origin, aliases }): Definition => [`the aliases of ${getConstructPath(origin)}`, [...aliases].sort()]),
    ['the aliases of other keys', sortBy(others, (alias) => JSON.stringify(alias))],
  ];
}

/** The condition keys and policy variables whose values are tags of principals, or chosen by whoever assumes a role. */
const OF_PRINCIPALS = /aws:principaltag|aws:sourceidentity|sts:sourceidentity/;

function writeLower(content: readonly unknown[]): string {
  return JSON.stringify(content).toLowerCase();
}

/** Tells whether a statement may decide who chooses tags and an identity for a session. */
function choosesSession(statement: unknown): boolean {
  return mayName(statement, (pattern) => SESSION_ACTIONS.some((action) => matchesAction(pattern, action)));
}

/** Tells whether an action of a statement is one that is looked for. Those that aren't known may be. */
function mayName(statement: unknown, isMeant: (pattern: string) => boolean): boolean {
  const { Action, NotAction } = toRecord(statement);
  if (NotAction !== undefined) return true;
  return toList<unknown>(Action).some((pattern) => typeof pattern !== 'string' || isMeant(pattern));
}
