import { readFileSync } from 'fs';
import { acceptChanges } from './accepted-changes';
import { Command, Outcome } from './command';
import { FEATURES_COMMAND } from './features-command';
import { FINDING_FORMATS } from './finding-formats';
import { DATA, GITHUB, OUTPUT, PLAIN_TEXT, SARIF } from './output-options';
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

const EXPLANATION_VERSION = 1;

const EXPLANATION_FORMATS: Readonly<Record<string, (explanation: Explanation) => string>> = {
  text: explanationToText,
  json: (explanation) => formatJson({ version: EXPLANATION_VERSION, ...explanation }),
};

const APP_OR_REPORT = 'the folder of a cloud assembly, a CloudFormation template or a report as JSON';

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
    text: 'says in plain words who may do what',
    arguments: { ASSEMBLY: { default: 'cdk.out', text: APP_OR_REPORT } },
    options: {
      code: { flag: true, text: 'reads the code of the functions and shows the calls that need each permission' },
      format: {
        values: {
          text: PLAIN_TEXT,
          md: { text: 'Markdown with a graph, for a pull request' },
          html: { text: 'a page that works offline' },
          json: DATA,
        },
      },
      output: OUTPUT,
    },
    run: ([assembly = 'cdk.out'], { code, format = 'text', output }) => {
      const report = code === undefined ? readInput(assembly) : readInputWithCode(assembly);
      return { output: writeOutput(FORMATS[format].render(report), output), exitCode: 0 };
    },
  },
  {
    name: 'diff',
    text: 'says who may do more or less after a change',
    arguments: { OLD: { text: APP_OR_REPORT }, NEW: { text: APP_OR_REPORT } },
    options: {
      'fail-on': {
        values: {
          more: { default: 'if the variable CI is set', text: 'exit code 1 for changes that may allow a new request' },
          any: { default: 'if CI is not set', text: 'exit code 1 for every change' },
          none: { text: 'exit code 0 for every change' },
        },
      },
      'accept': { value: 'FILE', text: 'a file with a line for each change that was agreed to' },
      'format': { values: { md: { default: 'yes', text: 'Markdown' }, text: { text: 'plain words' }, json: DATA, github: GITHUB, sarif: SARIF } },
      'output': OUTPUT,
    },
    run: ([before, after], { format = 'md', accept, output, 'fail-on': failOn = process.env.CI ? 'more' : 'any' }): Outcome => {
      const differences = acceptChanges(compareReports(readInput(before), readInput(after)), accept);
      const isFailure = FAILURES[failOn];
      const rendered = DIFFERENCE_FORMATS[format](differences, { file: locateFile(after), isFailure });
      return { output: writeOutput(rendered, output), exitCode: differences.changes.some(isFailure) ? 1 : 0 };
    },
  },
  {
    name: 'check',
    text: 'finds known mistakes in the policies of the app, including policies that you wrote yourself',
    arguments: { ASSEMBLY: { default: 'cdk.out', text: 'the folder of a cloud assembly or a CloudFormation template as JSON' } },
    options: {
      format: { values: { text: { default: 'yes', text: 'plain words, errors first' }, json: DATA, github: GITHUB, sarif: SARIF } },
      output: OUTPUT,
    },
    run: ([assembly = 'cdk.out'], { format = 'text', output }): Outcome => {
      const findings = readFolder(assembly, checkAssembly);
      return { output: writeOutput(FINDING_FORMATS[format](findings, locateFile(assembly)), output), exitCode: findings.length > 0 ? 1 : 0 };
    },
  },
  {
    name: 'explain',
    text: 'says why AWS denied something and what to change',
    arguments: {
      MESSAGE: { text: 'the message of the denial; - reads it from the input' },
      ASSEMBLY: { default: 'cdk.out', text: 'the folder of a cloud assembly' },
    },
    options: { format: { values: { text: PLAIN_TEXT, json: DATA } }, output: OUTPUT },
    run: ([text, assembly = 'cdk.out'], { format = 'text', output }): Outcome => {
      const message = parseMessage(text === '-' ? readFileSync(0, 'utf8') : text);
      if (!message) throw new UnreadableInput('the message is not that of a denial; expected \'User: ARN is not authorized to perform: ACTION ...\'');
      const explanation = explainDenial(readFolder(assembly, (directory) => ExplainedApp.fromFolder(directory)), message);
      return { output: writeOutput(EXPLANATION_FORMATS[format](explanation), output), exitCode: 0 };
    },
  },
  FEATURES_COMMAND,
];
