/** What a command of the command line says, and with which exit code it ends. */
export interface Outcome {
  readonly output: string;
  readonly exitCode: ExitCode;
}

/** 0: nothing to tell; 1: a difference or a finding; 2: used wrongly, or something that can't be read. */
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
  /** What it takes, as the help shows it. */
  readonly synopsis: string;
  readonly text: string;
  /** The fewest and the most arguments. */
  readonly takes: readonly [fewest: number, most: number];
  readonly options: Readonly<Record<string, Option>>;
  readonly run: (args: readonly string[], options: Readonly<Record<string, string | undefined>>) => Outcome;
}
