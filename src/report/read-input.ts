import { existsSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { reportAssembly } from './analysis/report-assembly';
import { AccessReportData, REPORT_VERSION } from './report-data';
import { isRecord } from '../values/json-values';

/** The reason, in one line, why a path can't be read as an app or a report. */
export class UnreadableInput extends Error {}

/** Reads a report from the folder of a cloud assembly, or from a JSON file that an earlier report was written to. */
export function readInput(path: string): AccessReportData {
  if (!existsSync(path)) throw new UnreadableInput(`${path} doesn't exist; expected a folder that cdk synth wrote, or a report as JSON`);
  if (statSync(path).isDirectory()) return readFolder(path, reportAssembly);
  return readReportFile(path);
}

/** Checks that a folder is a cloud assembly, and reads it. */
export function readFolder<T>(path: string, read: (directory: string) => T): T {
  const manifest = parseJson(join(path, 'manifest.json'), `${path} is no cloud assembly, as it has no readable manifest.json; expected a folder that cdk synth wrote`);
  if (typeof manifest.version !== 'string' || typeof manifest.artifacts !== 'object') {
    throw new UnreadableInput(`${join(path, 'manifest.json')} isn't CDK's; expected a folder that cdk synth wrote`);
  }
  try {
    return read(path);
  } catch (error) {
    throw new UnreadableInput(`${path} can't be read: ${(error as Error).message}`);
  }
}

function readReportFile(path: string): AccessReportData {
  const report = parseJson(path, `${path} is no report, as it isn't JSON; expected access.json or the folder of a cloud assembly`);
  if (isReport(report)) return report;
  throw new UnreadableInput(`${path} is no access report of version ${REPORT_VERSION}; expected what 'report --format json' writes`);
}

function isReport(value: object): value is AccessReportData {
  return 'version' in value && value.version === REPORT_VERSION
    && 'accesses' in value && Array.isArray(value.accesses) && 'grantees' in value && Array.isArray(value.grantees);
}

function parseJson(path: string, problem: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isRecord(value)) return value;
  } catch {
    // the error below is clearer than that of JSON.parse
  }
  throw new UnreadableInput(problem);
}
