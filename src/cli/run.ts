import { parseArgs } from 'util';
import { Command, Outcome } from './command';
import { COMMANDS } from './commands';
import { UnreadableInput } from '../report/read-input';

const NAME = 'cdk-dynamo-access';

/** What the command line says to its arguments; errors of the user's go without a stack trace. */
export function run(args: readonly string[]): Outcome & { readonly error: string } {
  const [name, ...rest] = args;
  if (name === undefined) return { output: '', error: help(), exitCode: 2 };
  if (['help', '--help', '-h'].includes(name)) return { output: help(), error: '', exitCode: 0 };
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) return makeRefusal(`there is no command '${name}'; expected ${COMMANDS.map((each) => each.name).join(' or ')}`);
  try {
    return { ...runCommand(command, rest), error: '' };
  } catch (error) {
    if (error instanceof UnreadableInput) return makeRefusal(error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    // node goes on with advice on options that begin with a dash
    if (code !== undefined) return makeRefusal(code.startsWith('ERR_PARSE_ARGS') ? message.split('. ')[0] : message);
    throw error;
  }
}

function runCommand(command: Command, args: readonly string[]): Outcome {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { printHelp: { type: 'boolean', short: 'h' }, ...Object.fromEntries(Object.keys(command.options).map((name) => [name, { type: 'string' as const }])) },
  });
  if (values.printHelp) return { output: printCommandHelp(command), exitCode: 0 };
  const [fewest, most] = command.takes;
  if (positionals.length < fewest || positionals.length > most) {
    throw new UnreadableInput(`${command.name} takes ${command.synopsis}, not ${positionals.length} arguments`);
  }
  const options = values as Record<string, string | undefined>;
  for (const [name, { values: possible }] of Object.entries(command.options)) {
    if (possible && options[name] !== undefined && !possible.includes(options[name]!)) {
      throw new UnreadableInput(`--${name} is '${options[name]}'; expected ${possible.join(' or ')}`);
    }
  }
  return command.run(positionals, options);
}

function makeRefusal(problem: string): Outcome & { readonly error: string } {
  return { output: '', error: `${NAME}: ${problem}\n`, exitCode: 2 };
}

function help(): string {
  return [
    `Usage: ${NAME} COMMAND`,
    '',
    ...COMMANDS.flatMap(({ name, synopsis, text }) => [`  ${name} ${synopsis}`, `      ${text}`]),
    '',
    `'${NAME} COMMAND --help' says more. Exit codes: 0, 1 with a difference or a finding, 2 if something can't be read.`,
    '',
  ].join('\n');
}

function printCommandHelp({ name, synopsis, text, options }: Command): string {
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
