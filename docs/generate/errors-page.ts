import { code, page, table } from './markdown';
import { ProblemKind, PROBLEMS } from '../../src/problems/catalogue';

const ROWS: [string, ProblemKind][] = Object.entries(PROBLEMS);

/** Every error, warning and info: its cause, its effect, and the remedy. Each row has its id as an anchor. */
export function errorsPage(): string {
  return page(
    '# Errors and warnings',
    'You got a message of cdk-dynamo-access and want to know more about it. Each message names the construct, says what is wrong, what '
    + 'was expected and what to change. It ends in an id such as `cdk-dynamo-access:rowsOfAll`. Search this page for the part after the '
    + 'colon, or open `errors.md#rowsOfAll`. The ids never change. A new version may have more of them.',
    '## Errors',
    'An error ends the synthesis, so there is no template. Most errors are thrown where the mistake is made. Errors that depend on '
    + 'the whole app come from the validation of CDK at the end of synthesis.',
    formatRows('error', 'without the error'),
    '## Warnings',
    'A warning leaves the template unchanged. Follow the remedy. If the app is correct as it is, [acknowledge the warning](findings.md) with '
    + 'a reason.',
    formatRows('warning', 'effect'),
    '## Infos',
    'An info names a task outside of the app, or a function whose permissions stay as they are.',
    formatRows('info', 'effect'),
  );
}

function formatRows(level: ProblemKind['level'], effect: string): string {
  return table(['id', 'cause', effect, 'what to do'], ROWS.filter(([, kind]) => kind.level === level)
    .sort(([one], [other]) => one < other ? -1 : 1)
    .map(([id, { cause, consequence, remedy }]) => [`<a id="${id}"></a>${code(id)}`, cause, consequence, remedy]));
}
