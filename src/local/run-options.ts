/** Requests that the policies don't allow are refused, or answered and counted as denied. */
export type Mode = 'enforce' | 'soft' | 'record';

export interface RunOptions {
  /** The folder that `cdk synth` wrote. */
  readonly assembly: string;
  /** `dynamodb-local`, `dynalite`, or the URL of an emulator that runs. */
  readonly emulator?: string;
  readonly mode?: Mode;
  /** Environment variables for all functions, as those that can't be known before deployment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Empties the tables that the emulator has already. */
  readonly reset?: boolean;
  /** Letters and digits: in one emulator, runs of different spaces don't see each other's items. */
  readonly space?: string;
}
