import { ASSUME_ROLE } from './action-catalogue';
import { ArnMatcher } from './arn-matcher';
import { listDeclaredResources } from './declared-resources';
import { DeploymentEnvironment, KnownResource, listOtherResources, makeOtherLogGroupArn, makeOtherRoles } from './known-resources';
import { findTableResourceKind, isBroadPattern, isRolePattern, listNamedResources, listNamedRoles, listPatternResources, splitByService } from './named-resources';
import { ReportedIdentity } from './read-identities';
import { listIdentityPatterns, listPatternsElsewhere } from './resource-patterns';
import { replacePolicyVariables } from '../../policy/policy-variables';
import { Assembly } from '../../policy/read-assembly';
import { OTHER_REGION } from '../../policy/table-part';
import { toList } from '../../values/json-values';
import { groupBy, partition, removeDuplicates } from '../../values/lists';
import { removeOther } from '../phrases';

/** Lists the resources of an app, those that its policies name, and one that stands for all others of each kind. */
export function listKnownResources(
  assembly: Assembly,
  identities: readonly ReportedIdentity[],
  environments: readonly DeploymentEnvironment[],
  getName: (path: string) => string,
): KnownResource[] {
  const all: KnownResource[] = [];
  const byArn = new Map<string, KnownResource>();
  const targetsByArn = new Map<string, KnownResource[]>();
  const addAll = (more: readonly KnownResource[]) => {
    all.push(...more);
    for (const target of more) {
      for (const { arn } of target.arns) {
        byArn.set(arn, target);
        targetsByArn.set(arn, [...targetsByArn.get(arn) ?? [], target]);
      }
    }
  };
  const patterns = listIdentityPatterns(identities);
  addAll(listDeclaredResources(assembly, getName));
  for (const pattern of patterns) addAll(listNamedResources(pattern, (arn) => targetsByArn.get(arn) ?? []));
  const roles = listAssumedRoles(identities);
  addAll(roles.filter((arn) => !byArn.has(arn)).flatMap(listNamedRoles));
  for (const environment of environments) addAll(listOtherResources(environment, makeSuffix(environment, environments)));
  addAll(listOtherRoles(environments));
  addAll(listResourcesElsewhere(environments, listPatternsElsewhere(identities, environments), byArn));
  const matcher = new ArnMatcher([...byArn.keys()]);
  const reachesOthers = (pattern: string) => {
    const matching = matcher.matchArns(replacePolicyVariables(pattern));
    return matching.length === 0 || (isBroadPattern(pattern) && !matching.some((arn) => standsFor(byArn.get(arn)!, arn, pattern)));
  };
  const others = [...new Set([...patterns].flatMap(splitByService)), ...roles.filter(isRolePattern)]
    .filter((pattern) => !byArn.has(pattern.replace(/\/(index|stream)\/.*$/, ''))) // the indexes and stream of a known table are known
    .filter(reachesOthers);
  for (const pattern of others) addAll(listPatternResources(pattern, environments, (arn) => byArn.has(arn)));
  return nameRegions(renameWithoutOthers(nameOthers(all, byArn)), environments);
}

/**
 * Tells whether a resource that stands for all others also stands for those that a pattern matches. A pattern such as `table/*x*` matches the
 * indexes of all tables, and some tables.
 */
function standsFor({ resource, arns }: KnownResource, arn: string, pattern: string): boolean {
  if (!resource.any) return false;
  return resource.kind !== 'table' || arns.some((each) => each.arn === arn && each.type === findTableResourceKind(pattern));
}

/** Lists the resources of statements about assuming roles. */
function listAssumedRoles(identities: readonly ReportedIdentity[]): string[] {
  const statements = identities.flatMap((identity) => [...identity.statements, ...identity.boundary ?? []])
    .filter(({ actions, parsed: { resources } }) => actions.has(ASSUME_ROLE) && !resources?.negated);
  return [...new Set(statements.flatMap(({ parsed }) => parsed.resources?.values ?? []))];
}

