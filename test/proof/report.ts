import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Containment } from './contained';
import { EXCEPTIONS } from './exceptions';
import { RoleProof } from './proofs';

/** All that was seen of one role. */
export type Result = RoleProof & Omit<Containment, 'stage'>;

/** All that was seen. */
export interface Findings {
  /** What answered. */
  readonly emulator: string;
  /** The operations that were authorized and had no answer. */
  readonly unanswered: readonly string[];
  readonly seconds: number;
  readonly results: readonly Result[];
  /** The workloads that the emulator lacks something for. */
  readonly leftOut: readonly string[];
  /** How many requests reached the endpoint, and how many of them have a shape that fakecloud has read, too. */
  readonly readings: { readonly recorded: number; readonly answered: number };
  readonly failures: readonly string[];
}

const COLUMNS = ['granted', 'necessary', 'excused', 'attempts', 'breaches', ''];

export const HEADING = [''.padEnd(70), ...COLUMNS.map((column) => column.padStart(6))].join('  ');

export function rowOf(result: Result): string {
  const { stage, granted, necessary, excused, attempts, breaches } = result;
  const cells = [
    granted, necessary, excused.length, attempts, breaches.length, failuresOf(result).length === 0 ? 'proven' : 'FAILED',
  ];
  return [
    stage.slice(0, 70).padEnd(70), ...cells.map((cell, index) => String(cell).padStart(Math.max(COLUMNS[index].length, 6))),
  ].join('  ');
}

export function failuresOf({ stage, insufficient, unnecessary, unusedExcuses, breaches, meaningless }: Result): string[] {
  return [
    ...insufficient.map((what) => `${stage}: ${what}`),
    ...unnecessary.map((pair) => `${stage}: ${pair} is granted, not needed, and asked for by no documentation`),
    ...unusedExcuses.map((pair) => `${stage}: ${pair} is excused in exceptions.ts, and isn't granted, or turned out to be needed`),
    ...meaningless.map((what) => `${stage}: shows nothing, as the features alone don't allow it: ${what}`),
    ...breaches.map((what) => `${stage}: allows what its workload doesn't do: ${what}`),
  ];
}

/** Prints what was seen, and writes it to test-reports/proof.json. */
export function writeReport({ emulator, unanswered, seconds, results, leftOut, readings, failures }: Findings): void {
  const sum = (count: (result: Result) => number) => results.reduce((total, result) => total + count(result), 0);
  const summary = {
    sufficient: `${results.filter(({ insufficient }) => insufficient.length === 0).length} of ${results.length} roles`,
    minimal: `${sum(({ necessary }) => necessary)} of ${sum(({ granted }) => granted)} permissions, `
      + `${sum(({ excused }) => excused.length)} excused by documentation`,
    contained: `${sum(({ attempts, breaches }) => attempts - breaches.length)} of `
      + `${sum(({ attempts }) => attempts)} attempts denied, `
      + `${sum(({ limited }) => limited)} of them by rows, attributes, conditions and denials alone`,
    readTwice: `${readings.answered} of ${readings.recorded} requests to DynamoDB`,
    leftOut: { workloads: leftOut.length, names: leftOut },
  };
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(join(REPORTS, 'proof.json'), `${JSON.stringify({
    emulator, ...summary, authorizedButNotAnswered: unanswered, seconds, failures, exceptions: EXCEPTIONS, results,
  }, undefined, 2)}\n`);
  console.log(`\nsufficient: ${summary.sufficient}\nminimal:    ${summary.minimal}\ncontained:  ${summary.contained}\nread twice: ${summary.readTwice}`);
  if (readings.answered < readings.recorded) console.log('            run npm run proof:foreign -- --update for the others');
  console.log('\nnot seen to be needed, and asked for by documentation:');
  for (const { stages, actions, on, why, see } of EXCEPTIONS) {
    console.log(`- ${actions.join(', ')} on ${on} (${stages.map((name) => name.slice(2)).join('; ')}): ${why}\n  ${see}`);
  }
  console.log(`\nauthorized, though ${emulator} has no answer: ${unanswered.join(', ')}`);
  console.log(`\nleft out, as ${emulator} lacks what they need: ${leftOut.length} workloads`);
  for (const name of leftOut) console.log(`- ${name}`);
  console.log(failures.length === 0 ? `\nproven in ${seconds} seconds` : `\nFAILED:\n${failures.join('\n')}`);
}

const REPORTS = join(__dirname, '..', '..', 'test-reports');
