import { existsSync } from 'fs';
import { Command, Outcome } from './command';
import { writeOutput } from './write-output';
import { CodeReport, codeToGithub, codeToText, isAssembly, readAssemblyCode, readCodeFiles } from '../code';
import { formatJson } from '../report/formats/formats';
import { readFolder, UnreadableInput } from '../report/read-input';

const CODE_FORMATS: Readonly<Record<string, (report: CodeReport) => string>> = { text: codeToText, json: formatJson, github: codeToGithub };

export const FEATURES_COMMAND: Command = {
  name: 'features',
  synopsis: '[ASSEMBLY]',
  text: 'Reads the code of the functions of a synthesized app, and says which features its calls need (default: cdk.out). Reads files of code too.',
  takes: [0, 1],
  options: {
    function: { value: 'NAME', text: 'reports on one function, by its construct path or the end of it' },
    why: { flag: true, text: 'lists all permissions of the role on tables, with the feature and the calls that need each' },
    format: { value: 'FORMAT', values: Object.keys(CODE_FORMATS), text: 'what it is written as (default: text)' },
    output: { value: 'FILE', text: 'writes to a file instead of the terminal' },
  },
  run: ([path = 'cdk.out'], { 'function': name, why, format = 'text', output }): Outcome => {
    const report = readCode(path, name, why !== undefined);
    const denied = report.functions.some((each) => each.denied.length > 0);
    return { output: writeOutput(CODE_FORMATS[format](report), output), exitCode: denied ? 1 : 0 };
  },
};

/** Reports on the code of an assembly, or of files that aren't one. */
function readCode(path: string, name: string | undefined, why: boolean): CodeReport {
  if (!existsSync(path)) throw new UnreadableInput(`${path} doesn't exist; expected a folder that cdk synth wrote, or code`);
  const report = isAssembly(path) ? readFolder(path, (directory) => readAssemblyCode(directory, name, why)) : readCodeFiles(path);
  if (name !== undefined && report.functions.length === 0) throw new UnreadableInput(`${path} has no function ${name}`);
  return report;
}
