/** The result of a command. */
export interface Outcome {
  readonly output: string;
  readonly exitCode: number;
}

/** An option: one with a value (`--format json`), several times if it may have several; or a flag (`--soft`). */
export interface Option {
  readonly values?: readonly string[];
  readonly value?: string;
  readonly multiple?: boolean;
  readonly flag?: boolean;
  readonly text: string;
}

/** The values of options by their names. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** The members that all commands have. */
export interface CommandUsage {
  readonly name: string;
  /** The arguments, as the help shows them. */
  readonly synopsis: string;
  readonly text: string;
  /** The least and the greatest number of arguments. */
  readonly takes: readonly [fewest: number, most: number];
  readonly options: Readonly<Record<string, Option>>;
}

/** A command that ends at once. Its exit code is 0, 1 for a difference or a finding, 2 for wrong arguments or unreadable input. */
export interface Command extends CommandUsage {
  readonly run: (args: readonly string[], options: Readonly<Record<string, string | undefined>>) => Outcome;
}

/** A command that runs another one, which stands behind `--`. */
export interface LastingCommand extends CommandUsage {
  readonly start: (args: readonly string[], options: Values, command: readonly string[]) => Promise<Outcome>;
}
