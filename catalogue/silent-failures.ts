import { readFileSync } from 'fs';
import { join } from 'path';

/** The result of granting an access. */
export interface Outcome {
  /** What the grant says of itself, where there is one. */
  readonly success?: boolean;
  /** The permissions of identity policies that the needed one is among, or that reach further than it. */
  readonly allowing: readonly string[];
  /** The permissions of identity policies. */
  readonly permissions: readonly string[];
  /** The ids of errors and warnings. */
  readonly messages: readonly string[];
}

/** An access that fails or is too broad with a grant of aws-cdk-lib, and its outcomes with each setting of the feature flags. */
export interface SilentFailure {
  readonly name: string;
  /** The permission that the function needs, as `action on resource`. */
  readonly needs: string;
  readonly withCdk: readonly Outcome[];
  readonly withLibrary: readonly Outcome[];
}

export const SILENT_FAILURES_FILE = join(__dirname, 'silent-failures.json');

/** The outcomes of all scenarios. `npm run silent-failures` writes them. */
export function readSilentFailures(): SilentFailure[] {
  return JSON.parse(readFileSync(SILENT_FAILURES_FILE, 'utf8'));
}
