/**
 * Proves, with real clients on loopback, that the roles which the library makes are enough and not too much. See docs/proof.md.
 */
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Containment, Foreign, proveContainment } from './contained';
import { failedControls } from './controls';
import { EXCEPTIONS } from './exceptions';
import { Loopback } from './loopback';
import { proveRole, RoleProof } from './proofs';
import { quickstartStages } from './quickstart';
import { Stage, WorkloadStage } from './stage';
import { WORKLOADS } from './workloads';
import { TableFeature } from '../../src';
import '../support/quiet';

type Result = RoleProof & Omit<Containment, 'stage'>;

async function prove(aws: Loopback, foreign: Foreign): Promise<Result[]> {
  const stages: Stage[] = [
    ...WORKLOADS.map((workload, index) => new WorkloadStage(aws, `W${index}`, workload)), ...quickstartStages(aws),
  ];
  const results: Result[] = [];
  for (const stage of stages.filter(({ name }) => name.includes(process.argv[2] ?? ''))) {
    const result = { ...await proveRole(stage), ...await proveContainment(aws, stage, foreign) };
    results.push(result);
    console.log(rowOf(result));
  }
  return results;
}

async function foreignOf(aws: Loopback): Promise<Foreign> {
  const stage = new WorkloadStage(aws, 'Foreign', WORKLOADS[0]);
  await stage.reset();
  const { table, keys: [, key], logGroup } = stage.own();
  return { table, key, logGroup };
}

const COLUMNS = ['granted', 'necessary', 'excused', 'attempts', 'breaches', ''];

function rowOf(result: Result): string {
  const { stage, granted, necessary, excused, attempts, breaches } = result;
  const cells = [
    granted, necessary, excused.length, attempts, breaches.length, failuresOf(result).length === 0 ? 'proven' : 'FAILED',
  ];
  return [
    stage.slice(0, 70).padEnd(70), ...cells.map((cell, index) => String(cell).padStart(Math.max(COLUMNS[index].length, 6))),
  ].join('  ');
}

function failuresOf({ stage, insufficient, unnecessary, unneededExcuses, breaches, meaningless }: Result): string[] {
  return [
    ...insufficient.map((what) => `${stage}: ${what}`),
    ...unnecessary.map((pair) => `${stage}: ${pair} is granted, not needed, and asked for by no documentation`),
    ...unneededExcuses.map((pair) => `${stage}: ${pair} is excused in exceptions.ts, and turned out to be needed`),
    ...meaningless.map((what) => `${stage}: shows nothing, as the features alone don't allow it: ${what}`),
    ...breaches.map((what) => `${stage}: allows what its workload doesn't do: ${what}`),
  ];
}

/** The features of the library that no workload was asked for. */
function featuresWithoutWorkload(): string[] {
  const proven = new Set(WORKLOADS.flatMap(({ features }) => features.map(({ name }) => name)));
  return Object.values(TableFeature).filter((value) => value instanceof TableFeature)
    .map(({ name }) => name).filter((name) => !proven.has(name));
}

async function main(): Promise<void> {
  const started = Date.now();
  const aws = await Loopback.start();
  // dynamoose leaves a promise behind that nobody waits for
  process.on('unhandledRejection', (reason) => {
    if ((reason as Error).name !== 'AccessDeniedException') throw reason;
  });
  console.log([''.padEnd(70), ...COLUMNS.map((column) => column.padStart(6))].join('  '));
  try {
    const foreign = await foreignOf(aws);
    const results = await prove(aws, foreign);
    const failures = [
      ...results.flatMap(failuresOf),
      ...featuresWithoutWorkload().map((name) => `${name} has no workload`),
      ...await failedControls(aws, foreign),
    ];
    const sum = (count: (result: Result) => number) => results.reduce((total, result) => total + count(result), 0);
    const report = {
      sufficient: `${results.filter(({ insufficient }) => insufficient.length === 0).length} of ${results.length} roles`,
      minimal: `${sum(({ necessary }) => necessary)} of ${sum(({ granted }) => granted)} permissions, `
        + `${sum(({ excused }) => excused.length)} excused by documentation`,
      contained: `${sum(({ attempts, breaches }) => attempts - breaches.length)} of `
        + `${sum(({ attempts }) => attempts)} attempts denied, `
        + `${sum(({ limited }) => limited)} of them by rows, attributes, conditions and denials alone`,
      authorizedButNotAnswered: [...aws.dynamoDb.unanswered].sort(),
      seconds: Math.round((Date.now() - started) / 1000),
      failures,
      exceptions: EXCEPTIONS,
      results,
    };
    mkdirSync(REPORTS, { recursive: true });
    writeFileSync(join(REPORTS, 'proof.json'), `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`\nsufficient: ${report.sufficient}\nminimal:    ${report.minimal}\ncontained:  ${report.contained}`);
    console.log('\nnot seen to be needed, and asked for by documentation:');
    for (const { stages, actions, why, see } of EXCEPTIONS) {
      console.log(`- ${actions.join(', ')} (${stages.map((name) => name.slice(2)).join('; ')}): ${why}\n  ${see}`);
    }
    console.log(`\nauthorized, though DynamoDB Local has no answer: ${report.authorizedButNotAnswered.join(', ')}`);
    console.log(failures.length === 0 ? `\nproven in ${report.seconds} seconds` : `\nFAILED:\n${failures.join('\n')}`);
    process.exitCode = failures.length === 0 ? 0 : 1;
  } finally {
    aws.stop();
  }
}

const REPORTS = join(__dirname, '..', '..', 'test-reports');

void main();
