import { readFileSync } from 'fs';
import { join } from 'path';
import { CLIENT_LINES } from './client-lines';
import { ClientProfile } from '../src/features/client-profile';
import { TableFeature } from '../src/features/table-feature';

/** A run of a client library with the permissions of its features: none was denied, and each was needed. */
export interface ClientRun {
  readonly version: string;
  /** Each action on `table` or on `table/index/NAME`. */
  readonly permissions: readonly string[];
}

/** A client library with the features that its run has. */
export interface ClientLibrary {
  readonly library: string;
  readonly version: string;
  readonly features: readonly TableFeature[];
}

/** The libraries without a profile, and those with a profile that run in no workload of the proof. */
export const LIBRARIES: readonly ClientLibrary[] = [...CLIENT_LINES, ClientProfile.pynamodb(), ClientProfile.pydynox()];

export const RUNS_FILE = join(__dirname, 'client-runs.json');

/** The last run of each library. `npm run proof:libraries` writes it. */
export const CLIENT_RUNS: Record<string, ClientRun> = JSON.parse(readFileSync(RUNS_FILE, 'utf8'));
