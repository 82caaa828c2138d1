import { AccessFinder } from './access-finder';
import { ActionCatalogue } from './action-catalogue';
import { describeDefinitions } from './describe-definitions';
import { makeExternalGrantee } from './external-principals';
import { markWider } from './find-wider-permissions';
import { listDeclaredAccesses } from './granted-by';
import { hashContent } from './hash-content';
import { DeploymentEnvironment, KnownResource } from './known-resources';
import { listKnownResources } from './list-known-resources';
import { listUnknown } from './list-unknown';
import { listBoundaries, listPolicies, readReportedIdentities, ReportedIdentity } from './read-identities';
import { listWrittenStatements } from './read-statements';
import { readTrust } from './read-trust';
import { makeNameShortener } from './shorten-names';
import { Suggestions } from './suggest-features';
import { getConstructPath } from '../../policy/assembly-resources';
import { listFunctionRoles } from '../../policy/function-roles';
import { Assembly, AttachedPolicy, FunctionRecord } from '../../policy/read-assembly';
import { findSharedKeys } from '../../policy/shared-keys';
import { toList, toRecord } from '../../values/json-values';
import { groupBy, sortBy } from '../../values/lists';
import { AccessReportData, REPORT_VERSION, ReportedAccess, ReportedGrantee, UnknownPart } from '../report-data';

/** Reports the access of every role, user and group of an app. */
export function buildReport(assembly: Assembly, environments: readonly DeploymentEnvironment[]): AccessReportData {
  const unknown: UnknownPart[] = [];
  const catalogue = new ActionCatalogue(listMentionedActions(assembly));
  const identities = readReportedIdentities(assembly, catalogue, unknown);
  const getName = makeNameShortener([
    ...[...assembly.tables, ...assembly.keys, ...assembly.logGroups, ...assembly.functions].map(({ origin }) => getConstructPath(origin)),
    ...identities.map(({ record }) => getConstructPath(record.origin)),
  ]);
  const targets = listKnownResources(assembly, identities, environments, getName);
  const finder = new AccessFinder(targets, catalogue, identities, unknown);
  const suggestions = new Suggestions(targets, findSharedKeys(assembly));
  const roles = new Set(assembly.roles.map(({ origin }) => getConstructPath(origin)));
  const functionsByRole = groupBy(assembly.functions.flatMap((fn) => listFunctionRoles(assembly, fn).map(({ origin }) => ({ origin, fn }))),
    ({ origin }) => getConstructPath(origin));
  const granted = identities.map((identity) => {
    const grantee = describeGrantee(identity, functionsByRole.get(getConstructPath(identity.record.origin))?.map(({ fn }) => fn) ?? [], getName);
    const accesses = finder.findAccesses(identity).map((access) => roles.has(access.resource) ? access : markWider(access, grantee));
    const suggestion = suggestions.suggestFor(accesses, finder.findUseless(identity));
    return { grantee: { ...grantee, ...suggestion && { suggestion } }, accesses };
  });
  const external = finder.findExternalAccesses(new Set(identities.map(({ record }) => record.arn)));
  const externalGrantees = [...groupBy(external, ({ grantee }) => grantee).keys()].map(makeExternalGrantee);
  const accesses = [...granted.flatMap((each) => each.accesses), ...external];
  const reached = new Set(accesses.map(({ resource }) => resource));
  return {
    version: REPORT_VERSION,
    resources: sortBy(targets.map(({ resource }) => resource)
      .filter(({ id, declared, kind }) => reached.has(id) || (declared && kind !== 'log group' && kind !== 'role')), ({ id }) => id),
    grantees: sortBy([...granted.map(({ grantee }) => grantee), ...externalGrantees], ({ id }) => id),
    accesses: sortBy(accesses, ({ grantee, resource }) => `${grantee} ${resource}`),
    statements: findNamedStatements(accesses, identities, targets),
    actions: catalogue.listByKind(),
    unknown: listUnknown(assembly.unresolved, [...unknown, ...listUnknownRoles(assembly)]),
    definitions: describeDefinitions(assembly),
  };
}

