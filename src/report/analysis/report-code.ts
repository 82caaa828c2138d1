import { ActionCallFinder } from './action-calls';
import { readReportedAssembly } from './report-assembly';
import { CodeReport, reportCode, ReportedFunction, ReportedGrant } from '../../code';
import { dropUndefined } from '../../values/json-values';
import { AccessReportData, ReadCode, ReportedAccess, ReportedGrantee } from '../report-data';

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

/** Adds to each function why its role has each permission: the features, and the calls that need it. */
export function explainPermissions({ report, code }: ReportWithCode): CodeReport {
  const kinds = new Map(report.resources.map(({ id, kind }) => [id, kind]));
  const functions = code.functions.map((fn) => {
    const roles = report.grantees.filter((grantee) => grantee.functions.includes(fn.id)).map(({ id }) => id);
    const accesses = report.accesses.filter(({ grantee }) => roles.includes(grantee));
    return { ...fn, granted: accesses.flatMap((access) => listGrants(access, kinds.get(access.resource)!)) };
  });
  return { ...code, functions };
}

function listGrants({ resource, allowed, calls = [] }: ReportedAccess, kind: ReportedGrant['kind']): ReportedGrant[] {
  return calls.map(({ action, ...found }) => {
    const entries = allowed.filter(({ actions }) => actions.includes(action));
    const features = [...new Set(entries.flatMap(({ asked }) => asked.map(({ feature }) => feature)))];
    const others = entries.filter(({ asked }) => asked.length === 0).flatMap(({ statements }) => statements);
    return { resource, kind, action, features, statements: [...new Set(others)], ...found };
  });
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
  return { ...grantee, code: functions.map(summarizeCode) };
}

function summarizeCode({ id, state, unknown }: ReportedFunction): ReadCode {
  return { function: id, state, unknown: unknown.map(({ at, reason }) => dropUndefined({ reason, file: at?.file, line: at?.line })) };
}
