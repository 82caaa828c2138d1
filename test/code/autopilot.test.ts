import { readFileSync } from 'fs';
import { join } from 'path';
import { FORMS_BY_FILE } from './autopilot/forms';

/** The answers of AWS's tool, which `npm run autopilot` renews. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync(join(__dirname, 'autopilot', 'answers.json'), 'utf8'));

/** Operations that only AWS's tool finds: it takes code for called that the handler doesn't reach. */
const NOT_REACHED: Readonly<Record<string, readonly string[]>> = {
  'JavaScript without calls: functions that nothing calls': ['putitem'],
  'JavaScript: one of two modules that a bundler marks with a number when loading fails': ['deleteitem'],
  'Python: routers of Powertools, but no functions that are only traced': ['deleteitem'],
  'Python: decorators in a row, parents with a type, and arguments that are picked by name': ['deleteitem'],
  'Python: models of pydantic that get data which nothing calls': ['deleteitem'],
  'Python: errors that are caught by their class': ['deleteitem'],
  'Python: loggers whose class the code extends': ['deleteitem'],
  'Python: sets of objects, and the largest of some': ['deleteitem'],
  'Python: no annotations that stay texts': ['putitem'],
  'Python: a module that has code for when it is the main one': ['deleteitem'],
  'Python: functions that JSON and logs get, but no methods of what they write': ['deleteitem'],
};

function simplify(operation: string): string {
  return operation.split(/[ .]/)[0].replace(/_/g, '').toLowerCase();
}

test('AWS\'s tool has an answer to each form', () => {
  expect(Object.keys(ANSWERS).sort()).toEqual(Object.keys(FORMS_BY_FILE).sort());
});

test.each(Object.entries(FORMS_BY_FILE))('nothing that AWS\'s tool finds is missed in %s', (title, { calls }) => {
  const found = calls.map(simplify);
  const missed = ANSWERS[title].map(simplify).filter((operation) => !found.includes(operation));

  expect(missed).toEqual(NOT_REACHED[title] ?? []);
});
