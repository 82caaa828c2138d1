import { existsSync, statSync } from 'fs';
import { join } from 'path';
import { reportAssembly } from './analysis/report-assembly';
import { reportWithCode } from './analysis/report-code';
import { AccessReportData, REPORT_VERSION } from './report-data';
import { tryToReadJsonFile, UnreadableAssembly } from '../policy/assembly-files';
import { isRecord, toRecord } from '../values/json-values';
import { isSystemError } from '../values/system-errors';

/** The reason, in one line, why a path can't be read as an app or a report. */
export class UnreadableInput extends Error {}

const EXPECTED = 'the folder that cdk synth wrote, such as cdk.out, or a CloudFormation template as JSON';

/** Reads a report from the folder of a cloud assembly, a template, or a JSON file that an earlier report was written to. */
export function readInput(path: string): AccessReportData {
  refuseMissing(path, `${EXPECTED}, or a report as JSON`);
  if (statSync(path).isDirectory()) return readFolder(path, reportAssembly);
  const content = parseJson(path, `${path} is not JSON; expected ${EXPECTED}, or a report as JSON`);
  if (isTemplate(content)) return readFolder(path, reportAssembly);
  if (isReport(content)) return content;
  throw new UnreadableInput(`${path} is no access report of version ${REPORT_VERSION} and no template; expected ${EXPECTED}, or what 'report --format json' writes`);
}

/** Reads a report with the calls of the code. A report as JSON has no code that could be read. */
export function readInputWithCode(path: string): AccessReportData {
  refuseMissing(path, EXPECTED);
  return readFolder(path, (directory) => reportWithCode(directory).report);
}

/** Checks that a path is a cloud assembly or a template, and reads it. */
export function readFolder<T>(path: string, read: (path: string) => T): T {
  refuseMissing(path, EXPECTED);
  if (statSync(path).isDirectory()) {
    refuseOtherFolders(path);
  } else if (!isTemplate(parseJson(path, `${path} is not JSON; expected ${EXPECTED}`))) {
    throw new UnreadableInput(`${path} is no CloudFormation template, because it has no Resources; expected ${EXPECTED}`);
  }
  try {
    return read(path);
  } catch (error) {
    if (!isInputError(error)) throw error;
    throw new UnreadableInput(`${path} cannot be read: ${error.message}`);
  }
}

/** Tells a problem of the files that are read from a mistake in this library. */
export function isInputError(error: unknown): error is Error {
  return error instanceof UnreadableAssembly || isSystemError(error);
}

/** Names the file that findings of an assembly are shown at. */
export function locateFile(path: string): string {
  const file = existsSync(join(path, 'manifest.json')) ? `${path.replace(/\/+$/, '')}/manifest.json` : path;
  return encodeURI(file.replace(/\\/g, '/'));
}

function refuseMissing(path: string, expected: string): void {
  if (existsSync(path)) return;
  throw new UnreadableInput(`${path} does not exist; run 'npx cdk synth' first, or name ${expected}`);
}

function refuseOtherFolders(path: string): void {
  if (!existsSync(join(path, 'manifest.json')) && existsSync(join(path, 'cdk.json'))) {
    throw new UnreadableInput(`${path} is the folder of an app; run 'npx cdk synth' in it and name ${join(path, 'cdk.out')}`);
  }
  const manifest = parseJson(join(path, 'manifest.json'), `${path} is no cloud assembly, because it has no readable manifest.json; expected ${EXPECTED}`);
  if (typeof manifest.version !== 'string' || typeof manifest.artifacts !== 'object') {
    throw new UnreadableInput(`${join(path, 'manifest.json')} is not CDK's; expected ${EXPECTED}`);
  }
}

/** Refuses templates as YAML, whose short forms such as `!Ref` need a parser of their own. */
function refuseYaml(path: string): void {
  if (!/\.ya?ml$/i.test(path)) return;
  throw new UnreadableInput(`${path} is YAML; expected ${EXPECTED}; write the template as JSON first, for example by 'rain fmt --json ${path}'`);
}

function isTemplate(value: Record<string, unknown>): boolean {
  return isRecord(value.Resources);
}

function isReport(value: object): value is AccessReportData {
  const { version, resources, grantees, accesses, unknown, statements, actions, definitions } = value as Partial<AccessReportData>;
  return version === REPORT_VERSION && [resources, grantees, accesses, unknown].every((each) => Array.isArray(each))
    && [statements, actions, definitions].every(isRecord);
}

/** Reads a file of JSON. A list or another value that is no object has no members. */
function parseJson(path: string, problem: string): Record<string, unknown> {
  refuseYaml(path);
  const content = existsSync(path) && statSync(path).isFile() ? tryToReadJsonFile(path) : undefined;
  if (content === undefined) throw new UnreadableInput(problem);
  return toRecord(content);
}
