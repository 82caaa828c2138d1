import { AccessRequest, Source, Subject, Verdict } from './subject';
import { getConstructPath } from '../policy/assembly-resources';
import { toList } from '../values/json-values';

/** Explains why a request that should be allowed isn't. */
export function explainMissingAccess(subject: Subject, request: AccessRequest, { reason, sources }: Verdict): string {
  const { action, resource, unknownResource } = request;
  if (unknownResource) {
    const { described, dependsOn, remedy } = unknownResource;
    return describeUnknownness(`${subject.name} is allowed ${action} on ${described}`, [dependsOn], ...toList(remedy));
  }
  const said = `${subject.name} is not allowed ${action} on ${describeResource(resource, subject)}`;
  const missing = JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource });
  const unknown = subject.unknownPolicies;
  const possible = subject.decideUncertain(request);
  const unread = possible.sources.filter(({ isUnread }) => possible.allowed && isUnread).flatMap((source) => source.unknown);
  if (unread.length > 0) return describeUnknownness(`${subject.name} is allowed ${action} on ${describeResource(resource, subject)}`, unread);
  const dependOn = (names: readonly string[]) =>
    joinLines(`${said}, unless ${names.join(' or ')} allows it`, ...names.some(isExternalPolicy) ? [describeRemedy()] : []);
  switch (reason) {
    case 'explicit-deny':
      if (sources.every((source) => source.unknown.length > 0)) return describeUnknownness(`${subject.name} is allowed ${action} on ${describeResource(resource, subject)}`, sources.flatMap((source) => source.unknown));
      return joinLines(`${said}: it is denied by`, ...sources.map(quoteSource));
    case 'boundary':
      if (subject.unknownBoundaries.length > 0) return dependOn(subject.unknownBoundaries);
      return joinLines(`${said}: the permissions boundary does not allow it, it allows only`, ...sources.map(quoteSource));
    case 'resource-policy': return joinLines(`${said}: the policy of the resource does not allow it, it allows only`, ...sources.map(quoteSource));
  }
  if (possible.allowed) {
    return joinLines(
      `${said}, unless unknown values make one of these statements match`, ...possible.sources.map(quoteSource),
      'Give the values of the request in rows, attributes or conditionKeys.',
    );
  }
  if (unknown.length > 0) return dependOn(unknown);
  const near = subject.statements.filter(({ statement }) => toList(statement.Action).includes(action));
  return joinLines(
    `${said}: no statement allows it. This statement is missing`, `  ${missing}`,
    ...near.length > 0 ? ['These statements name the action', ...near.map(quoteSource)] : [],
  );
}

/**
 * Explains why a request that shouldn't be allowed is possible, or may be. Returns `undefined` if it isn't possible.
 *
 * @param remark is added to the description of the request
 */
export function explainPossibility(subject: Subject, request: AccessRequest, remark: string): string | undefined {
  const said = `${subject.name} is allowed ${request.action} on ${describeResource(request.resource, subject)}${remark}`;
  const { allowed, sources } = subject.decidePossible(request);
  if (allowed) return joinLines(`${said}, by`, ...sources.map(quoteSource));
  // a known denial or permissions boundary decides, whatever the policies allow that aren't known
  if (!subject.hasMacro && !subject.decideOpen(request).allowed) return undefined;
  const uncertain = subject.decideUncertain(request);
  const deciding = uncertain.allowed ? [...subject.unknownBoundaries, ...uncertain.sources.flatMap((source) => source.unknown)] : [];
  const unknown = [...subject.unknownPolicies, ...subject.listPolicyMacros(request.resource), ...deciding];
  if (unknown.length === 0) return describeUnknownName(said, request, uncertain);
  return describeUnknownness(said, unknown, ...unknown.some(isExternalPolicy) ? [describeRemedy()] : []);
}

/** Explains that a statement may allow requests for other rows than those of an assertion. */
export function explainBroaderStatement(subject: Subject, { request, place }: { request: AccessRequest; place: string }): string {
  const { action, resource } = request;
  return describeUnknownness(`${subject.name} is allowed ${action} on ${describeResource(resource, subject)} for other rows`, [
    `the condition on dynamodb:LeadingKeys in ${place}`,
  ]);
}

function describeUnknownness(said: string, unknown: readonly string[], ...more: string[]): string {
  return joinLines(`It is unknown whether ${said}, because that depends on ${[...new Set(unknown)].join(', ')}`, ...more);
}

/** Describes a request that known statements allow if the resource has a name that they match. */
function describeUnknownName(said: string, { resource }: AccessRequest, { sources }: Verdict): string {
  return joinLines(describeUnknownness(said, [`the name of ${resource}`]), 'These statements may match that name', ...sources.map(quoteSource));
}

/** Describes a resource by its construct path, if the app declares it. */
function describeResource(resource: string, subject: Subject): string {
  const { tables, keys, logGroups } = subject.assembly;
  const table = subject.findInStage(tables.filter(({ arn }) => resource === arn || resource.startsWith(`${arn}/`)));
  if (table) {
    const [, kind, name] = /^\/(index|stream|backup|export|import)\/(.*)$/.exec(resource.slice(table.arn.length)) ?? [];
    const isReplicated = tables.some(({ origin, arn }) => origin === table.origin && arn !== table.arn);
    const whole = getConstructPath(table.origin) + (isReplicated ? ` in ${table.region}` : '');
    if (kind === undefined) return whole;
    return `the ${kind === 'index' ? `index ${name}` : kind} of ${whole}`;
  }
  const known = subject.findInStage([...keys, ...logGroups].filter(({ arn }) => resource === arn || resource.startsWith(`${arn}:`)));
  // a request for a group may have the beginning of the ARNs of its streams
  if (!known) return resource.replace(/:log-stream:$/, '');
  return getConstructPath(known.origin);
}

function joinLines(...texts: readonly string[]): string {
  return texts.join('\n');
}

function quoteSource({ place, statement }: Source): string {
  return `  ${place}: ${JSON.stringify(statement)}`;
}

/** A policy that the app attaches by its ARN. The content of others can't be given. */
function isExternalPolicy(name: string): boolean {
  return name.startsWith('arn:');
}

function describeRemedy(): string {
  return 'The app does not declare that policy. Give its content in managedPolicies.';
}
