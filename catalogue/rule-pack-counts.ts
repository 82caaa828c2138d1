import { readFileSync } from 'fs';
import { join } from 'path';
import { PermissionCounts } from './permission-counts';

/** The rule packs whose findings are counted. */
export const PACKS = ['cdk-nag', 'checkov', 'cfn-lint'] as const;
export type Pack = typeof PACKS[number];

/**
 * What a finding is on: what gives access (identity policies, roles, log groups, policies of keys and tables), which is what this library
 * writes; the same, where it is acknowledged to the pack; or anything else, which the app declares.
 */
export const SIDES = ['access', 'acknowledged', 'other'] as const;
export type Side = typeof SIDES[number];

/** How often each rule is found, by its id, on each side. */
export type Counts = Readonly<Partial<Record<Side, Readonly<Record<string, number>>>>>;

/** What was counted, by the names of the apps. */
export interface AppCounts {
  readonly apps: Readonly<Record<string, Readonly<Record<Pack, Counts>>>>;
  /** Of the quickstart, in each of its ways. */
  readonly permissions: Readonly<Record<string, PermissionCounts>>;
}

/** What is committed. */
export interface CommittedCounts extends AppCounts {
  readonly date: string;
  readonly versions: Readonly<Record<Pack, string>>;
}

export const COUNTS_FILE = join(__dirname, 'rule-pack-counts.json');

export function committedCounts(): CommittedCounts {
  return JSON.parse(readFileSync(COUNTS_FILE, 'utf8'));
}
