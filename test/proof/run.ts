/**
 * Proves, with real clients on loopback, that the roles which the library makes are enough and not too much. See docs/proof.md.
 */
import { parseArgs } from 'util';
import { Foreign, proveContainment } from './contained';
import { failedControls } from './controls';
import { strayExceptions } from './exceptions';
import { countAnswered } from './foreign/answers';
import { Recorder } from './foreign/recorder';
import { Loopback } from './loopback';
import { proveRole } from './proofs';
import { quickstartStages } from './quickstart';
import { failuresOf, HEADING, Result, rowOf, writeReport } from './report';
import { Stage, WorkloadStage } from './stage';
import { nameOf } from './workload';
import { WORKLOADS } from './workloads';
import { TableFeature } from '../../src';
import '../support/quiet';

const { values: { emulator, record }, positionals: [part = ''] } = parseArgs({
  options: { emulator: { type: 'string' }, record: { type: 'string' } }, allowPositionals: true,
});

async function main(): Promise<void> {
  const started = Date.now();
  const recorder = new Recorder();
  const aws = await Loopback.start(emulator, recorder);
  // dynamoose leaves a promise behind that nobody waits for
  process.on('unhandledRejection', (reason) => {
    if ((reason as Error).name !== 'AccessDeniedException') throw reason;
  });
  console.log(`${aws.emulator.name} answers\n\n${HEADING}`);
  try {
    const stages = stagesOf(aws);
    const isLeftOut = ({ operations }: Stage) => operations.some((operation) => aws.emulator.lacks.includes(operation));
    const leftOut = stages.filter(isLeftOut).map(({ name }) => name);
    const foreign = await foreignOf(aws);
    const results = await prove(aws, stages.filter((stage) => !isLeftOut(stage)), foreign);
    const failures = [
      ...results.flatMap(failuresOf),
      ...(part ? [] : strayExceptions(stages)).map((ending) => `exceptions.ts excuses a workload that there isn't: ${ending}`),
      ...featuresWithoutWorkload().map((name) => `${name} has no workload`),
      ...await failedControls(aws, foreign),
      ...process.env.CI === 'true' && leftOut.length > 0 ? [`CI leaves nothing out, and ${leftOut.length} workloads were`] : [],
    ];
    writeReport({
      emulator: aws.emulator.name,
      unanswered: [...aws.dynamoDb.unanswered].sort(),
      seconds: Math.round((Date.now() - started) / 1000),
      results,
      leftOut,
      readings: countAnswered(recorder.requests()),
      failures,
    });
    if (record) recorder.writeTo(record);
    process.exitCode = failures.length === 0 ? 0 : 1;
  } finally {
    aws.stop();
  }
}

/** All stages, or those whose names have the part that was asked for. */
function stagesOf(aws: Loopback): Stage[] {
  return [
    ...WORKLOADS.filter((workload) => nameOf(workload).includes(part)).map((workload, index) =>
      new WorkloadStage(aws, `W${index}`, workload)),
    ...quickstartStages(aws).filter(({ name }) => name.includes(part)),
  ];
}

async function prove(aws: Loopback, stages: readonly Stage[], foreign: Foreign): Promise<Result[]> {
  const results: Result[] = [];
  for (const stage of stages) {
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

/** The features of the library that no workload was asked for. */
function featuresWithoutWorkload(): string[] {
  const proven = new Set(WORKLOADS.flatMap(({ features }) => features.map(({ name }) => name)));
  return Object.values(TableFeature).filter((value) => value instanceof TableFeature)
    .map(({ name }) => name).filter((name) => !proven.has(name));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
