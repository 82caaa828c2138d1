import { existsSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { reportAssembly } from './analysis/report-assembly';
import { AccessReportData, REPORT_VERSION } from './report-data';

/** Says, in one line, why something can't be read as an app or as a report. */
export class UnreadableInput extends Error {}

/** The report of a cloud assembly, given by its folder, or one that was written before, given by its JSON file. */
export function readInput(path: string): AccessReportData {
  if (!existsSync(path)) throw new UnreadableInput(`${path} doesn't exist; expected a folder that cdk synth wrote, or a report as JSON`);
  return statSync(path).isDirectory() ? readFolder(path, reportAssembly) : readFile(path);
}

/** What is read from the folder of a cloud assembly, which is looked at first. */
export function readFolder<T>(path: string, read: (directory: string) => T): T {
  const manifest = parse(join(path, 'manifest.json'), `${path} is no cloud assembly, as it has no readable manifest.json; expected a folder that cdk synth wrote`);
  if (typeof manifest.version !== 'string' || typeof manifest.artifacts !== 'object') {
    throw new UnreadableInput(`${join(path, 'manifest.json')} isn't CDK's; expected a folder that cdk synth wrote`);
  }
  try {
    return read(path);
  } catch (error) {
    throw new UnreadableInput(`${path} can't be read: ${(error as Error).message}`);
  }
}

function readFile(path: string): AccessReportData {
  const report = parse(path, `${path} is no report, as it isn't JSON; expected access.json or the folder of a cloud assembly`);
  if (report.version !== REPORT_VERSION || !Array.isArray(report.accesses) || !Array.isArray(report.grantees)) {
    throw new UnreadableInput(`${path} is no access report of version ${REPORT_VERSION}; expected what 'report --format json' writes`);
  }
  return report as unknown as AccessReportData;
}

function parse(path: string, problem: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // what is wrong with it matters less than that it isn't what was expected
  }
  throw new UnreadableInput(problem);
}
