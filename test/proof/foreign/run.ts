/**
 * Compares how the endpoint of the proof and fakecloud read the requests of a recorded proof, and those that are easily misread. See docs/proof.md.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { Answer, compareAnswers, readAnswers, writeAnswers } from './answers';
import { buildFakecloud, readByFakecloud } from './fakecloud';
import { addMissingTables } from './reading';
import { Recorded, RecordedRequest } from './recorder';
import { findShape } from './shape';
import { TRICKY } from './tricky';

const RECORDED = join(__dirname, '..', '..', '..', 'test-reports', 'requests.jsonl');

const { values: { update } } = parseArgs({ options: { update: { type: 'boolean' } } });

function main(): void {
  buildFakecloud();
  const recorded: Recorded[] = readFileSync(RECORDED, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  const requests = recorded.map(({ request }) => addMissingTables(request));
  const shapes = new Map(requests.map((request) => findShape(request)).map((shape) => [JSON.stringify(shape), shape]));
  const answers = answer([...shapes.values(), ...TRICKY]);
  const failures = [...compareAll(recorded, answer(requests)), ...compareAnswers(answers).unexplained];
  if (update) writeAnswers(answers);
  else if (isOutdated(answers)) failures.push('answers.json is out of date: run npm run proof:foreign -- --update');
  console.log(`${shapes.size} shapes, and ${TRICKY.length} requests written by hand`);
  if (failures.length > 0) console.log(`\nFAILED:\n${failures.join('\n')}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function answer(requests: readonly RecordedRequest[]): Answer[] {
  const readings = readByFakecloud(requests);
  return requests.map((request, index) => ({ request, theirs: readings[index] }));
}

/** Says how many requests were compared, and with which differences. */
function compareAll(recorded: readonly Recorded[], answers: readonly Answer[]): readonly string[] {
  const { differences, unexplained } = compareAnswers(answers);
  const times = recorded.reduce((sum, each) => sum + each.times, 0);
  const alike = answers.filter((each) => Object.keys(compareAnswers([each]).differences).length === 0).length;
  console.log(`${times} requests compared, ${recorded.length} of them different; ${alike} of these are read alike in all`);
  for (const [name, count] of Object.entries(differences)) console.log(`- ${name}: ${count}`);
  return unexplained;
}

function isOutdated(answers: readonly Answer[]): boolean {
  const committed = readAnswers().answers.map((each) => JSON.stringify(each)).sort();
  return JSON.stringify(committed) !== JSON.stringify(answers.map((each) => JSON.stringify(each)).sort());
}

main();
