import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { compareReadings } from './compare';
import { findDifference } from './differences';
import { addMissingTables, readByEndpoint, Reading } from './reading';
import { Recorded, RecordedRequest } from './recorder';
import { findShape } from './shape';

const FILE = join(__dirname, 'answers.json');

/** What fakecloud reads in a request. */
export interface Answer {
  readonly request: RecordedRequest;
  readonly theirs: Reading;
}

/** How both implementations read requests. */
export interface Comparison {
  /** How often each difference was seen, by its name. */
  readonly differences: Readonly<Record<string, number>>;
  /** What no difference explains, as text. */
  readonly unexplained: readonly string[];
}

/** The committed answers, and how often each difference is seen in them. */
export function readAnswers(): { answers: Answer[]; differences: Record<string, number> } {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** How many requests were recorded, and how many of them have a shape that fakecloud has read. */
export function countAnswered(recorded: readonly Recorded[]): { recorded: number; answered: number } {
  const shapes = new Set(readAnswers().answers.map(({ request }) => JSON.stringify(request)));
  const isAnswered = ({ request }: Recorded) => shapes.has(JSON.stringify(findShape(addMissingTables(request))));
  const count = (those: readonly Recorded[]) => those.reduce((sum, { times }) => sum + times, 0);
  return { recorded: count(recorded), answered: count(recorded.filter(isAnswered)) };
}

/** Writes the answers one a line, so that a change of one shows as such. */
export function writeAnswers(answers: readonly Answer[]): void {
  const lines = answers.map((answer) => JSON.stringify(answer)).sort();
  const { differences } = compareAnswers(answers);
  writeFileSync(FILE, `{ "differences": ${JSON.stringify(differences, undefined, 2)},\n"answers": [\n${lines.join(',\n')}\n] }\n`);
}

/** Compares what fakecloud answered with what the endpoint reads. */
export function compareAnswers(answers: readonly Answer[], read = readByEndpoint): Comparison {
  const differences: Record<string, number> = {};
  const unexplained: string[] = [];
  for (const { request, theirs } of answers) {
    for (const delta of compareReadings(request, read(request), theirs)) {
      const name = findDifference(delta);
      if (name === undefined) unexplained.push(describe(delta));
      else differences[name] = (differences[name] ?? 0) + 1;
    }
  }
  return { differences: Object.fromEntries(Object.entries(differences).sort()), unexplained };
}

function describe({ request, permission, key = 'permission', ours, theirs }: ReturnType<typeof compareReadings>[number]): string {
  return `${request.operation} ${JSON.stringify(request.parameters)}: ${permission}: ${key} is ${ours ?? 'absent'} for the endpoint, `
    + `${theirs ?? 'absent'} for fakecloud`;
}
