import { writeFileSync } from 'fs';
import { Command, Outcome } from './command';
import { checkAssembly } from '../checks/check-assembly';
import { formatFindings } from '../checks/format-findings';
import { compareReports } from '../report/analysis/compare-reports';
import { formatDifferences } from '../report/formats/differences-markdown';
import { FORMATS } from '../report/formats/formats';
import { readFolder, readInput } from '../report/read-input';

const OUTPUT = { value: 'FILE', text: 'writes to a file instead of the terminal' } as const;

/** What `npx cdk-dynamo-access` can do: one row a command. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'report',
    synopsis: '[ASSEMBLY]',
    text: 'Says who may do what with the tables, keys and log groups of a synthesized app (default: cdk.out).',
    takes: [0, 1],
    options: { format: { value: 'FORMAT', values: Object.keys(FORMATS), text: 'what it is written as (default: text)' }, output: OUTPUT },
    run: ([assembly = 'cdk.out'], { format = 'text', output }) => {
      const rendered = FORMATS[format].render(readInput(assembly));
      return { output: writeOutput(rendered, output), exitCode: 0 };
    },
  },
  {
    name: 'diff',
    synopsis: 'OLD NEW',
    text: 'Says in words what changes from one app to another, each the folder of a cloud assembly or a report as JSON.',
    takes: [2, 2],
    options: { format: { value: 'FORMAT', values: ['md', 'json'], text: 'what it is written as (default: md)' }, output: OUTPUT },
    run: ([before, after], { format = 'md', output }): Outcome => {
      const changes = compareReports(readInput(before), readInput(after));
      const rendered = format === 'json' ? `${JSON.stringify(changes, undefined, 2)}\n` : formatDifferences(changes);
      return { output: writeOutput(rendered, output), exitCode: changes.length > 0 ? 1 : 0 };
    },
  },
  {
    name: 'check',
    synopsis: '[ASSEMBLY]',
    text: 'Says what is known to go wrong in the policies of a synthesized app, whoever wrote them (default: cdk.out).',
    takes: [0, 1],
    options: { format: { value: 'FORMAT', values: ['text', 'json'], text: 'what it is written as (default: text)' }, output: OUTPUT },
    run: ([assembly = 'cdk.out'], { format = 'text', output }): Outcome => {
      const findings = readFolder(assembly, checkAssembly);
      const rendered = format === 'json' ? `${JSON.stringify(findings, undefined, 2)}\n` : formatFindings(findings);
      return { output: writeOutput(rendered, output), exitCode: findings.length > 0 ? 1 : 0 };
    },
  },
];

/** Writes to the file, if there is one; returns what is for the terminal. */
function writeOutput(rendered: string, file: string | undefined): string {
  if (file === undefined) return rendered;
  writeFileSync(file, rendered);
  return '';
}
