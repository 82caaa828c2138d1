import { code, page, table } from './markdown';
import { ProblemKind, PROBLEMS } from '../../src/problems/catalogue';
import { formatProblemId } from '../../src/problems/problem';

const ROWS: [string, ProblemKind][] = Object.entries(PROBLEMS);

/** Every error, warning and info: what brings it about, what it would lead to, and what to do. */
export function errorsPage(): string {
  return page(
    '# Errors and warnings',
    'Every message says which construct it is about, the value, what was expected instead, and what to change, and it has one of '
    + 'these ids. Ids are a contract: a new version may find more, and keeps what it calls them.',
    '## Errors',
    'An error ends the synthesis: there is no template. It is thrown where the mistake is made, or, where only the whole app tells, '
    + 'reported by the validation of CDK. The message ends in `[cdk-dynamo-access:id]`.',
    rowsOf('error', 'would lead to'),
    '## Warnings',
    'A warning leaves the template as it is. What is meant can be acknowledged: '
    + `${code("Annotations.of(construct).acknowledgeWarning('cdk-dynamo-access:id', 'why')")}.`,
    rowsOf('warning', 'leads to'),
    '## Infos',
    'An info says what is to be done outside of the app.',
    rowsOf('info', 'leads to'),
  );
}

function rowsOf(level: ProblemKind['level'], leads: string): string {
  return table(['id', 'cause', leads, 'what to do'], ROWS.filter(([, kind]) => kind.level === level)
    .sort(([one], [other]) => one < other ? -1 : 1)
    .map(([id, { cause, consequence, remedy }]) => [code(formatProblemId(id as keyof typeof PROBLEMS)), cause, consequence, remedy]));
}