/** Lists a resource for each account of the app that stands for the roles that the app doesn't have. */
function listOtherRoles(environments: readonly DeploymentEnvironment[]): KnownResource[] {
  const byAccount = [...groupBy(environments, ({ account }) => account).values()].map(([first]) => first);
  if (byAccount.length === 1) return [makeOtherRoles(byAccount[0], '')];
  return byAccount.map((each) => makeOtherRoles(each, ` of account ${each.account}`));
}

/** Lists the resources that patterns match in Regions without stacks. */
function listResourcesElsewhere(
  environments: readonly DeploymentEnvironment[], patterns: ReadonlySet<string>, byArn: ReadonlyMap<string, KnownResource>,
): KnownResource[] {
  const [broad, narrow] = partition([...patterns], matchesEveryName);
  const found = narrow.flatMap((pattern) => isBroadPattern(pattern)
    ? listPatternResources(pattern, environments, () => false) : listNamedResources(pattern, (arn) => toList(byArn.get(arn))));
  const byId = new Map(found.map((each) => [each.resource.id, each]));
  return [
    ...[...byId.values()].map(({ resource, ...each }): KnownResource => ({ ...each, resource: { ...resource, name: `${resource.name} in other Regions` } })),
    ...broad.length > 0 ? listOthersElsewhere(environments) : [],
  ];
}

function listOthersElsewhere(environments: readonly DeploymentEnvironment[]): KnownResource[] {
  const elsewhere = removeDuplicates(environments.map((each): DeploymentEnvironment => ({ ...each, region: OTHER_REGION })));
  return elsewhere.flatMap((each) => listOtherResources(each, `${elsewhere.length > 1 ? ` of account ${each.account}` : ''} in other Regions`));
}

/** Tells whether a pattern of a place matches all tables, keys or log groups there. */
function matchesEveryName(pattern: string): boolean {
  return /:(\*|table\/\*|key\/\*|log-group:\*)(:\*)*$/.test(pattern);
}

/** Names, for each log group, the resource that stands for the others. */
function nameOthers(targets: readonly KnownResource[], byArn: ReadonlyMap<string, KnownResource>): KnownResource[] {
  return targets.map((target) => {
    const { resource, arns: [{ arn }] } = target;
    const others = resource.kind === 'log group' && !resource.any ? byArn.get(makeOtherLogGroupArn(arn)) : undefined;
    return others ? { ...target, resource: { ...resource, others: others.resource.id } } : target;
  });
}

/** Removes `other` from the names of resources that stand for all others where no resource of the kind is known. */
function renameWithoutOthers(targets: readonly KnownResource[]): KnownResource[] {
  const known = targets.filter(({ resource }) => !resource.any);
  const kinds = new Set(known.map(({ resource }) => resource.kind));
  const stoodFor = new Set(known.map(({ resource }) => resource.others));
  return targets.map((target) => {
    const { resource } = target;
    const hasOthers = resource.kind === 'log group' ? stoodFor.has(resource.id) : kinds.has(resource.kind);
    if (!resource.any || hasOthers) return target;
    return { ...target, resource: { ...resource, name: removeOther(resource.name) } };
  });
}

/** Adds the Region to the names of resources outside of the Regions of the app. */
function nameRegions(targets: readonly KnownResource[], environments: readonly DeploymentEnvironment[]): KnownResource[] {
  const regions = new Set(environments.map(({ region }) => region));
  return targets.map((target) => {
    const { resource, arns: [{ arn }] } = target;
    const region = arn.split(':')[3];
    if (resource.declared || resource.any || !region || regions.has(region) || region === OTHER_REGION) return target;
    return { ...target, resource: { ...resource, name: `${resource.name} in ${region}` } };
  });
}

function makeSuffix({ account, region }: DeploymentEnvironment, all: readonly DeploymentEnvironment[]): string {
  if (all.length === 1) return '';
  return ` of account ${account} in ${region}`;
}
