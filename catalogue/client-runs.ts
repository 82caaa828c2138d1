import { readFileSync } from 'fs';
import { join } from 'path';

/** A run of a client library with the permissions of its features: none was denied, and each was needed. */
export interface ClientRun {
  readonly version: string;
  /** Each action on `table` or on `table/index/NAME`. */
  readonly permissions: readonly string[];
}

export const RUNS_FILE = join(__dirname, 'client-runs.json');

/** The last run of each library of client-lines.ts. `npm run proof:libraries` writes it. */
export const CLIENT_RUNS: Record<string, ClientRun> = JSON.parse(readFileSync(RUNS_FILE, 'utf8'));