/** Finds the statements that accesses name. */
function findNamedStatements(
  accesses: readonly ReportedAccess[],
  identities: readonly ReportedIdentity[],
  targets: readonly KnownResource[],
): AccessReportData['statements'] {
  const named = new Set(accesses.flatMap(({ allowed, denied }) => [...allowed, ...denied]).flatMap(({ statements }) => statements));
  const written = [
    ...identities.flatMap(({ record }) => listPolicies(record)),
    ...targets.map(({ resource, policy }) => ({ name: `policy of ${resource.name}`, document: policy })),
  ].flatMap(listWrittenStatements);
  return Object.fromEntries(sortBy(written.filter(([name]) => named.has(name)), ([name]) => name));
}

/** Lists the actions and patterns of actions that policies name. The report covers them even if the library doesn't know them. */
function listMentionedActions({ roles, users, groups, outside, tables, keys }: Assembly): Set<string> {
  const documents = [
    ...[...roles, ...users, ...groups, ...outside].flatMap(listPolicies).map(({ document }) => document),
    ...tables.flatMap(({ policy, streamPolicy }) => [policy, streamPolicy]),
    ...keys.map(({ policy }) => policy),
  ];
  const actions = documents.flatMap((document) => toList<unknown>(document?.Statement)).map(toRecord)
    .flatMap(({ Action, NotAction }) => [...toList(Action), ...toList(NotAction)]);
  return new Set(actions.filter((action) => typeof action === 'string').map((action) => action.trim()));
}

/** Names an identity that the app doesn't declare. */
function nameOutside({ name, account, arn, origin }: ReportedIdentity['record'], kind: ReportedGrantee['kind']): string | undefined {
  if (kind === 'principal') return `whoever has ${getConstructPath(origin)}`;
  if (origin.constructPath === arn) return `${kind} ${name} of account ${account}`;
  return undefined;
}

/** Lists the roles outside of the app that functions run with. Nothing is known about their policies. */
function listUnknownRoles(assembly: Assembly): UnknownPart[] {
  return assembly.functions.flatMap((fn) => {
    const declared = new Set(listFunctionRoles(assembly, fn).map(({ arn }) => arn));
    return fn.roles.filter((arn) => !declared.has(arn)).map((arn) => (
      { path: `${getConstructPath(fn.origin)}.Properties.Role`, problem: `the app does not declare the role ${arn}, so that its permissions are not known` }));
  });
}

/** A policy that may be attached to any identity isn't known to be attached to this one. */
function isUnknown({ document, anyIdentity }: AttachedPolicy): boolean {
  return document === undefined || anyIdentity === true;
}

function describeGrantee(
  { record, kind }: ReportedIdentity, itsFunctions: readonly FunctionRecord[], getName: (path: string) => string,
): ReportedGrantee {
  const path = getConstructPath(record.origin);
  const functions = itsFunctions.map(({ origin }) => getConstructPath(origin)).sort();
  const [boundary] = listBoundaries(record);
  const unknownPolicies = [...new Set(record.policies.filter(isUnknown).map((policy) => policy.name))].sort();
  return {
    id: path,
    kind,
    name: nameOutside(record, kind) ?? getName(functions.length === 1 ? functions[0] : path),
    functions,
    declared: listDeclaredAccesses(record.policies.flatMap(({ recordedAccesses }) => recordedAccesses)),
    unknownPolicies,
    ...boundary && { boundary: boundary.name },
    ...boundary && boundary.document === undefined && { unknownBoundary: true },
    ...boundary?.document && unknownPolicies.length > 0 && { boundaryHash: hashContent(boundary.document) },
    ...'trust' in record && { trust: readTrust(record) },
  };
}
