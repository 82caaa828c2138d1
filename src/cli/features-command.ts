import { existsSync, statSync } from 'fs';
import { join } from 'path';
import { Command, Outcome } from './command';
import { DATA, GITHUB, OUTPUT, PLAIN_TEXT } from './output-options';
import { writeOutput } from './write-output';
import { CodeReport, codeToText, isAssembly, isFunctionNamed, listCodeAnnotations, readCodeFiles } from '../code';
import { findNearest } from '../problems/nearest';
import { explainPermissions, reportWithCode } from '../report/analysis/report-code';
import { formatJson } from '../report/formats/formats';
import { formatAnnotations } from '../report/formats/github';
import { removeUnprintable } from '../report/formats/plain-text';
import { readFolder, UnreadableInput } from '../report/read-input';

const CODE_FORMATS: Readonly<Record<string, (report: CodeReport) => string>> = {
  text: (report) => codeToText(removeUnprintable(report)),
  json: formatJson,
  github: (report) => formatAnnotations(listCodeAnnotations(removeUnprintable(report))),
};

export const FEATURES_COMMAND: Command = {
  name: 'features',
  text: 'reads the code of the functions and says which features it needs',
  arguments: { ASSEMBLY: { default: 'cdk.out', text: 'the folder of a cloud assembly, or a file or folder of code' } },
  options: {
    function: { value: 'NAME', default: 'all functions', text: 'one function, by its construct path or the end of it' },
    why: { flag: true, text: 'names the feature and the calls that need each permission' },
    format: { values: { text: PLAIN_TEXT, json: DATA, github: GITHUB } },
    output: OUTPUT,
  },
  run: ([path = 'cdk.out'], { 'function': name, why, format = 'text', output }): Outcome => {
    const report = readCode(path, name, why !== undefined);
    const denied = report.functions.some((each) => each.denied.length > 0);
    return { output: writeOutput(CODE_FORMATS[format](report), output), exitCode: denied ? 1 : 0 };
  },
};

function readCode(path: string, name: string | undefined, why: boolean): CodeReport {
  const report = isCode(path) ? readCodeAlone(path, why) : readFolder(path, (directory) => readAppCode(directory, name, why));
  const functions = report.functions.filter(({ id }) => isFunctionNamed(id, name));
  if (name !== undefined && functions.length === 0) throw new UnreadableInput(`${path} has no function '${name}'${suggestFunction(path, name)}`);
  return { ...report, functions };
}

function readAppCode(directory: string, name: string | undefined, why: boolean): CodeReport {
  const report = reportWithCode(directory, name);
  return why ? explainPermissions(report) : report.code;
}

/** Tells whether a path is a file or a folder of code, and no assembly, template or app. */
function isCode(path: string): boolean {
  if (!existsSync(path)) return false;
  if (!statSync(path).isDirectory()) return !/\.(json|ya?ml)$/i.test(path);
  return !isAssembly(path) && !existsSync(join(path, 'cdk.json'));
}

function readCodeAlone(path: string, why: boolean): CodeReport {
  if (why) throw new UnreadableInput(`${path} is code without an app; expected the folder that cdk synth wrote for --why, which reads permissions`);
  const report = readCodeFiles(path);
  if (report.functions.length === 0) {
    throw new UnreadableInput(`${path} has no files of code; expected files that end in .js, .mjs, .cjs or .py; compile TypeScript first`);
  }
  return report;
}

/** Names the function that is most like a misspelt one, or the functions that there are. */
function suggestFunction(path: string, name: string): string {
  const report = isCode(path) ? readCodeFiles(path) : readFolder(path, (directory) => reportWithCode(directory).code);
  const ids = report.functions.map(({ id }) => id);
  const ends = ids.flatMap((id) => id.split('/').map((_, index, parts) => parts.slice(index).join('/')));
  const nearest = findNearest(name, ends);
  if (nearest !== undefined) return `; did you mean '${nearest}'?`;
  return ids.length === 0 ? ', because it has no functions' : `; expected ${ids.join(', ')}`;
}
