import { areIncluded } from '../../policy/condition-inclusion';
import { groupBy } from '../../values/lists';
import { AccessReportData, Change, ReportedGrantee, ReportedTrust, UnknownPart } from '../report-data';

type Said = Pick<Change, 'direction' | 'text'>;

/** Compares what limits grantees, who may assume them, and what can't be known of them. */
export function compareGrantees(before: AccessReportData, after: AccessReportData): Change[] {
  const [old, now] = [before, after].map(({ grantees }) => new Map(grantees.map((grantee) => [grantee.id, grantee])));
  const changes = [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((id) => {
    const [one, other] = [old.get(id), now.get(id)];
    return [...comparePolicies(one, other), ...compareBoundaries(one, other), ...compareTrust(one, other)]
      .map((said): Change => ({ direction: said.direction, grantee: id, actions: [], text: said.text }));
  });
  return [...changes, ...compareUnknown(before, after)];
}

/** Compares the policies whose content the app doesn't have. */
function comparePolicies(old?: ReportedGrantee, now?: ReportedGrantee): Said[] {
  const [one, other] = [old, now].map((grantee) => (grantee?.unknownPolicies ?? []).filter((policy) => policy !== grantee?.boundary));
  const { name } = (now ?? old)!;
  return [
    ...other.filter((policy) => !one.includes(policy)).map((policy): Said =>
      ({ direction: 'more', text: `${name} may now do whatever ${policy} allows, which the app does not say` })),
    ...one.filter((policy) => !other.includes(policy)).map((policy): Said =>
      ({ direction: 'less', text: `${name} may no longer do what ${policy} allows, unless something else allows it` })),
  ];
}

/** A boundary whose content isn't known isn't in the conditions of accesses, so its name is compared. */
function compareBoundaries(old?: ReportedGrantee, now?: ReportedGrantee): Said[] {
  if (!old || !now || old.boundary === now.boundary) return [];
  if (old.boundary === undefined) return [{ direction: 'less', text: `${now.name} is now limited by the permissions boundary ${now.boundary}` }];
  const other = now.boundary === undefined ? '' : `, but by ${now.boundary}`;
  return [{ direction: 'more', text: `${now.name} is no longer limited by the permissions boundary ${old.boundary}${other}` }];
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
    return [{ direction: isLess ? 'less' : 'more', text: `assuming ${name} ${what} ${describePeriod(before, after)}` }];
  });
}

function describePeriod(before: readonly ReportedTrust[], after: readonly ReportedTrust[]): string {
  if (after.length === 0) return 'no longer';
  if (before.length === 0) return 'now';
  return 'under other conditions';
}

function groupTrust(grantee?: ReportedGrantee): Map<string, ReportedTrust[]> {
  return groupBy(grantee?.trust ?? [], ({ denied, principal }) => JSON.stringify([denied, principal]));
}

/** Compares what can't be known before deployment. It may allow more. */
function compareUnknown(before: AccessReportData, after: AccessReportData): Change[] {
  const known = new Set(before.unknown.map(identifyUnknown));
  return after.unknown.filter((part) => !known.has(identifyUnknown(part)))
    .map(({ path, problem }): Change => ({ direction: 'more', grantee: path, actions: [], text: `${path} may allow more, which cannot be told: ${problem}` }));
}

function identifyUnknown({ path, problem, hash }: UnknownPart): string {
  return JSON.stringify([path, problem, hash]);
}
