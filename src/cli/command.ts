/** The result of a command. */
export interface Outcome {
  readonly output: string;
  readonly exitCode: number;
}

/** Describes an argument, an option or a value of an option, in the words of `docs/cli.md`. */
export interface Description {
  readonly text: string;
  /** The value without the option. For a value of an option: `yes`, or when it is the default. */
  readonly default?: string;
}

/** An option with any value, one of several values, or no value. */
export type Option =
  | Description & { readonly value: string; readonly multiple?: boolean }
  | { readonly values: Readonly<Record<string, Description>> }
  | Description & { readonly flag: true };

/** The values of options by their names. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** The members that all commands have. */
export interface CommandUsage {
  readonly name: string;
  readonly text: string;
  /** The arguments by their names. One without a default is required. */
  readonly arguments: Readonly<Record<string, Description>>;
  readonly options: Readonly<Record<string, Option>>;
}

/** A command that ends at once. Its exit code is 0, 1 for a difference or a finding, 2 for wrong arguments or unreadable input. */
export interface Command extends CommandUsage {
  readonly run: (args: readonly string[], options: Readonly<Record<string, string | undefined>>) => Outcome;
}

/** A command that runs another command, which comes after `--`. */
export interface LastingCommand extends CommandUsage {
  readonly start: (args: readonly string[], options: Values, command: readonly string[]) => Promise<Outcome>;
}
