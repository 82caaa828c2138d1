import { DeploymentEnvironment } from './known-resources';
import { splitByService } from './named-resources';
import { ReportedIdentity } from './read-identities';
import { isPatternIncluded } from '../../policy/pattern-inclusion';
import { intersectPatterns } from '../../policy/pattern-intersection';
import { hasPolicyVariable, replacePolicyVariables } from '../../policy/policy-variables';
import { OTHER_REGION } from '../../policy/table-part';
import { parseResource, splitIntoParts } from '../../policy/text-pattern';
import { toList } from '../../values/json-values';

/** A pattern for the resources of any name, in any Region and account. */
const ANY_RESOURCE = '*';
/** The parts of an ARN that say where a resource is: the partition, the Region and the account. */
const PLACE = [1, 3, 4] as const;
/** Policies with more patterns that cross are rare, and each has a place in the report. */
const MOST_SHARED = 1_000;
/** The name of any resource of the report, by service. */
const ANY_NAME = { dynamodb: 'table/*', kms: 'key/*', logs: 'log-group:*' };

/** The resources that the policies and the boundary of an identity name. */
interface NamedPatterns {
  readonly named: readonly string[];
  /** The patterns of each denial and of each `NotResource`, without variables. These may have a value that matches nothing. */
  readonly limiting: readonly (readonly string[])[];
  /** Lists of patterns. A request matches one of each list: of the policies, of the boundary and of each denial with `NotResource`. */
  readonly limits: readonly (readonly string[])[];
}

/** Lists the resources that identities name, and what patterns of one identity share. */
export function listIdentityPatterns(identities: readonly ReportedIdentity[]): Set<string> {
  const all = identities.map(readNamedPatterns);
  return new Set([...all.flatMap(({ named }) => named), ...all.flatMap(listSharedPatterns)]);
}

/**
 * Lists what the patterns of identities match in a Region without stacks, if a denial or an exception of the identity is about all that they match
 * in a Region of the app.
 */
export function listPatternsElsewhere(identities: readonly ReportedIdentity[], environments: readonly DeploymentEnvironment[]): Set<string> {
  return new Set(identities.map(readNamedPatterns).flatMap((patterns) => listLeftElsewhere(patterns, environments)));
}

function readNamedPatterns({ statements, boundary = [] }: ReportedIdentity): NamedPatterns {
  const [own, bounding] = [statements, boundary].map((list) => list.flatMap(({ parsed: { effect, resources } }) => (
    resources ? [{ ...resources, allows: effect === 'Allow' }] : [])));
  const elements = [...own, ...bounding];
  const limiting = elements.filter(({ allows, negated }) => !allows || negated);
  const spared = limiting.filter(({ allows, negated }) => !allows && negated).map(({ values }) => values);
  return {
    named: [...elements.flatMap(({ values }) => values), ...limiting.filter(({ allows }) => allows).map(() => ANY_RESOURCE)],
    limiting: limiting.map(({ values }) => values.filter((pattern) => !hasPolicyVariable(pattern))),
    limits: [...[own, bounding].map(listAllowed), ...spared].filter((values) => values.length > 0),
  };
}

/** The resources of a statement. */
interface Element {
  readonly allows: boolean;
  readonly negated: boolean;
  readonly values: readonly string[];
}

function listAllowed(elements: readonly Element[]): readonly string[] {
  return elements.filter(({ allows }) => allows).flatMap(({ negated, values }) => negated ? [ANY_RESOURCE] : values);
}

/**
 * Lists patterns for what patterns of several lists share, where none of them includes the other. A boundary for one Region leaves only that of a
 * policy on one name in all Regions.
 */
function listSharedPatterns({ limits }: NamedPatterns): string[] {
  const [first = [], ...others] = limits.map(completePatterns);
  let left: readonly string[] = first;
  const shared: string[] = [];
  for (const patterns of others) {
    left = [...new Set(left.flatMap((pattern) => patterns.flatMap((other) => toList(findShared(pattern, other)))))].slice(0, MOST_SHARED);
    shared.push(...left.filter((pattern) => !first.includes(pattern) && !patterns.includes(pattern)));
  }
  return shared;
}

function findShared(pattern: string, other: string): string | undefined {
  if (isLimitedTo(pattern, [other])) return pattern;
  if (isLimitedTo(other, [pattern])) return other;
  const [parts, others] = [pattern, other].map(splitIntoParts);
  const shared = parts.map((part, index) => intersectPatterns(part, others[index]));
  if (shared.includes(undefined)) return undefined;
  return shared.join(':');
}

function listLeftElsewhere({ named, limiting }: NamedPatterns, environments: readonly DeploymentEnvironment[]): string[] {
  if (limiting.length === 0) return [];
  const patterns = completePatterns(named).map(nameKind).filter(matchesSeveralPlaces);
  const limits = limiting.map(completePatterns);
  return patterns.flatMap((pattern) => environments.flatMap((environment) => {
    const [here, elsewhere] = [environment, { ...environment, region: OTHER_REGION }].map((each) => movePattern(pattern, writePlace(each)));
    const onlyHere = limits.filter((values) => !isLimitedTo(elsewhere, values)).flat();
    if (!isLimitedTo(elsewhere, [pattern]) || !isLimitedTo(here, onlyHere)) return [];
    return [elsewhere];
  }));
}

function completePatterns(patterns: readonly string[]): string[] {
  return [...new Set(patterns.flatMap(splitByService).map((pattern) => replacePolicyVariables(pattern)))];
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
  return splitIntoParts(pattern)[5] === '*';
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
