import { readFileSync } from 'fs';
import { acceptChanges } from './accepted-changes';
import { Command, Outcome } from './command';
import { FEATURES_COMMAND } from './features-command';
import { FINDING_FORMATS } from './finding-formats';
import { writeOutput } from './write-output';
import { checkAssembly } from '../checks/check-assembly';
import { Explanation, explainDenial } from '../local/explain/explain-denial';
import { ExplainedApp } from '../local/explain/explained-app';
import { explanationToText } from '../local/explain/explanation-text';
import { parseMessage } from '../local/explain/parse-message';
import { compareReports } from '../report/analysis/compare-reports';
import { DIFFERENCE_FORMATS } from '../report/formats/format-differences';
import { formatJson, FORMATS } from '../report/formats/formats';
import { locateFile, readFolder, readInput, readInputWithCode, UnreadableInput } from '../report/read-input';
import { Change } from '../report/report-data';

const EXPLANATION_FORMATS: Readonly<Record<string, (explanation: Explanation) => string>> = { text: explanationToText, json: formatJson };

const OUTPUT = { value: 'FILE', text: 'writes to a file instead of the terminal' } as const;

/** The changes that `diff` fails on. A change that isn't less access may allow a request that wasn't allowed before. */
const FAILURES: Readonly<Record<string, (change: Change) => boolean>> = {
  more: ({ direction }) => direction !== 'less',
  any: () => true,
  none: () => false,
};

/** The commands of `npx cdk-dynamo-access`. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'report',
    synopsis: '[ASSEMBLY]',
    text: 'Says who may do what with the tables, keys and log groups of a synthesized app (default: cdk.out).',
    takes: [0, 1],
    options: {
      code: { flag: true, text: 'reads the code of the functions, and shows the calls that need each permission' },
      format: { value: 'FORMAT', values: Object.keys(FORMATS), text: 'what it is written as (default: text)' },
      output: OUTPUT,
    },
    run: ([assembly = 'cdk.out'], { code, format = 'text', output }) => {
      const report = code === undefined ? readInput(assembly) : readInputWithCode(assembly);
      return { output: writeOutput(FORMATS[format].render(report), output), exitCode: 0 };
    },
  },
  {
    name: 'diff',
    synopsis: 'OLD NEW',
    text: 'Says in words what changes from one app to another, each the folder of a cloud assembly or a report as JSON.',
    takes: [2, 2],
    options: {
      'format': { value: 'FORMAT', values: Object.keys(DIFFERENCE_FORMATS), text: 'what it is written as (default: md)' },
      'fail-on': {
        value: 'DIRECTION',
        values: Object.keys(FAILURES),
        text: 'the changes that end with exit code 1 (default: more if the environment variable CI is set, else any)',
      },
      'accept': { value: 'FILE', text: 'a file with a line for each change that was agreed to' },
      'output': OUTPUT,
    },
    run: ([before, after], { format = 'md', accept, output, 'fail-on': failOn = process.env.CI ? 'more' : 'any' }): Outcome => {
      const differences = acceptChanges(compareReports(readInput(before), readInput(after)), accept);
      const rendered = DIFFERENCE_FORMATS[format](differences, locateFile(after));
      return { output: writeOutput(rendered, output), exitCode: differences.changes.some(FAILURES[failOn]) ? 1 : 0 };
    },
  },
  {
    name: 'check',
    synopsis: '[ASSEMBLY]',
    text: 'Says what is known to go wrong in the policies of a synthesized app, whoever wrote them (default: cdk.out).',
    takes: [0, 1],
    options: { format: { value: 'FORMAT', values: Object.keys(FINDING_FORMATS), text: 'what it is written as (default: text)' }, output: OUTPUT },
    run: ([assembly = 'cdk.out'], { format = 'text', output }): Outcome => {
      const findings = readFolder(assembly, checkAssembly);
      return { output: writeOutput(FINDING_FORMATS[format](findings, locateFile(assembly)), output), exitCode: findings.length > 0 ? 1 : 0 };
    },
  },
  {
    name: 'explain',
    synopsis: 'MESSAGE [ASSEMBLY]',
    text: 'Says why AWS denied something, by its message (- reads it from the input) and a synthesized app, and what to change (default: cdk.out).',
    takes: [1, 2],
    options: { format: { value: 'FORMAT', values: Object.keys(EXPLANATION_FORMATS), text: 'what it is written as (default: text)' }, output: OUTPUT },
    run: ([text, assembly = 'cdk.out'], { format = 'text', output }): Outcome => {
      const message = parseMessage(text === '-' ? readFileSync(0, 'utf8') : text);
      if (!message) throw new UnreadableInput('the message is none of a denial; expected \'User: ARN is not authorized to perform: ACTION ...\'');
      const explanation = explainDenial(readFolder(assembly, (directory) => ExplainedApp.fromFolder(directory)), message);
      return { output: writeOutput(EXPLANATION_FORMATS[format](explanation), output), exitCode: 0 };
    },
  },
  FEATURES_COMMAND,
];
