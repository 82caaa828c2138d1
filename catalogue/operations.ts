import { readFileSync } from 'fs';
import { join } from 'path';
import { ReachedOperation } from './feature-operations';

/** An action that authorizes an operation, and a word on which resource. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

interface Operation {
  readonly always: readonly Need[];
  readonly conditional?: readonly { readonly when: string; readonly grants: readonly Need[] }[];
  readonly note?: string;
}

/** Every operation of DynamoDB's API and what authorizes it. */
export const OPERATIONS: Readonly<Record<string, Operation>> = JSON.parse(readFileSync(join(__dirname, 'operations.json'), 'utf8'));

/**
 * What an operation needs, keys and service-linked roles apart: always, and in the cases that are named. An operation that needs nothing always, as
 * its members or statements decide, needs in each case what that case needs.
 */
export function needsOf({ operation, cases }: ReachedOperation): Need[] {
  const { always, conditional = [] } = OPERATIONS[operation];
  const inCases = conditional.filter(({ when }) => cases ? cases.includes(when) : always.length === 0);
  return [...always, ...inCases.flatMap(({ grants }) => grants)].filter(({ action }) => !/^(kms|iam):/.test(action));
}
