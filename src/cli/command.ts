/** The result of a command. */
export interface Outcome {
  readonly output: string;
  readonly exitCode: ExitCode;
}

/** 0: success; 1: a difference or a finding; 2: wrong arguments or unreadable input. */
export type ExitCode = 0 | 1 | 2;

/** An option with a value: `--format json`. */
export interface Option {
  readonly values?: readonly string[];
  readonly value: string;
  readonly text: string;
}

/** A command. Every option has a value. */
export interface Command {
  readonly name: string;
  /** The arguments, as the help shows them. */
  readonly synopsis: string;
  readonly text: string;
  /** The least and the greatest number of arguments. */
  readonly takes: readonly [fewest: number, most: number];
  readonly options: Readonly<Record<string, Option>>;
  readonly run: (args: readonly string[], options: Readonly<Record<string, string | undefined>>) => Outcome;
}
