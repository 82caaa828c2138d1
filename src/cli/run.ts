import { readFileSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { CommandUsage, Outcome, Values } from './command';
import { COMMANDS } from './commands';
import { formatCommandHelp, formatHelp, formatSynopsis, NAME } from './help';
import { LASTING_COMMANDS } from './lasting-commands';
import { findNearest } from '../problems/nearest';
import { removeUnprintable } from '../report/formats/plain-text';
import { pluralize } from '../report/phrases';
import { UnreadableInput } from '../report/read-input';

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
  if (name === undefined) return { output: '', error: formatHelp(ALL_COMMANDS), exitCode: 2 };
  if (['help', '--help', '-h'].includes(name)) return { output: formatHelp(ALL_COMMANDS), error: '', exitCode: 0 };
  if (name === '--version') return { output: `${readVersion()}\n`, error: '', exitCode: 0 };
  const command = COMMANDS.find((each) => each.name === name);
  if (!command) return makeRefusal(`there is no command '${name}'; expected ${suggestName(name, ALL_COMMANDS.map((each) => each.name))}`);
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
  refuseUnknownOptions(command, args);
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(Object.entries(command.options).map(([name, option]) =>
        [name, { type: 'flag' in option ? 'boolean' as const : 'string' as const, multiple: 'multiple' in option }])),
    },
  });
  if (!values.help) refuseArguments(command, positionals.length);
  for (const [name, option] of Object.entries(command.options)) {
    const value = (values as Values)[name];
    if ('values' in option && value !== undefined && !Object.keys(option.values).includes(value as string)) {
      throw new UnreadableInput(`--${name} is '${value}'; expected ${Object.keys(option.values).join(' or ')}`);
    }
  }
  return { positionals, values };
}

function makeRefusal(problem: string): Said {
  return { output: '', error: `${NAME}: ${removeUnprintable(problem)}\n`, exitCode: 2 };
}

/** Names the option that was probably meant, which the error of Node.js doesn't. */
function refuseUnknownOptions(command: CommandUsage, args: readonly string[]): void {
  const options = [...Object.keys(command.options), 'help'];
  const unknown = args.map((each) => /^--([^=]+)/.exec(each)?.[1]).find((name) => name !== undefined && !options.includes(name));
  if (unknown === undefined) return;
  throw new UnreadableInput(`${command.name} has no option --${unknown}; expected ${suggestName(unknown, options, '--')}`);
}

function refuseArguments(command: CommandUsage, given: number): void {
  const names = Object.keys(command.arguments);
  const required = names.filter((name) => command.arguments[name].default === undefined);
  if (given >= required.length && given <= names.length) return;
  throw new UnreadableInput(`${command.name} got ${pluralize(given, 'argument')}; expected ${formatSynopsis(command)}`);
}

/** Names the nearest name, or all names if none is near. */
function suggestName(misspelt: string, names: readonly string[], prefix = ''): string {
  const meant = findNearest(misspelt, names);
  return (meant === undefined ? names : [meant]).map((name) => prefix + name).join(' or ');
}

/** Reads the version of the package, which is two folders up from `lib/cli` and `src/cli`. */
function readVersion(): string {
  return JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')).version;
}
