import { CommandUsage, Description, Option } from './command';

export const NAME = 'cdk-dynamo-access';

/** A row of the help and of `docs/cli.md`. */
export interface HelpRow extends Description {
  readonly usage: string;
}

/** Lists the commands. */
export function formatHelp(commands: readonly CommandUsage[]): string {
  return [
    `Usage: ${NAME} COMMAND`,
    '',
    ...commands.flatMap((command) => [`  ${formatSynopsis(command)}`, `      ${command.text}`]),
    '',
    `${NAME} COMMAND --help shows the options of a command. ${NAME} --version prints the version.`,
    'Exit codes: 0, 1 for a difference, a finding or a denial, 2 for wrong arguments or an input that cannot be read.',
    '',
  ].join('\n');
}

/** Describes the arguments and options of a command. */
export function formatCommandHelp(command: CommandUsage): string {
  const rows = listHelpRows(command);
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  return [
    `Usage: ${NAME} ${formatSynopsis(command)}`,
    '',
    `${NAME} ${command.name} ${command.text}.`,
    '',
    ...rows.map(({ usage, text, default: value }) => `  ${usage.padEnd(width)}  ${text}${formatDefault(value)}`),
    '',
  ].join('\n');
}

/** Lists the arguments and options of a command. Each value of an option has a row. */
export function listHelpRows(command: CommandUsage): HelpRow[] {
  return [
    ...Object.entries(command.arguments).map(([usage, argument]) => ({ usage, default: 'required', ...argument })),
    ...Object.entries(command.options).flatMap(([name, option]) => listOptionRows(`--${name}`, option)),
  ];
}

function listOptionRows(usage: string, option: Option): HelpRow[] {
  if ('values' in option) return Object.entries(option.values).map(([value, description]) => ({ usage: `${usage} ${value}`, ...description }));
  const { text, default: value } = option;
  return [{ usage: 'value' in option ? `${usage} ${option.value}` : usage, text, default: value }];
}

/** Formats the name of a command with its arguments: `explain MESSAGE [ASSEMBLY]`. */
export function formatSynopsis(command: CommandUsage): string {
  const names = Object.entries(command.arguments).map(([name, argument]) => argument.default === undefined ? name : `[${name}]`);
  return [command.name, ...names, ...'start' in command ? ['[OPTIONS] -- COMMAND...'] : []].join(' ');
}

function formatDefault(value: string | undefined): string {
  if (value === undefined) return '';
  if (value === 'yes') return ' (default)';
  if (value === 'required') return ' (required)';
  if (value.startsWith('if ')) return ` (default ${value})`;
  return ` (default: ${value})`;
}
