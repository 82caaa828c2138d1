import { Ways } from './access-index';
import { appendWays, describeWays } from './describe-ways';
import { hashContent } from './hash-content';
import { areIncluded } from '../../policy/condition-inclusion';
import { toRecord } from '../../values/json-values';
import { groupBy } from '../../values/lists';
import { joinWords } from '../phrases';
import { AccessReportData, Change, ReportedGrantee, ReportedTrust, UnknownPart } from '../report-data';

type Said = Pick<Change, 'direction' | 'text'>;

/** Compares what limits grantees, who may assume them, and what can't be known of them. */
export function compareGrantees(before: AccessReportData, after: AccessReportData): Change[] {
  const [old, now] = [before, after].map(({ grantees }) => new Map(grantees.map((grantee) => [grantee.id, grantee])));
  const changes = [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((id) => {
    const [one, other] = [old.get(id), now.get(id)];
    return [...compareFunctions(one, other), ...comparePolicies(one, other), ...compareBoundaries(one, other), ...compareTrust(one, other)]
      .map((said): Change => ({ direction: said.direction, grantee: id, actions: [], text: said.text }));
  });
  return [...changes, ...compareUnknown(before, after), ...compareDefinitions(before, after)];
}

/** Compares the functions of a role. The permissions of a new role are said, and those of a role that stays aren't. */
function compareFunctions(old?: ReportedGrantee, now?: ReportedGrantee): Said[] {
  if (!old || !now) return [];
  return [
    ...now.functions.filter((fn) => !old.functions.includes(fn)).map((fn): Said =>
      ({ direction: 'more', text: `${fn} now runs with the role ${now.id}, and may do all that the role may do` })),
    ...old.functions.filter((fn) => !now.functions.includes(fn)).map((fn): Said =>
      ({ direction: 'less', text: `${fn} no longer runs with the role ${now.id}` })),
  ];
}

/** Compares the policies whose content the app doesn't have. */
function comparePolicies(old?: ReportedGrantee, now?: ReportedGrantee): Said[] {
  const [one, other] = [old?.unknownPolicies ?? [], now?.unknownPolicies ?? []];
  const { name } = (now ?? old)!;
  return [
    ...other.filter((policy) => !one.includes(policy)).map((policy): Said =>
      ({ direction: 'more', text: `${name} may now do whatever ${policy} allows, which the app does not say` })),
    // a policy of which nothing is known may deny something
    ...one.filter((policy) => !other.includes(policy)).map((policy): Said =>
      ({ direction: 'more', text: `${name} may now do what ${policy} denies, and may no longer do what it allows, which the app does not say` })),
  ];
}

/** A boundary whose content isn't known isn't in the conditions of accesses, so its name is compared. */
function compareBoundaries(old?: ReportedGrantee, now?: ReportedGrantee): Said[] {
  if (!old || !now) return [];
  if (old.boundary === now.boundary) return compareHashes(old, now);
  if (old.boundary === undefined) return [{ direction: 'less', text: `${now.name} is now limited by the permissions boundary ${now.boundary}` }];
  const other = now.boundary === undefined ? '' : `, but by ${now.boundary}`;
  return [{ direction: 'more', text: `${now.name} is no longer limited by the permissions boundary ${old.boundary}${other}` }];
}

/** Compares what a permissions boundary leaves of policies whose content isn't known. */
function compareHashes(old: ReportedGrantee, now: ReportedGrantee): Said[] {
  if (old.boundaryHash === undefined || now.boundaryHash === undefined || old.boundaryHash === now.boundaryHash) return [];
  const policies = joinWords(now.unknownPolicies);
  return [{ direction: 'more', text: `the permissions boundary ${now.boundary} of ${now.name} is another one, and may allow more of what ${policies} allows` }];
}

function compareTrust(old?: ReportedGrantee, now?: ReportedGrantee): Said[] {
  const { name } = (now ?? old)!;
  const [one, other] = [groupTrust(old), groupTrust(now)];
  return [...new Set([...one.keys(), ...other.keys()])].sort().flatMap((key): Said[] => {
    const [before, after] = [one.get(key) ?? [], other.get(key) ?? []];
    const { denied, principal } = (after[0] ?? before[0])!;
    const [ways, otherWays] = [before, after].map((trusts) => trusts.map(({ conditions }) => conditions));
    const [fewer, more] = [areIncluded(otherWays, ways), areIncluded(ways, otherWays)];
    if (fewer && more) return [];
    const isLess = denied ? more : fewer;
    const what = `${denied ? 'is denied' : 'is allowed'} to ${principal}`;
    return [{ direction: isLess ? 'less' : 'more', text: `assuming ${name} ${what} ${describePeriod(ways, otherWays)}` }];
  });
}

function describePeriod(before: Ways, after: Ways): string {
  if (after.length === 0) return 'no longer';
  if (before.length === 0) return `now${appendWays(after)}`;
  return `under other conditions, now ${describeWays(after)}, before ${describeWays(before)}`;
}

function groupTrust(grantee?: ReportedGrantee): Map<string, ReportedTrust[]> {
  return groupBy(grantee?.trust ?? [], ({ denied, principal }) => JSON.stringify([denied, principal]));
}

/** Compares what can't be known before deployment. It may allow more, also if it changes in another part or a denial of it is gone. */
function compareUnknown(before: AccessReportData, after: AccessReportData): Change[] {
  const [old, now] = [before, after].map(({ unknown }) => new Set(unknown.map((part) => JSON.stringify(part))));
  const places = new Set(after.unknown.map(({ path, problem }) => JSON.stringify([path, problem])));
  // the conditions of resources are compared as definitions, or as choices of statements
  const added = after.unknown.filter((part) => !old.has(JSON.stringify(part)) && !part.path.endsWith('.Condition'))
    .map((part) => describeUnknownChange(part, 'may allow more'));
  const gone = before.unknown.filter((part) => !now.has(JSON.stringify(part)) && !places.has(JSON.stringify([part.path, part.problem])))
    .filter(({ statements = [] }) => statements.some(mayDeny)).map((part) => describeUnknownChange(part, 'may no longer deny something'));
  return [...added, ...gone];
}

function mayDeny(statement: unknown): boolean {
  return toRecord(statement).Effect !== 'Allow';
}

/**
 * Compares the definitions that decide at deployment. A condition may have another outcome, and so give more, if its definition changes. A
 * resource that is still there without its condition exists in more deployments.
 */
function compareDefinitions(before: AccessReportData, after: AccessReportData): Change[] {
  const staying = new Set([...after.grantees, ...after.resources].map(({ id }) => `${id}.Condition`));
  return Object.entries(before.definitions).flatMap(([path, old]): Change[] => {
    const now = after.definitions[path];
    const [one, other] = [old, now].map((each) => JSON.stringify(each));
    if (one === other || (now === undefined && !staying.has(path))) return [];
    const text = `the permissions that depend on ${path} may be others: it is now ${other ?? 'none'}, before ${one}`;
    return [{ direction: 'more', grantee: path, actions: [], text }];
  });
}

/** Describes an unknown part that changes. A hash of the part makes the text different for each change, so that an accepted one accepts no other. */
function describeUnknownChange({ path, problem, statements, hash }: UnknownPart, verb: string): Change {
  const [first, ...others] = [hash, statements && hashContent(statements)].filter((each) => each !== undefined);
  const content = others.length > 0 ? hashContent([first, ...others]) : first;
  const identified = content === undefined ? '' : ` (content ${content})`;
  return { direction: 'more', grantee: path, actions: [], text: `${path} ${verb}, which cannot be told: ${problem}${identified}` };
}
