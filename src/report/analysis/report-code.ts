import { ActionCallFinder } from './action-calls';
import { readReportedAssembly } from './report-assembly';
import { CodeReport, reportCode, ReportedFunction } from '../../code';
import { dropUndefined } from '../../values/json-values';
import { AccessReportData, ReadCode, ReportedGrantee } from '../report-data';

/** A report of the access with the calls that need it, and the code in which they were found. */
export interface ReportWithCode {
  readonly report: AccessReportData;
  readonly code: CodeReport;
}

/**
 * Reports the access in a folder that `cdk synth` wrote, and the calls of its functions that need each permission.
 *
 * This loads the parsers of code, which most apps don't need.
 */
export function reportWithCode(directory: string): ReportWithCode {
  const { assembly, report } = readReportedAssembly(directory);
  const code = reportCode(assembly);
  return { report: addCalls(report, code), code };
}

/** Adds the calls to the accesses of roles that functions run with. */
export function addCalls(report: AccessReportData, { functions }: CodeReport): AccessReportData {
  const functionsById = new Map(functions.map((each) => [each.id, each]));
  const withCode = new Map(report.grantees.filter((grantee) => grantee.functions.length > 0)
    .map((grantee) => [grantee.id, { grantee, functions: grantee.functions.map((id) => functionsById.get(id)!) }]));
  const finder = new ActionCallFinder(report.resources);
  return {
    ...report,
    grantees: report.grantees.map((grantee) => addCode(grantee, withCode.get(grantee.id)?.functions)),
    accesses: report.accesses.map((access) => {
      const role = withCode.get(access.grantee);
      if (!role) return access;
      return { ...access, calls: finder.findCalls(access, role) };
    }),
  };
}

function addCode(grantee: ReportedGrantee, functions: readonly ReportedFunction[] | undefined): ReportedGrantee {
  if (!functions) return grantee;
  return { ...grantee, code: functions.map(describeCode) };
}

function describeCode({ id, state, unknown }: ReportedFunction): ReadCode {
  return { function: id, state, unknown: unknown.map(({ at, reason }) => dropUndefined({ reason, file: at?.file, line: at?.line })) };
}
