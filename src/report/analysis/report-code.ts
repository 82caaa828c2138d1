import { ActionCallFinder } from './action-calls';
import { findNeverCalled, indexDeclared } from './never-called';
import { readReportedAssembly } from './report-assembly';
import { CODE_REPORT_VERSION, CodeReport, FunctionWithCalls, isFunctionNamed, reportCalls, ReportedFunction, ReportedGrant } from '../../code';
import { StackFiles } from '../../policy/assembly-files';
import { getConstructPath } from '../../policy/assembly-resources';
import { Assembly } from '../../policy/read-assembly';
import { dropUndefined } from '../../values/json-values';
import { groupBy } from '../../values/lists';
import { AccessReportData, ReadCode, ReportedAccess, ReportedGrantee } from '../report-data';

/** A report of the access with the calls that need it, and the code in which they were found. */
export interface ReportWithCode {
  readonly stacks: readonly StackFiles[];
  readonly assembly: Assembly;
  readonly report: AccessReportData;
  /** The functions that were read: those that were asked for, and those that share a role with them. */
  readonly code: CodeReport;
}

/**
 * Reports the access in a folder that `cdk synth` wrote, and the calls of its functions that need each permission.
 *
 * This loads the parsers of code, which most apps don't need.
 *
 * @param name the end of a function's construct path, to read only the code of the functions with its role
 */
export function reportWithCode(directory: string, name?: string): ReportWithCode {
  const { stacks, assembly, report: access, showPseudoParameters } = readReportedAssembly(directory);
  const functions = showPseudoParameters(reportCalls(assembly, ({ origin }) => isFunctionNamed(getConstructPath(origin), name)));
  const report = addCalls(access, functions);
  const accesses = groupByFunction(report);
  const declared = indexDeclared(report.resources);
  const addNeverCalled = ({ unreached, ...fn }: FunctionWithCalls): ReportedFunction => (
    { ...fn, neverCalled: findNeverCalled(accesses.get(fn.id) ?? [], declared, unreached) });
  return { stacks, assembly, report, code: { version: CODE_REPORT_VERSION, functions: functions.map(addNeverCalled) } };
}

/** Groups the accesses of roles by the functions that run with them. */
function groupByFunction({ grantees, accesses }: AccessReportData): ReadonlyMap<string, readonly ReportedAccess[]> {
  const byGrantee = groupBy(accesses, ({ grantee }) => grantee);
  const pairs = grantees.flatMap(({ id, functions }) => functions.map((fn) => ({ fn, accesses: byGrantee.get(id) ?? [] })));
  return new Map([...groupBy(pairs, ({ fn }) => fn)].map(([fn, group]) => [fn, group.flatMap((each) => each.accesses)]));
}

/** Adds to each function why its role has each permission: the features, and the calls that need it. */
export function explainPermissions({ report, code }: ReportWithCode): CodeReport {
  const accesses = groupByFunction(report);
  const kinds = new Map(report.resources.map(({ id, kind }) => [id, kind]));
  const functions = code.functions.map((fn) => (
    { ...fn, granted: (accesses.get(fn.id) ?? []).flatMap((access) => listGrants(access, kinds.get(access.resource)!)) }));
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

/** Adds the calls to the accesses of roles that functions run with, if the code of these functions was read. */
function addCalls(report: AccessReportData, functions: readonly FunctionWithCalls[]): AccessReportData {
  const functionsById = new Map(functions.map((each) => [each.id, each]));
  const withCode = new Map(report.grantees.filter((grantee) => grantee.functions.length > 0 && grantee.functions.every((id) => functionsById.has(id)))
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

function addCode(grantee: ReportedGrantee, functions: readonly FunctionWithCalls[] | undefined): ReportedGrantee {
  if (!functions) return grantee;
  return { ...grantee, code: functions.map(summarizeCode) };
}

function summarizeCode({ id, state, unknown }: FunctionWithCalls): ReadCode {
  return { function: id, state, unknown: unknown.map(({ at, reason }) => dropUndefined({ reason, file: at?.file, line: at?.line })) };
}
