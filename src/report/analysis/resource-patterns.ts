import { DeploymentEnvironment } from './known-resources';
import { splitByService } from './named-resources';
import { ReportedIdentity } from './read-identities';
import { canMatch } from '../../policy/arn-patterns';
import { isPatternIncluded } from '../../policy/pattern-inclusion';
import { hasPolicyVariable } from '../../policy/policy-variables';
import { ANY_OTHER } from '../../policy/table-part';
import { parseResource } from '../../policy/text-pattern';
import { partition } from '../../values/lists';

/** A pattern for the resources of any name, in any Region and account. */
const ANY_RESOURCE = '*';
/** The parts of an ARN that say where a resource is: the partition, the Region and the account. */
const PLACE = [1, 3, 4] as const;
/** The name of any resource of the report, by service. */
const ANY_NAME = { dynamodb: 'table/*', kms: 'key/*', logs: 'log-group:*' };

/** The resources that the policies and the boundary of an identity name. */
interface NamedPatterns {
  /** The patterns of `Resource` in any statement, and of `NotResource` in a denial. */
  readonly named: readonly string[];
  /** The patterns that statements except or deny. A variable may have a value that matches nothing. */
  readonly excluded: readonly string[];
}

/** Lists the resources that identities name, and what two patterns of one identity share. */
export function listIdentityPatterns(identities: readonly ReportedIdentity[]): Set<string> {
  const lists = identities.map((identity) => readNamedPatterns(identity).named);
  return new Set([...lists.flat(), ...lists.flatMap(listSharedPatterns)]);
}

/**
 * Lists what the patterns of identities match in a Region without stacks, if an identity has a denial or an exception for all that they match in a
 * Region of the app.
 */
export function listPatternsElsewhere(identities: readonly ReportedIdentity[], environments: readonly DeploymentEnvironment[]): Set<string> {
  return new Set(identities.map(readNamedPatterns).flatMap(({ named, excluded }) => listLeftElsewhere(named, excluded, environments)));
}

function readNamedPatterns({ statements, boundary = [] }: ReportedIdentity): NamedPatterns {
  const elements = [...statements, ...boundary].flatMap(({ parsed: { effect, resources } }) => resources ? [{ ...resources, allows: effect === 'Allow' }] : []);
  const [exceptions, named] = partition(elements, ({ allows, negated }) => allows && negated).map((each) => each.flatMap(({ values }) => values));
  const denied = elements.filter(({ allows, negated }) => !allows && !negated).flatMap(({ values }) => values);
  return {
    named: exceptions.length > 0 ? [...named, ANY_RESOURCE] : named,
    excluded: [...exceptions, ...denied].filter((pattern) => !hasPolicyVariable(pattern)),
  };
}

/**
 * Lists the patterns that match only what two patterns of an identity share, where one limits the Region or the account and the other the name.
 * A boundary for one Region leaves only that of a policy on one name in all Regions.
 */
function listSharedPatterns(patterns: readonly string[]): string[] {
  const complete = completePatterns(patterns);
  return complete.filter((pattern) => matchesSeveralPlaces(pattern) && !matchesAnyName(pattern)).flatMap((pattern) => complete
    .map((other) => ({ other, shared: movePattern(pattern, other) }))
    .filter(({ other, shared }) => shared !== pattern && canMatch(shared, other) && !isLimitedTo(other, [pattern]))
    .map(({ shared }) => shared));
}

function listLeftElsewhere(named: readonly string[], excluded: readonly string[], environments: readonly DeploymentEnvironment[]): string[] {
  if (excluded.length === 0) return [];
  const [patterns, exceptions] = [completePatterns(named).map(nameKind), completePatterns(excluded)];
  return patterns.filter(matchesSeveralPlaces).flatMap((pattern) => environments
    .filter((environment) => isLimitedTo(movePattern(pattern, writePlace(environment)), exceptions))
    .map((environment) => movePattern(pattern, writePlace({ ...environment, region: ANY_OTHER })))
    .filter((elsewhere) => isLimitedTo(elsewhere, [pattern]) && !isLimitedTo(elsewhere, exceptions)));
}

function completePatterns(patterns: readonly string[]): string[] {
  return [...new Set(patterns.flatMap(splitByService))];
}

function isLimitedTo(pattern: string, others: readonly string[]): boolean {
  return isPatternIncluded(parseResource(pattern), others.map(parseResource));
}

/** Replaces any name by that of any table, key or log group. */
function nameKind(pattern: string): string {
  if (!matchesAnyName(pattern)) return pattern;
  const service = pattern.split(':')[2] as keyof typeof ANY_NAME;
  return pattern.replace(/\*$/, ANY_NAME[service]);
}

function matchesSeveralPlaces(pattern: string): boolean {
  const parts = pattern.split(':');
  return PLACE.some((index) => hasWildcards(parts[index]));
}

function matchesAnyName(pattern: string): boolean {
  return pattern.split(':').slice(5).join(':') === '*';
}

/** Limits a pattern to the partition, the Region and the account that another names. */
function movePattern(pattern: string, other: string): string {
  const [parts, places] = [pattern, other].map((each) => each.split(':'));
  for (const index of PLACE) if (hasWildcards(parts[index]) && !hasWildcards(places[index])) parts[index] = places[index];
  return parts.join(':');
}

function writePlace({ partition: name, region, account }: DeploymentEnvironment): string {
  return `arn:${name}:*:${region}:${account}:*`;
}

function hasWildcards(part: string): boolean {
  return /[*?]/.test(part);
}
