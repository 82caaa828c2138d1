import { ASSUME_ROLE } from './action-catalogue';
import { ArnMatcher } from './arn-matcher';
import { listDeclaredResources } from './declared-resources';
import { DeploymentEnvironment, KnownResource, listOtherResources, makeOtherLogGroupArn } from './known-resources';
import { isBroadPattern, listNamedResources, listNamedRoles, listPatternResources } from './named-resources';
import { ReportedIdentity } from './read-identities';
import { replacePolicyVariables } from '../../policy/policy-variables';
import { Assembly } from '../../policy/read-assembly';
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
  const addAll = (more: readonly KnownResource[]) => {
    all.push(...more);
    for (const target of more) for (const { arn } of target.arns) byArn.set(arn, target);
  };
  const patterns = new Set(identities.flatMap(({ statements, boundary = [] }) => [...statements, ...boundary])
    .flatMap(({ parsed: { resources } }) => resources?.negated ? [] : resources?.values ?? []));
  addAll(listDeclaredResources(assembly, getName));
  for (const pattern of patterns) addAll(listNamedResources(pattern, (arn) => byArn.get(arn)));
  addAll(listOutsideRoles(identities, (arn) => byArn.has(arn)));
  for (const environment of environments) addAll(listOtherResources(environment, makeSuffix(environment, environments)));
  const matcher = new ArnMatcher([...byArn.keys()]);
  const reachesOthers = (pattern: string) => {
    const matching = matcher.matchArns(replacePolicyVariables(pattern));
    return matching.length === 0 || (isBroadPattern(pattern) && !matching.some((arn) => byArn.get(arn)!.resource.any));
  };
  const others = [...patterns].filter((pattern) => /^arn:[^:]+:(dynamodb|kms|logs):/.test(pattern))
    .filter((pattern) => !byArn.has(pattern.replace(/\/(index|stream)\/.*$/, ''))) // the indexes and stream of a known table are known
    .filter(reachesOthers);
  for (const pattern of others) addAll(listPatternResources(pattern, environments, (arn) => byArn.has(arn)));
  return renameWithoutOthers(nameOthers(all, byArn));
}

/** Lists the roles that statements allow to assume and that the app doesn't declare. */
function listOutsideRoles(identities: readonly ReportedIdentity[], isKnown: (arn: string) => boolean): KnownResource[] {
  const allowing = identities.flatMap(({ statements }) => statements)
    .filter(({ actions, parsed: { effect, resources } }) => effect === 'Allow' && actions.has(ASSUME_ROLE) && !resources?.negated);
  const arns = new Set(allowing.flatMap(({ parsed }) => parsed.resources?.values ?? []));
  return [...arns].filter((arn) => !isKnown(arn)).flatMap(listNamedRoles);
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

function makeSuffix({ account, region }: DeploymentEnvironment, all: readonly DeploymentEnvironment[]): string {
  if (all.length === 1) return '';
  return ` of account ${account} in ${region}`;
}
