import { parseArgs } from 'util';
import { Command, Outcome } from './command';
import { COMMANDS } from './commands';
import { UnreadableInput } from '../report/read-input';

const NAME = 'cdk-dynamo-access';

/** Runs the command line. Errors that the user can correct are reported without a stack trace. */
export function run(args: readonly string[]): Outcome & { readonly error: string } {
  const [name, ...rest] = args;
  if (name === undefined) return { output: '', error: formatHelp(), exitCode: 2 };
  if (['help', '--help', '-h'].includes(name)) return { output: formatHelp(), error: '', exitCode: 0 };
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) return makeRefusal(`there is no command '${name}'; expected ${COMMANDS.map((each) => each.name).join(' or ')}`);
  try {
    return { ...runCommand(command, rest), error: '' };
  } catch (error) {
    if (error instanceof UnreadableInput) return makeRefusal(error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    // Node.js adds advice about options that begin with a dash
    if (code?.startsWith('ERR_PARSE_ARGS')) return makeRefusal(message.split('. ')[0]);
    if (code !== undefined) return makeRefusal(message);
    throw error;
  }
}

function runCommand(command: Command, args: readonly string[]): Outcome {
  const strings = Object.fromEntries(Object.keys(command.options).map((name) => [name, { type: 'string' } as const]));
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...strings, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return { output: formatCommandHelp(command), exitCode: 0 };
  const [fewest, most] = command.takes;
  if (positionals.length < fewest || positionals.length > most) {
    throw new UnreadableInput(`${command.name} takes ${command.synopsis}, not ${positionals.length} arguments`);
  }
  const given = Object.entries<unknown>(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  for (const [name, value] of given) {
    const { values: possible } = command.options[name];
    if (possible && !possible.includes(value)) throw new UnreadableInput(`--${name} is '${value}'; expected ${possible.join(' or ')}`);
  }
  return command.run(positionals, Object.fromEntries(given));
}

function makeRefusal(problem: string): Outcome & { readonly error: string } {
  return { output: '', error: `${NAME}: ${problem}\n`, exitCode: 2 };
}

function formatHelp(): string {
  return [
    `Usage: ${NAME} COMMAND`,
    '',
    ...COMMANDS.flatMap(({ name, synopsis, text }) => [`  ${name} ${synopsis}`, `      ${text}`]),
    '',
    `'${NAME} COMMAND --help' says more. Exit codes: 0, 1 with a difference or a finding, 2 if something can't be read.`,
    '',
  ].join('\n');
}

function formatCommandHelp({ name, synopsis, text, options }: Command): string {
  return [
    `Usage: ${NAME} ${name} ${synopsis}`,
    '',
    text,
    '',
    ...Object.entries(options).map(([option, { value, values, text: what }]) =>
      `  --${option} ${values?.join('|') ?? value}  ${what}`),
    '',
  ].join('\n');
}
