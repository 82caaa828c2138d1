import { parseArgs } from 'util';
import { CommandUsage, Outcome, Values } from './command';
import { COMMANDS } from './commands';
import { LASTING_COMMANDS } from './lasting-commands';
import { UnreadableInput } from '../report/read-input';

const NAME = 'cdk-dynamo-access';

const ALL_COMMANDS: readonly CommandUsage[] = [...COMMANDS, ...LASTING_COMMANDS];

/** An outcome with what goes to the error output. */
export type Said = Outcome & { readonly error: string };

/** Runs any command. */
export async function runCommandLine([name, ...rest]: readonly string[]): Promise<Said> {
  const command = LASTING_COMMANDS.find((each) => each.name === name);
  if (!command) return run(name === undefined ? [] : [name, ...rest]);
  try {
    const end = rest.includes('--') ? rest.indexOf('--') : rest.length;
    const { positionals, values } = parse(command, rest.slice(0, end));
    const outcome = values.help ? { output: formatCommandHelp(command), exitCode: 0 } : await command.start(positionals, values, rest.slice(end + 1));
    return { ...outcome, error: '' };
  } catch (error) {
    return reportUserError(error);
  }
}

/** Runs a command that ends at once. Errors that the user can correct are reported without a stack trace. */
export function run(args: readonly string[]): Said {
  const [name, ...rest] = args;
  if (name === undefined) return { output: '', error: formatHelp(), exitCode: 2 };
  if (['help', '--help', '-h'].includes(name)) return { output: formatHelp(), error: '', exitCode: 0 };
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) return makeRefusal(`there is no command '${name}'; expected ${ALL_COMMANDS.map((each) => each.name).join(' or ')}`);
  try {
    const { positionals, values } = parse(command, rest);
    if (values.help) return { output: formatCommandHelp(command), error: '', exitCode: 0 };
    return { ...command.run(positionals, values as Record<string, string | undefined>), error: '' };
  } catch (error) {
    return reportUserError(error);
  }
}

function reportUserError(error: unknown): Said {
  if (error instanceof UnreadableInput) return makeRefusal(error.message);
  const { code, message } = error as NodeJS.ErrnoException;
  // Node.js adds advice about options that begin with a dash
  if (code?.startsWith('ERR_PARSE_ARGS')) return makeRefusal(message.split('. ')[0]);
  if (code !== undefined) return makeRefusal(message);
  throw error;
}

function parse(command: CommandUsage, args: readonly string[]): { positionals: string[]; values: Values } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(Object.entries(command.options).map(([name, { flag, multiple = false }]) =>
        [name, { type: flag ? 'boolean' as const : 'string' as const, multiple }])),
    },
  });
  const [fewest, most] = command.takes;
  if (!values.help && (positionals.length < fewest || positionals.length > most)) {
    throw new UnreadableInput(`${command.name} takes ${command.synopsis}, not ${positionals.length} arguments`);
  }
  for (const [name, { values: possible }] of Object.entries(command.options)) {
    const value = (values as Values)[name];
    if (possible && value !== undefined && !possible.includes(value as string)) {
      throw new UnreadableInput(`--${name} is '${value}'; expected ${possible.join(' or ')}`);
    }
  }
  return { positionals, values };
}

function makeRefusal(problem: string): Said {
  return { output: '', error: `${NAME}: ${problem}\n`, exitCode: 2 };
}

function formatHelp(): string {
  return [
    `Usage: ${NAME} COMMAND`,
    '',
    ...ALL_COMMANDS.flatMap(({ name, synopsis, text }) => [`  ${name} ${synopsis}`, `      ${text}`]),
    '',
    `'${NAME} COMMAND --help' says more. Exit codes: 0, 1 with a difference, a finding or a denial, 2 if something can't be read or done.`,
    '',
  ].join('\n');
}

function formatCommandHelp({ name, synopsis, text, options }: CommandUsage): string {
  return [
    `Usage: ${NAME} ${name} ${synopsis}`,
    '',
    text,
    '',
    ...Object.entries(options).map(([option, { value, values, text: what }]) =>
      `  --${[option, ...[values?.join('|') ?? value ?? []].flat()].join(' ')}  ${what}`),
    '',
  ].join('\n');
}
