import { existsSync } from 'fs';
import { Command, Outcome } from './command';
import { writeOutput } from './write-output';
import { CodeReport, codeToGithub, codeToText, isAssembly, readAssemblyCode, readCodeFiles } from '../code';
import { formatJson } from '../report/formats/formats';
import { readFolder, UnreadableInput } from '../report/read-input';

const CODE_FORMATS: Readonly<Record<string, (report: CodeReport) => string>> = { text: codeToText, json: formatJson, github: codeToGithub };

export const FEATURES_COMMAND: Command = {
  name: 'features',
  text: 'reads the code of the functions and says which features it needs',
  arguments: { ASSEMBLY: { default: 'cdk.out', text: 'the folder of a cloud assembly, or a file or folder of code' } },
  options: {
    function: { value: 'NAME', default: 'all functions', text: 'one function, by its construct path or the end of it' },
    why: { flag: true, text: 'names the feature and the calls that need each permission' },
    format: {
      values: { text: { default: 'yes', text: 'plain words' }, json: { text: 'data' }, github: { text: 'annotations for a GitHub workflow' } },
    },
    output: { value: 'FILE', default: 'the terminal', text: 'writes to a file' },
  },
  run: ([path = 'cdk.out'], { 'function': name, why, format = 'text', output }): Outcome => {
    const report = readCode(path, name, why !== undefined);
    const denied = report.functions.some((each) => each.denied.length > 0);
    return { output: writeOutput(CODE_FORMATS[format](report), output), exitCode: denied ? 1 : 0 };
  },
};

/** Reports on the code of an assembly, or of files that aren't one. */
function readCode(path: string, name: string | undefined, why: boolean): CodeReport {
  if (!existsSync(path)) throw new UnreadableInput(`${path} does not exist; expected a folder that cdk synth wrote, or code`);
  const report = isAssembly(path) ? readFolder(path, (directory) => readAssemblyCode(directory, name, why)) : readCodeFiles(path);
  if (name !== undefined && report.functions.length === 0) throw new UnreadableInput(`${path} has no function ${name}`);
  return report;
}
