import { groupBy } from '../../values/lists';
import { AccessReportData, DeniedActions, ReportedAccess } from '../report-data';

/** Removes the accesses of grantees whose accesses and statements are equal in both reports, because most grantees don't change. */
export function removeUnchangedAccesses(before: AccessReportData, after: AccessReportData): [AccessReportData, AccessReportData] {
  const [old, now] = [before, after].map(({ accesses }) => groupBy(accesses, ({ grantee }) => grantee));
  const isChanged = (grantee: string) => describeAccesses(before, old.get(grantee)) !== describeAccesses(after, now.get(grantee));
  const changed = new Set([...new Set([...old.keys(), ...now.keys()])].filter(isChanged));
  const remove = (report: AccessReportData) => ({ ...report, accesses: report.accesses.filter(({ grantee }) => changed.has(grantee)) });
  return [remove(before), remove(after)];
}

function describeAccesses({ statements }: AccessReportData, accesses: readonly ReportedAccess[] = []): string {
  const names = new Set(accesses.flatMap(({ allowed, denied }) => [...allowed, ...denied]).flatMap((entry) => entry.statements));
  return JSON.stringify([accesses, [...names].map((name) => statements[name])]);
}

/** Writes an entry with its statements as text, to find out whether another report has the same entry. */
export function describeAccessEntry({ statements }: AccessReportData, { actions, conditions, statements: names }: DeniedActions): string {
  return JSON.stringify([actions, conditions, names.map((name) => statements[name])]);
}
